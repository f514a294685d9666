import type { ViewerResult, WatchResult } from './watch-result.js';

const ENDINGS: Record<ViewerResult['ended'], string> = {
  duration: 'watched to the end',
  interrupted: 'interrupted',
  closed: 'the host closed the room',
  lost: 'the connection was lost',
};

/** Tells people what viewers without a browser got. */
export function watchLines({ viewers, recording }: WatchResult): string[] {
  const lines = viewers.flatMap((viewer, index) => [
    ...(viewers.length > 1 ? [`Viewer ${index + 1}`] : []),
    ...viewerLines(viewer),
  ]);
  if (recording?.video) lines.push(`recorded     ${recording.frames} frames in ${recording.video}`);
  return lines;
}

function viewerLines(viewer: ViewerResult): string[] {
  const { video, rtp, frames, sound, joinMs, roundTripMs, transport, codec } = viewer;
  const lost = transport === 'rtp' ? rtp.lost : frames.missing;
  return [
    `ended        ${ENDINGS[viewer.ended]}${viewer.reason === null ? '' : `: ${viewer.reason}`}`,
    `picture      ${video.frames} frames (${video.keyframes} keyframes), ${video.framesPerSecond.toFixed(2)} fps, ${Math.round(video.bitrateBps / 1000)} kb/s, ${codec} over ${transport}`,
    `intervals    p50 ${milliseconds(video.intervalMs.p50)}, p99 ${milliseconds(video.intervalMs.p99)}, longest freeze ${milliseconds(video.longestFreezeMs)}`,
    `loss         ${lost} lost, ${rtp.recovered} recovered, ${rtp.gaps} gaps, ${rtp.undecodable + frames.undecodable} frames of no use`,
    `sound        ${sound.packets} packets, ${sound.lost} lost, longest gap ${milliseconds(sound.longestGapMs)}`,
    `round trip   p50 ${milliseconds(roundTripMs.p50)}, p95 ${milliseconds(roundTripMs.p95)}`,
    `joined       open ${milliseconds(joinMs.open)}, first frame ${milliseconds(joinMs.firstFrame)}, first sound ${milliseconds(joinMs.firstSound)}`,
  ];
}

function milliseconds(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)} ms`;
}
