/** What this browser gives the page, found out by looking. */
export interface Abilities {
  readonly secureContext: boolean;
  readonly gamepads: boolean;
  readonly fullscreen: boolean;
  readonly wakeLock: boolean;
}

/** What is missing and why, a sentence each; the game plays all the same. */
export function missingAbilities({ secureContext, gamepads, fullscreen, wakeLock }: Abilities): string[] {
  const because = secureContext
    ? 'this browser has none'
    : 'the browser withholds them from pages over plain http';
  const missing: string[] = [];
  if (!gamepads) missing.push(`Gamepads don't work here: ${because}. Keyboard and touch do.`);
  if (!wakeLock) {
    missing.push(
      `The screen may go dark while nobody touches it: ${
        secureContext ? 'this browser has no wake lock' : 'the wake lock needs a page over https'
      }.`,
    );
  }
  if (!fullscreen) missing.push("There's no fullscreen here: this browser has it for videos only.");
  return missing;
}

export function findAbilities(): Abilities {
  return {
    secureContext: window.isSecureContext,
    gamepads: 'getGamepads' in navigator,
    fullscreen: document.fullscreenEnabled === true,
    wakeLock: 'wakeLock' in navigator,
  };
}
