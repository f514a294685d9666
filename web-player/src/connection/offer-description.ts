/**
 * Asks for stereo in an offer: without `stereo=1` an Opus receiver prefers mono (RFC 7587 section 6.1), and Chromium
 * then mixes both channels down. No API of the browser sets it.
 */
export function preferStereo(sdp: string): string {
  const payloadType = /^a=rtpmap:(\d+) opus\/48000\/2\r?$/im.exec(sdp)?.[1];
  if (payloadType === undefined) return sdp;
  return sdp.replace(new RegExp(`^(a=fmtp:${payloadType} (?!.*\\bstereo=)[^\\r\\n]*)`, 'm'), '$1;stereo=1');
}
