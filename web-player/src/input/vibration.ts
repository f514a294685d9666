/** Motors of a pad, 0 to 65535. */
interface Motors {
  readonly strong: number;
  readonly weak: number;
}

const FULL = 65535;
const STILL: Motors = { strong: 0, weak: 0 };
/** Browsers play effects of a few seconds at most: one is begun anew before it ends (milliseconds). */
const EFFECT = 1_000;
const REPEAT = 700;
/** What a phone, which knows no strength, takes no notice of. */
const PHONE_THRESHOLD = FULL / 4;

/** Shakes the pads, and the phone where its owner likes that, until it is told to stop or nobody looks. */
export class Vibration {
  #motors = STILL;
  #shaking = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Whether the phone itself shakes as well. */
  phone = false;

  constructor() {
    for (const type of ['focus', 'blur'] as const) window.addEventListener(type, () => this.#apply());
    document.addEventListener('visibilitychange', () => this.#apply());
  }

  set(motors: Motors): void {
    this.#motors = motors;
    this.#apply();
  }

  stop(): void {
    this.set(STILL);
  }

  #apply(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const { strong, weak } = this.#motors;
    const shakes = (strong > 0 || weak > 0) && document.hasFocus() && !document.hidden;
    if (shakes) {
      this.#play();
      this.#timer = setInterval(() => this.#play(), REPEAT);
    } else if (this.#shaking) {
      this.#still();
    }
    this.#shaking = shakes;
  }

  #play(): void {
    const { strong, weak } = this.#motors;
    const effect = { duration: EFFECT, strongMagnitude: strong / FULL, weakMagnitude: weak / FULL };
    for (const actuator of actuators()) actuator.playEffect('dual-rumble', effect).catch(() => undefined);
    if (this.phone && Math.max(strong, weak) >= PHONE_THRESHOLD) navigator.vibrate?.(EFFECT);
  }

  #still(): void {
    for (const actuator of actuators()) actuator.reset().catch(() => undefined);
    if (this.phone) navigator.vibrate?.(0);
  }
}

function actuators(): GamepadHapticActuator[] {
  if (!('getGamepads' in navigator)) return [];
  // Typed as always there; Firefox and pads without motors have none.
  return navigator
    .getGamepads()
    .flatMap((pad) => (pad?.vibrationActuator as GamepadHapticActuator | null | undefined) ?? []);
}
