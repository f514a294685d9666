export interface ClipboardOptions {
  /** How long it may take (ms). */
  readonly timeoutMs?: number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  /** Writes to the clipboard; by default the system's. */
  readonly write?: (text: string) => Promise<void>;
}

/**
 * Copies a text to the clipboard.
 *
 * @returns whether it is there; `false`, and never an error, where there is no clipboard or it doesn't answer in time.
 */
export async function copyToClipboard(text: string, options: ClipboardOptions = {}): Promise<boolean> {
  const { timeoutMs = 1000, environment = process.env, platform = process.platform, write } = options;
  if (write === undefined && !hasClipboard(platform, environment)) return false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const copied = (write ?? writeToSystem)(text).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([copied, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Only on a desktop: elsewhere programs that look for one may wait for it. */
function hasClipboard(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (platform !== 'linux' && platform !== 'freebsd' && platform !== 'openbsd') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY || environment.WSL_DISTRO_NAME);
}

/** Loaded when it is needed, because few runs do. */
async function writeToSystem(text: string): Promise<void> {
  const { default: clipboard } = await import('clipboardy');
  await clipboard.write(text);
}
