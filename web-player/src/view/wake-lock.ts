/**
 * Keeps the screen on while a game is on it: who plays by gamepad touches neither mouse nor keys. Browsers give
 * the lock up whenever the page is hidden.
 */
export class ScreenWakeLock {
  #wanted = false;
  #lock: WakeLockSentinel | undefined;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#update());
  }

  set wanted(wanted: boolean) {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    this.#update();
  }

  #update(): void {
    if (!('wakeLock' in navigator)) return;
    if (!this.#wanted) {
      this.#lock?.release().catch(() => undefined);
      this.#lock = undefined;
      return;
    }
    if (document.hidden || this.#lock?.released === false) return;
    navigator.wakeLock.request('screen').then(
      (lock) => {
        this.#lock = lock;
        if (!this.#wanted) this.#update();
      },
      () => undefined, // An almost empty battery, or the user's settings.
    );
  }
}
