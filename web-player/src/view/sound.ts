import type { TransportKind } from '../../../src/protocol/control-message.js';
import type { ChannelSound } from '../sound/channel-sound.js';
import { remember, remembered } from './remembered.js';

const STORAGE_KEY = 'cloudgame:volume';
/** The track's sound comes and goes in so many steps of so many milliseconds: at once it would click. */
const FADE_STEPS = 6;
const FADE_STEP_MS = 5;

export interface SoundElements {
  readonly audio: HTMLAudioElement;
  readonly mute: HTMLButtonElement;
  readonly volume: HTMLInputElement;
  /** What asks for the tap that browsers want before they let a page sound. */
  readonly gate: HTMLElement;
}

/**
 * The game's sound: volume, mute, and the one tap, click or key that lets it begin. It comes by its track all the time; where
 * the channel brings it as well, and sooner, that is heard instead.
 */
export class Sound {
  readonly #elements: SoundElements;
  readonly #channel: ChannelSound;
  #volume = readStoredVolume();
  #muted = false;
  #transport: TransportKind = 'rtp';
  #byChannel = false;
  /** Called when what is heard comes another way than before. */
  onHeard: (byChannel: boolean) => void = () => {};
  #fade: ReturnType<typeof setInterval> | undefined;

  constructor(elements: SoundElements, channel: ChannelSound) {
    this.#elements = elements;
    this.#channel = channel;
    channel.onFlow = () => this.#apply();
    const { audio, mute, volume, gate } = elements;
    volume.value = String(Math.round(this.#volume * 100));
    mute.addEventListener('click', () => this.toggleMute());
    volume.addEventListener('input', () => {
      this.#volume = Number(volume.value) / 100;
      this.#muted = this.#volume === 0;
      remember(STORAGE_KEY, String(this.#volume));
      this.#apply();
    });
    audio.addEventListener('playing', () => {
      gate.hidden = true;
      this.#begin();
    });
    // Which of these counts as the user's wish differs between browsers (HTML, user activation).
    for (const type of ['keydown', 'pointerdown', 'pointerup', 'click'] as const) {
      window.addEventListener(type, () => this.#unlock(), { capture: true, passive: true });
    }
    this.#apply();
  }

  play(stream: MediaStream): void {
    const { audio, gate } = this.#elements;
    audio.srcObject = stream;
    audio.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') gate.hidden = false;
    });
  }

  /** Sound of the channel is heard while pictures come by it. */
  follow(transport: TransportKind): void {
    this.#transport = transport;
    this.#begin();
    this.#apply();
  }

  toggleMute(): void {
    const silent = this.#muted || this.#volume === 0;
    if (this.#volume === 0) this.#volume = 0.5;
    this.#muted = !silent;
    if (silent) this.#elements.volume.value = String(Math.round(this.#volume * 100));
    this.#apply();
  }

  #unlock(): void {
    const { audio, gate } = this.#elements;
    if (!gate.hidden) audio.play().catch(() => undefined);
    else this.#begin();
  }

  /** The browser lets the page sound: the channel's may begin where it is of use. */
  #begin(): void {
    if (this.#transport === 'frames' && !this.#elements.audio.paused) this.#channel.begin();
  }

  #apply(): void {
    const loudness = this.#muted ? 0 : this.#volume;
    const byChannel = this.#transport === 'frames' && this.#channel.flowing;
    this.#channel.volume = byChannel ? loudness : 0;
    if (byChannel !== this.#byChannel) this.onHeard(byChannel);
    this.#byChannel = byChannel;
    this.#fadeTrack(byChannel ? 0 : loudness);
    const { mute } = this.#elements;
    mute.setAttribute('aria-pressed', String(loudness === 0));
    mute.title = loudness === 0 ? 'Sound on (M)' : 'Sound off (M)';
  }

  #fadeTrack(loudness: number): void {
    const { audio } = this.#elements;
    clearInterval(this.#fade);
    const from = audio.muted ? 0 : audio.volume;
    let steps = 0;
    const step = () => {
      steps += 1;
      audio.volume = from + ((loudness - from) * steps) / FADE_STEPS;
      // Phones leave the volume to its owner.
      audio.muted = loudness === 0 && steps === FADE_STEPS;
      if (steps === FADE_STEPS) clearInterval(this.#fade);
    };
    if (from !== loudness) this.#fade = setInterval(step, FADE_STEP_MS);
  }
}

function readStoredVolume(): number {
  const stored = Number(remembered(STORAGE_KEY) ?? '1');
  return stored > 0 && stored <= 1 ? stored : 1;
}
