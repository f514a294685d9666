// A viewer without a browser, in a process of its own: takes what the pipeline benchmark sends over real WebRTC on
// this machine, and throws it away. Talks to the benchmark over Node's channel between parent and child.
import { Audio, PeerConnection, Video } from 'node-datachannel';
import { CHANNEL_LABELS } from '../protocol/defaults.js';

type Message =
  | { readonly type: 'answer'; readonly sdp: string }
  | { readonly type: 'candidate'; readonly candidate: string; readonly mid: string };

const peer = new PeerConnection('receiver', { iceServers: [], disableAutoNegotiation: true });
const video = new Video('0', 'RecvOnly');
video.addVP8Codec(96);
video.addH264Codec(97, 'profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1');
const audio = new Audio('1', 'RecvOnly');
audio.addOpusCodec(111);
const packets = new Audio('2', 'RecvOnly');
packets.addOpusCodec(111);
const tracks = [peer.addTrack(video), peer.addTrack(audio), peer.addTrack(packets)];
for (const track of tracks) track.onMessage(() => {});
const frames = peer.createDataChannel(CHANNEL_LABELS.frames, { unordered: true, maxRetransmits: 0 });
frames.onMessage(() => {});
const control = peer.createDataChannel(CHANNEL_LABELS.control);
control.onOpen(() => control.sendMessage('here'));
peer.onLocalDescription((sdp) => process.send?.({ type: 'offer', sdp }));
peer.onLocalCandidate((candidate, mid) => process.send?.({ type: 'candidate', candidate, mid }));
process.on('message', (message: Message) => {
  if (message.type === 'answer') peer.setRemoteDescription(message.sdp, 'answer');
  else peer.addRemoteCandidate(message.candidate, message.mid);
});
process.on('disconnect', () => {
  // Naming them here keeps them: node-datachannel closes what no variable that is still in use holds.
  for (const held of [...tracks, frames, control, peer]) held.close();
  process.exit();
});
peer.setLocalDescription('offer');
