/**
 * Gives a video another stream, before which it would be empty for a tenth of a second: what it shows stays in front of
 * it until it presents something new.
 */
export function changeStream(video: HTMLVideoElement, stream: MediaStream): void {
  const still = pictureOf(video);
  video.srcObject = stream;
  // Muted, it may always play; a browser that saves power for a moment resumes by itself.
  video.play().catch(() => {});
  if (!still) return;
  video.after(still);
  const isThere = () => video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
  const presented = () => {
    // The callback can be one of the stream before.
    if (isThere()) still.remove();
    else video.requestVideoFrameCallback(presented);
  };
  const watched = 'requestVideoFrameCallback' in video;
  if (watched) video.requestVideoFrameCallback(presented);
  // Nothing is presented in pages that nobody sees.
  const loaded = () => {
    if (!watched || document.hidden) still.remove();
  };
  video.addEventListener('loadeddata', loaded, { once: true });
}

/** What a video shows, to be laid over it; `undefined` where it is empty. */
function pictureOf(video: HTMLVideoElement): HTMLCanvasElement | undefined {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  const still = document.createElement('canvas');
  still.width = video.videoWidth;
  still.height = video.videoHeight;
  still.getContext('2d')?.drawImage(video, 0, 0);
  // In front of the video, and behind the canvas that follows wherever that is seen (style/stage.css).
  still.style.zIndex = '1';
  return still;
}
