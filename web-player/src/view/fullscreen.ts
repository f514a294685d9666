/** Milliseconds without a movement after which the bar hides in fullscreen. */
const IDLE = 2_500;

/** Fullscreen on and off, with a bar that is out of the way while nobody wants it. */
export class Fullscreen {
  readonly #button: HTMLButtonElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(button: HTMLButtonElement) {
    this.#button = button;
    button.hidden = !document.fullscreenEnabled;
    button.addEventListener('click', () => this.toggle());
    document.addEventListener('fullscreenchange', () => this.#wake());
    for (const type of ['pointermove', 'pointerdown', 'focusin'] as const) {
      window.addEventListener(type, () => this.#wake(), { passive: true });
    }
  }

  toggle(): void {
    // The browser refuses without a gesture of the user, and then nothing is to be done.
    if (document.fullscreenElement) document.exitFullscreen().catch(() => undefined);
    else if (document.fullscreenEnabled) {
      document.documentElement.requestFullscreen({ navigationUI: 'hide' }).catch(() => undefined);
    }
  }

  #wake(): void {
    const root = document.documentElement;
    const active = document.fullscreenElement !== null;
    root.classList.remove('idle');
    root.classList.toggle('fullscreen', active);
    this.#button.setAttribute('aria-pressed', String(active));
    // The label stays: what is pressed or not says the rest to those who hear it.
    this.#button.title = active ? 'Leave fullscreen (F)' : 'Fullscreen (F)';
    clearTimeout(this.#timer);
    if (active) this.#timer = setTimeout(() => root.classList.add('idle'), IDLE);
  }
}
