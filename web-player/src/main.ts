import { encodeHex } from '../../src/protocol/hex.js';
import type { RoomLink } from '../../src/protocol/link.js';
import { SignallingClient } from '../../src/protocol/signalling-client.js';
import { readEntry } from './connection/entry.js';
import { HostConnection } from './connection/host-connection.js';
import { SeatMemory, tabStorage } from './connection/seat-memory.js';
import { Session } from './connection/session.js';
import { readIceServers } from './connection/signalling-choice.js';
import type { Situation } from './connection/situation.js';
import { ControlsState } from './input/controls-state.js';
import { Devices } from './input/devices.js';
import { Gamepads } from './input/gamepads.js';
import { InputSender } from './input/input-sender.js';
import { listenToKeyboard } from './input/keyboard.js';
import { TouchPad } from './input/touch-pad.js';
import { FramesWorker } from './receiver/frames-worker.js';
import { PageReceiver } from './receiver/page-receiver.js';
import { ChannelSound } from './sound/channel-sound.js';
import { Trace } from './trace/trace.js';
import { traceTime } from './trace/trace-record.js';
import { DeviceHint } from './view/device-hint.js';
import { element } from './view/element.js';
import { returnFocus } from './view/focus.js';
import { Fullscreen } from './view/fullscreen.js';
import { GameMenu } from './view/game-menu.js';
import { Help } from './view/help.js';
import { PhoneRumble } from './view/phone-rumble.js';
import { Picture } from './view/picture.js';
import { RoomFacts } from './view/room-facts.js';
import { listenToShortcuts } from './view/shortcuts.js';
import { Sound } from './view/sound.js';
import { Stage } from './view/stage.js';
import { Statistics } from './view/statistics.js';
import { Status } from './view/status.js';
import { Toasts } from './view/toasts.js';
import { ScreenWakeLock } from './view/wake-lock.js';

// The player page: the link's host on one side; picture, sound and controls on the other.

let session: Session | undefined;

const bar = element('bar', HTMLElement);
const pictureBox = element('picture', HTMLElement);
const video = element('video', HTMLVideoElement);
const canvas = element('canvas', HTMLCanvasElement);
const trace = new Trace(window, video);
// Its script is fetched while the host is being reached.
const frames = new FramesWorker(canvas, (record) => trace.record(record));
frames.recording = trace.recording;
trace.onSwitch = (recording) => {
  frames.recording = recording;
};
const status = new Status(element('status', HTMLElement), () => session?.retryNow());
const stage = new Stage(element('stage', HTMLElement), pictureBox);
const picture = new Picture(pictureBox, video, canvas, (transport, first) => {
  session?.pictureShown();
  if (first) trace.record({ kind: 'milestone', name: 'first-picture', time: traceTime() });
  trace.record({ kind: 'transport', transport, time: traceTime() });
});
const sound = new Sound(
  {
    audio: element('sound', HTMLAudioElement),
    mute: element('mute', HTMLButtonElement),
    volume: element('volume', HTMLInputElement),
    gate: element('sound-gate', HTMLElement),
  },
  new ChannelSound(frames),
);
const facts = new RoomFacts(bar);
const help = new Help(element('help', HTMLDialogElement), element('help-button', HTMLButtonElement));
const menu = new GameMenu(
  element('menu', HTMLDialogElement),
  element('menu-button', HTMLButtonElement),
  (action) => session?.ask(action),
);
const toasts = new Toasts(element('toasts', HTMLElement));
const fullscreen = new Fullscreen(element('fullscreen', HTMLButtonElement));
const wakeLock = new ScreenWakeLock();
const statistics = new Statistics(
  element('statistics', HTMLElement),
  element('statistics-button', HTMLButtonElement),
  () => session?.roundTrip,
);

const controls: ControlsState = new ControlsState(() => sender.changed());
const sender = new InputSender(controls, (sequence) => trace.input(sequence));
const keyboard = listenToKeyboard(controls);
const touchPad = new TouchPad(element('pad', HTMLElement), controls);
new Gamepads(controls);
const devices = new Devices(
  controls,
  {
    stage: element('stage', HTMLElement),
    picture: pictureBox,
    keyboardButton: element('keyboard-button', HTMLButtonElement),
    hint: new DeviceHint(element('device-hint', HTMLElement)),
  },
  () => keyboard.release(),
);
new PhoneRumble(element('phone-rumble', HTMLElement), devices.vibration);

returnFocus(bar);
listenToShortcuts({
  KeyF: () => fullscreen.toggle(),
  KeyM: () => sound.toggleMute(),
  KeyI: () => statistics.toggle(),
  KeyG: () => menu.toggle(),
  KeyH: () => help.toggle(),
});
open(location.hash);
window.addEventListener('hashchange', () => location.reload());
releaseWhenUnwatched();
hurryWhenThingsChange();

/** Goes where the link leads, or says why it can't. */
function open(fragment: string): void {
  const entry = readEntry(fragment, {
    signalling: pageSetting('signalling'),
    hasWebRtc: 'RTCPeerConnection' in window,
    location,
  });
  if ('situation' in entry) show(entry.situation);
  else session = join(entry.link, entry.signallingUrl);
}

function join(link: RoomLink, signallingUrl: string): Session {
  const iceServers = readIceServers(pageSetting('ice-servers'));
  return new Session({
    link,
    memory: new SeatMemory(tabStorage(), link.fingerprint),
    randomId,
    openSignalling: (events) =>
      new SignallingClient({
        url: signallingUrl,
        id: randomId(),
        token: randomId(),
        openSocket: (url) => new WebSocket(url),
        ...events,
      }),
    connect: (events) =>
      new HostConnection(
        {
          iceServers,
          fingerprint: link.fingerprint,
          createReceiver: (peer, send) =>
            new PageReceiver(peer, {
              picture,
              frames,
              playSound: (stream) => sound.play(stream),
              followSound: (transport) => {
                sound.onHeard = (byChannel) => send({ type: 'heard', byChannel });
                sound.follow(transport);
              },
              send,
            }),
        },
        events,
      ),
    onSituation: show,
    onTrace: (record) => trace.record(record),
    onWelcome: ({ buttonLabels }, { input, receiver }) => {
      help.label(buttonLabels);
      touchPad.label(buttonLabels);
      statistics.receiver = receiver;
      receiver.onWish = () => sender.changed();
      sender.attach(input, receiver);
    },
    onLineClosed: () => {
      statistics.receiver = undefined;
      sender.detach();
      menu.disconnect();
      devices.disconnect();
    },
    onMessage: (message) => {
      facts.take(message);
      menu.take(message);
      if (message.type === 'notice') toasts.show(message.text);
      // What was done the notice for everybody says as well.
      if (message.type === 'action-result' && !message.done) toasts.show(message.message);
      devices.take(message);
      if (message.type === 'welcome' || message.type === 'picture') stage.shape = message.picture;
      if (message.type === 'welcome' || message.type === 'seat') sender.playing = message.seat !== null;
    },
  });
}

function show(situation: Situation): void {
  status.show(situation);
  wakeLock.wanted = situation.state === 'live' || situation.state === 'watching';
}

/** What the page has built in, or its host's web server wrote into it. */
function pageSetting(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="cloudgame:${name}"]`)?.content ?? '';
}

/** 16 random bytes; `crypto.randomUUID` is withheld from pages over plain http. */
function randomId(): string {
  return encodeHex(crypto.getRandomValues(new Uint8Array(16)));
}

/** Lets go of everything when nobody can see or reach the game any more: no key may stay held. */
function releaseWhenUnwatched(): void {
  const release = () => {
    keyboard.release();
    menu.release();
    devices.release();
    touchPad.release();
    controls.releaseAll();
  };
  window.addEventListener('blur', release);
  window.addEventListener('pagehide', () => {
    release();
    session?.close();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) release();
  });
}

/** Looks, and tries again, at once when the network or the player comes back, instead of at the next turn. */
function hurryWhenThingsChange(): void {
  const hurry = () => session?.hurry();
  window.addEventListener('online', hurry);
  // Phones tell of a change from wifi to mobile.
  (navigator as { connection?: EventTarget }).connection?.addEventListener('change', hurry);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) hurry();
  });
  // A page that the browser kept for the way back has lost its connection.
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
}
