import type { Pipeline } from '../pipeline/pipeline.js';
import { ANY_BROWSERS_CODEC } from '../pipeline/rate/rendition-choice.js';
import type { ActionResult, RoomAction } from '../protocol/room-action.js';
import { Room } from '../room/room.js';
import type { Viewer } from '../room/viewer.js';
import type { UntimedEvent } from './events.js';
import type { Game } from './game.js';
import type { HostParts } from './host-parts.js';

/** What a room asks of its host. */
export interface RoomHandlers {
  readonly tell: (event: UntimedEvent) => void;
  readonly onAction: (viewer: Viewer, action: RoomAction) => Promise<ActionResult>;
  readonly onLeft: (viewer: Viewer) => void;
}

/** Opens the room of a game that is hosted; who comes and goes is told as events. */
export function openRoom(
  { options, keys, game, ffmpeg }: HostParts,
  pipeline: Pipeline,
  { tell, onAction, onLeft }: RoomHandlers,
): Room {
  const { playToken, watchToken } = keys.keys;
  return new Room(
    {
      game: {
        title: titleOf(game, pipeline),
        seats: pipeline.core.players,
        format: pipeline.format,
        buttonLabels: pipeline.core.buttonLabels,
        devices: pipeline.core.devices,
      },
      codec: options.settings.codec,
      otherCodecs: ffmpeg.codecs.includes(ANY_BROWSERS_CODEC) ? [ANY_BROWSERS_CODEC] : [],
      tokens: { play: playToken, watch: watchToken },
      maxViewers: options.maxViewers,
      playersMay: options.settings.playersMay,
      transport: options.settings.transport,
    },
    {
      onJoined: ({ id, seat }, resumed) => tell({ event: 'viewer-joined', id, seat: seat ?? null, resumed }),
      onLeft: (viewer, reason) => {
        onLeft(viewer);
        tell({ event: 'viewer-left', id: viewer.id, seat: viewer.seat ?? null, reason });
      },
      onSeated: () => {},
      onIncident: (message) => tell({ event: 'warning', message }),
      onAction,
    },
  );
}

/** What the game calls itself, or else its file's name. */
export function titleOf(game: Game, pipeline: Pipeline): string {
  return pipeline.core.title || (game.path === undefined ? pipeline.core.name : game.title);
}
