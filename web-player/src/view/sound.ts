const STORAGE_KEY = 'cloudgame:volume';

export interface SoundElements {
  readonly audio: HTMLAudioElement;
  readonly mute: HTMLButtonElement;
  readonly volume: HTMLInputElement;
  /** What asks for the tap that browsers want before they let a page sound. */
  readonly gate: HTMLElement;
}

/** The game's sound: volume, mute, and the one tap, click or key that lets it begin. */
export class Sound {
  readonly #elements: SoundElements;

  constructor(elements: SoundElements) {
    this.#elements = elements;
    const { audio, mute, volume, gate } = elements;
    audio.volume = readStoredVolume();
    volume.value = String(Math.round(audio.volume * 100));
    mute.addEventListener('click', () => this.toggleMute());
    volume.addEventListener('input', () => {
      audio.volume = Number(volume.value) / 100;
      audio.muted = audio.volume === 0;
      storeVolume(audio.volume);
    });
    audio.addEventListener('volumechange', () => this.#label());
    audio.addEventListener('playing', () => {
      gate.hidden = true;
    });
    // Which of these counts as the user's wish differs between browsers (HTML, user activation).
    for (const type of ['keydown', 'pointerdown', 'pointerup', 'click'] as const) {
      window.addEventListener(type, () => this.#unlock(), { capture: true, passive: true });
    }
    this.#label();
  }

  play(stream: MediaStream): void {
    const { audio, gate } = this.#elements;
    audio.srcObject = stream;
    audio.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') gate.hidden = false;
    });
  }

  toggleMute(): void {
    const { audio, volume } = this.#elements;
    const silent = audio.muted || audio.volume === 0;
    if (audio.volume === 0) audio.volume = 0.5;
    audio.muted = !silent;
    if (silent) volume.value = String(Math.round(audio.volume * 100));
  }

  #unlock(): void {
    const { audio, gate } = this.#elements;
    if (!gate.hidden) audio.play().catch(() => undefined);
  }

  #label(): void {
    const { audio, mute } = this.#elements;
    const silent = audio.muted || audio.volume === 0;
    mute.setAttribute('aria-pressed', String(silent));
    mute.title = silent ? 'Sound on (M)' : 'Sound off (M)';
  }
}

function readStoredVolume(): number {
  try {
    const stored = Number(localStorage.getItem(STORAGE_KEY) ?? '1');
    return stored > 0 && stored <= 1 ? stored : 1;
  } catch {
    return 1;
  }
}

function storeVolume(volume: number): void {
  try {
    localStorage.setItem(STORAGE_KEY, String(volume));
  } catch {
    // Without storage the volume is full again next time.
  }
}
