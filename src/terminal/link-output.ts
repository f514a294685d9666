import type { ChalkInstance } from 'chalk';
import { CloudgameError } from '../errors.js';
import type { Door, DoorState } from '../signalling/door.js';
import type { RoomLinks } from '../signalling/links.js';
import { wrapWords } from './text-width.js';

/** Which link standard output carries where it is no terminal. */
export const LINK_CHOICES = ['local', 'public', 'watch'] as const;
export type LinkChoice = (typeof LINK_CHOICES)[number];

/** How long standard output waits for the public door (ms). */
export const PUBLIC_DOOR_TIMEOUT = 3_000;

/** The link to pass on: the public one while its door is open. */
export function bestLink(
  links: { readonly local: string; readonly public?: string },
  isPublicOpen: boolean,
): string {
  return isPublicOpen && links.public !== undefined ? links.public : links.local;
}

/**
 * Checks a choice against the links that there are.
 *
 * @throws CloudgameError (usage) where the public link was chosen and none is configured.
 */
export function checkLinkChoice(choice: LinkChoice | undefined, links: RoomLinks): void {
  if (choice !== 'public' || links.public !== undefined) return;
  throw new CloudgameError(
    'usage',
    'There is no public link: it needs a published player page and a signalling server out there.',
    'Name the page with --player-url, leave `--signal embedded` out, or use `--link local`.',
  );
}

/**
 * The one link for standard output: the chosen one, else the public one if its door opens within 3 s, else the local.
 *
 * @param door - the public door; none where there is no signalling server out there.
 */
export async function linkForPipe(
  links: RoomLinks,
  choice: LinkChoice | undefined,
  door: Pick<Door, 'waitUntilOpen'> | undefined,
): Promise<string> {
  checkLinkChoice(choice, links);
  if (choice === 'local') return links.local;
  if (choice === 'public') return links.public!;
  const wanted = choice === 'watch' ? links.watch : links;
  if (door === undefined || wanted.public === undefined) return wanted.local;
  const state = await door.waitUntilOpen(PUBLIC_DOOR_TIMEOUT);
  return bestLink(wanted, state.kind === 'open');
}

/** Writes the links for people; each link stands whole on a line of its own, so that terminals can open it. */
export function describeLinks(links: RoomLinks, colours: ChalkInstance): string[] {
  const entries = [
    ...(links.public === undefined ? [] : [['For everyone, once the public door is open', links.public]]),
    ['In this network', links.local],
    ['On this computer', links.own],
    ['To watch only', links.watch.public ?? links.watch.local],
  ] as const;
  return entries.flatMap(([label, link]) => [`${label}:`, `  ${colours.cyan(link)}`]);
}

/** One line on the public door for people; nothing while it is open. */
export function describePublicDoor(state: DoorState, columns: number): string[] {
  if (state.kind !== 'down') return [];
  return wrapWords(`The public link does not work for now. ${state.message} The local link works.`, columns);
}
