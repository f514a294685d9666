import type { ControlsState } from './controls-state.js';
import { readGamepad } from './gamepad-mapping.js';

/** Milliseconds: an animation frame would let up to 16.7 pass; this is the shortest that browsers allow. */
const POLL_INTERVAL = 4;

/** Plays by every gamepad that is connected, whenever that happens, while the page has the focus. */
export class Gamepads {
  readonly #controls: ControlsState;
  readonly #sources = new Set<string>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(controls: ControlsState) {
    this.#controls = controls;
    if (!gamepadsAvailable()) return;
    const update = () => this.#update();
    for (const type of ['gamepadconnected', 'gamepaddisconnected', 'focus', 'blur'] as const) {
      window.addEventListener(type, update);
    }
    document.addEventListener('visibilitychange', update);
    update();
  }

  /** Polls only while there is a pad and somebody at it: the API has no events for buttons. */
  #update(): void {
    const wanted = connectedPads().length > 0 && document.hasFocus() && !document.hidden;
    if (wanted && this.#timer === undefined) {
      this.#timer = setInterval(() => this.#poll(), POLL_INTERVAL);
    }
    if (!wanted) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    this.#poll(wanted);
  }

  #poll(playing = true): void {
    const pads = playing ? connectedPads() : [];
    for (const pad of pads) {
      const source = `gamepad ${pad.index}`;
      this.#sources.add(source);
      this.#controls.update(source, readGamepad(pad));
    }
    if (this.#sources.size === pads.length) return;
    const present = new Set(pads.map((pad) => `gamepad ${pad.index}`));
    for (const source of this.#sources) {
      if (present.has(source)) continue;
      this.#sources.delete(source);
      this.#controls.release(source);
    }
  }
}

/** Whether the browser gives this page gamepads: some withhold them from pages over plain http. */
function gamepadsAvailable(): boolean {
  return 'getGamepads' in navigator;
}

function connectedPads(): Gamepad[] {
  return navigator.getGamepads().filter((pad): pad is Gamepad => pad?.connected === true);
}
