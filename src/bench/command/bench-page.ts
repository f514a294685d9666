import { CloudgameError } from '../../errors.js';
import { catchInterrupts } from '../../terminal/interrupts.js';
import type { BrowserProgram } from '../browser/browser-program.js';
import { measureFromOutside } from '../screen/screen-benchmark.js';
import { outsideText } from './outside-text.js';
import { readScreenChoices, type WrittenScreenChoices } from './screen-choices.js';

/** Flags about a game that is hosted, of which no page of others knows. */
const ONLY_FOR_HOSTED_GAMES = ['html', 'compare', 'assert', 'codec'] as const;

type HostedGameFlag = (typeof ONLY_FOR_HOSTED_GAMES)[number];

export interface PageBenchFlags
  extends WrittenScreenChoices,
    Readonly<Partial<Record<HostedGameFlag, unknown>>> {
  readonly url: string;
  readonly json?: boolean | undefined;
}

/**
 * Measures any page from outside, and prints what was found: for people to standard error, as JSON to standard output
 * unless that is a terminal.
 */
export async function benchPage(flags: PageBenchFlags, browser: BrowserProgram): Promise<void> {
  const wrong = ONLY_FOR_HOSTED_GAMES.find((name) => flags[name] !== undefined);
  if (wrong !== undefined) {
    throw new CloudgameError(
      'usage',
      `--${wrong} is about a game that is hosted here, not about the page of --url.`,
      'Leave one of the two out; what is measured of a page is printed with --json.',
    );
  }
  const choices = await readScreenChoices(flags);
  const interrupts = catchInterrupts();
  const tell = (text: string) => process.stderr.write(`${text}\n`);
  try {
    const { signal } = interrupts;
    const result = await measureFromOutside({
      ...choices,
      browser,
      url: flags.url,
      signal,
      onProgress: tell,
    });
    for (const line of ['', ...outsideText(result)]) tell(line);
    if (flags.json || !process.stdout.isTTY) process.stdout.write(`${JSON.stringify(result)}\n`);
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    throw new CloudgameError('interrupted', 'The benchmark was interrupted.', 'Nothing was left behind.');
  } finally {
    interrupts.close();
  }
}
