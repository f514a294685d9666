/** Time over which work is added up, ms. */
const STRETCH = 500;
/** More than this part of it, and frames wait for the decoder whenever anything else happens. */
const MOST_BUSY = 0.7;
/** So often in a row; the first stretch is the browser's, which compiles as it goes. */
const BUSY_STRETCHES = 2;

/** Finds a machine too slow to decode without help: its worker does hardly anything else. */
export class BusyWatch {
  #began: number | undefined;
  #workedMs = 0;
  #busyStretches = 0;
  #isFirst = true;

  /**
   * @param began - when work on a frame began, ms.
   * @param ended - when the frame was drawn.
   * @returns whether it works too much, and did for a while.
   */
  worked(began: number, ended: number): boolean {
    // After a pause, such as that of a game, a new stretch begins.
    if (this.#began === undefined || began - this.#began > 2 * STRETCH) this.#restart(began);
    this.#workedMs += ended - began;
    const stretch = ended - this.#began!;
    if (stretch < STRETCH) return false;
    const busy = this.#workedMs / stretch > MOST_BUSY && !this.#isFirst;
    this.#isFirst = false;
    this.#busyStretches = busy ? this.#busyStretches + 1 : 0;
    this.#restart(ended);
    return this.#busyStretches >= BUSY_STRETCHES;
  }

  #restart(time: number): void {
    this.#began = time;
    this.#workedMs = 0;
  }
}
