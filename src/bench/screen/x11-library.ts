import koffi from 'koffi';
import { CloudgameError } from '../../errors.js';

/** What an X client is told of a request that failed: XErrorEvent of Xlib.h. */
export const XErrorEvent = koffi.struct('XErrorEvent', {
  type: 'int',
  display: 'void *',
  resourceId: 'unsigned long',
  serial: 'unsigned long',
  errorCode: 'uint8_t',
  requestCode: 'uint8_t',
  minorCode: 'uint8_t',
});

/** XShmSegmentInfo of XShm.h. */
export const ShmSegment = koffi.struct('XShmSegmentInfo', {
  segment: 'unsigned long',
  id: 'int',
  address: 'void *',
  isReadOnly: 'int',
});

/** The beginning of XImage in Xlib.h, up to where its functions stand. */
export const XImage = koffi.struct('XImage', {
  width: 'int',
  height: 'int',
  xOffset: 'int',
  format: 'int',
  data: 'void *',
  byteOrder: 'int',
  bitmapUnit: 'int',
  bitmapBitOrder: 'int',
  bitmapPad: 'int',
  depth: 'int',
  bytesPerLine: 'int',
  bitsPerPixel: 'int',
  redMask: 'unsigned long',
  greenMask: 'unsigned long',
  blueMask: 'unsigned long',
});

/** As much of XImage as is looked at. */
export interface XImageValue {
  readonly data: unknown;
  /** 0 for the lowest byte first. */
  readonly byteOrder: number;
  readonly bytesPerLine: number;
  readonly bitsPerPixel: number;
  readonly redMask: number | bigint;
  readonly greenMask: number | bigint;
  readonly blueMask: number | bigint;
}

export const ErrorHandler = koffi.proto('int XErrorHandler(void *display, XErrorEvent *event)');
export const IoErrorHandler = koffi.proto('int XIOErrorHandler(void *display)');

/** ZPixmap of X.h: a pixel's bits stand together. */
export const Z_PIXMAP = 2;
export const ALL_PLANES = 0xffffffff;

/** Xlib, its extensions XTEST and MIT-SHM, and of libc what shares memory and sleeps for less than a millisecond. */
export type X11Library = ReturnType<typeof loadX11>;

/** @throws CloudgameError where a library is missing. */
export function loadX11() {
  const x11 = open('libX11.so.6', 'libx11-6');
  const xtst = open('libXtst.so.6', 'libxtst6');
  const xext = open('libXext.so.6', 'libxext6');
  const libc = koffi.load(null);
  return {
    openDisplay: x11.func('void *XOpenDisplay(const char *name)'),
    closeDisplay: x11.func('int XCloseDisplay(void *display)'),
    setErrorHandler: x11.func('void *XSetErrorHandler(XErrorHandler *handler)'),
    setIoErrorHandler: x11.func('void *XSetIOErrorHandler(XIOErrorHandler *handler)'),
    getErrorText: x11.func('int XGetErrorText(void *display, int code, _Out_ uint8_t *text, int length)'),
    defaultRootWindow: x11.func('unsigned long XDefaultRootWindow(void *display)'),
    defaultVisual: x11.func('void *XDefaultVisual(void *display, int screen)'),
    defaultDepth: x11.func('int XDefaultDepth(void *display, int screen)'),
    displayWidth: x11.func('int XDisplayWidth(void *display, int screen)'),
    displayHeight: x11.func('int XDisplayHeight(void *display, int screen)'),
    keysymToKeycode: x11.func('uint8_t XKeysymToKeycode(void *display, unsigned long keysym)'),
    flush: x11.func('int XFlush(void *display)'),
    sync: x11.func('int XSync(void *display, int discard)'),
    getImage: x11.func(
      'XImage *XGetImage(void *display, unsigned long drawable, int x, int y, unsigned int width, unsigned int height, unsigned long planes, int format)',
    ),
    /** What the macro XDestroyImage does, for images whose memory is Xlib's own. */
    free: x11.func('int XFree(void *data)'),
    queryTest: xtst.func(
      'int XTestQueryExtension(void *display, _Out_ int *event, _Out_ int *error, _Out_ int *major, _Out_ int *minor)',
    ),
    fakeKey: xtst.func(
      'int XTestFakeKeyEvent(void *display, unsigned int keycode, int isDown, unsigned long delay)',
    ),
    fakeButton: xtst.func(
      'int XTestFakeButtonEvent(void *display, unsigned int button, int isDown, unsigned long delay)',
    ),
    fakeMotion: xtst.func(
      'int XTestFakeMotionEvent(void *display, int screen, int x, int y, unsigned long delay)',
    ),
    queryShm: xext.func('int XShmQueryExtension(void *display)'),
    createShmImage: xext.func(
      'XImage *XShmCreateImage(void *display, void *visual, unsigned int depth, int format, void *data, XShmSegmentInfo *segment, unsigned int width, unsigned int height)',
    ),
    attachShm: xext.func('int XShmAttach(void *display, XShmSegmentInfo *segment)'),
    detachShm: xext.func('int XShmDetach(void *display, XShmSegmentInfo *segment)'),
    getShmImage: xext.func(
      'int XShmGetImage(void *display, unsigned long drawable, XImage *image, int x, int y, unsigned long planes)',
    ),
    shmget: libc.func('int shmget(int key, size_t size, int flags)'),
    shmat: libc.func('void *shmat(int id, void *address, int flags)'),
    shmctl: libc.func('int shmctl(int id, int command, void *buffer)'),
    shmdt: libc.func('int shmdt(void *address)'),
    usleep: libc.func('int usleep(unsigned int microseconds)'),
    prctl: libc.func('int prctl(int option, unsigned long value)'),
  };
}

function open(library: string, debianPackage: string) {
  try {
    return koffi.load(library);
  } catch (error) {
    throw new CloudgameError(
      'unexpected',
      `Measuring from outside needs ${library}, which this computer lacks.`,
      `Install it: sudo apt-get install ${debianPackage}, or what your system calls it.`,
      { cause: error },
    );
  }
}
