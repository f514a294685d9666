import koffi from 'koffi';
import type { Pointer } from './libretro-api.js';
import { viewOf } from './native-memory.js';

/**
 * Cores such as bsnes run parts of their machine on stacks of their own (coroutines) and call back from there. koffi
 * takes a call from its own stack back to that of JavaScript, but one from anywhere else it lets run where it is, which
 * V8 takes for an overflow. So each callback gets a few instructions before it that go to koffi's stack first: to the
 * part below the one in use, which stands still meanwhile. Other threads stay on their own stacks, by which koffi knows
 * them: it has their calls wait for the event loop.
 */
const STACK_BYTES = 8 * 1024 * 1024;
const CALLBACK_BYTES = 2 * 1024 * 1024;
/** Of the stack's ends, between which and the places named here nothing is sure. */
const MARGIN_BYTES = 16 * 1024;

koffi.config({ sync_stack_size: STACK_BYTES });

/** mmap(2), mprotect(2); MAP_ANONYMOUS is the one number in which systems differ. */
const READ_WRITE = 3;
const READ_EXECUTE = 5;
const MAP_PRIVATE = 0x02;
const MAP_ANONYMOUS = process.platform === 'darwin' ? 0x1000 : 0x20;
const PAGE_BYTES = 4096;

const Address = koffi.proto('uintptr_t cloudgame_address()');
/** `mov rax, rsp; ret` */
const READ_STACK_POINTER = [0x48, 0x89, 0xe0, 0xc3];
/** Thread-local storage begins with an address that no other thread has: at fs:0 on Linux, at gs:0 on macOS. */
const THREAD_SEGMENT = process.platform === 'darwin' ? 0x65 : 0x64;
/** `mov rax, fs:[0]; ret` */
const READ_THREAD = [THREAD_SEGMENT, 0x48, 0x8b, 0x04, 0x25, 0, 0, 0, 0, 0xc3];

/** Of the thread that JavaScript runs in. */
interface JavaScriptThread {
  readonly address: bigint;
  /** The lowest address of koffi's stack that is sure to be of it. */
  readonly lowest: bigint;
}

let javaScript: JavaScriptThread | undefined;

/**
 * The callback as a core may call it from any stack; the callback itself where this machine needs or allows nothing else.
 *
 * @param callback - registered with koffi.
 */
export function callableFromAnyStack(callback: Pointer): Pointer {
  if (process.arch !== 'x64' || process.platform === 'win32') return callback;
  javaScript ??= thisThread();
  return (javaScript === undefined ? undefined : executable(entry(javaScript, callback))) ?? callback;
}

/** The System V calling convention: arguments are in registers, and only rax, r10 and r11 are free to use. */
function entry({ address, lowest }: JavaScriptThread, callback: Pointer): number[] {
  return [
    ...[0xf3, 0x0f, 0x1e, 0xfa], //             endbr64
    0x55, //                                    push rbp
    ...[0x48, 0x89, 0xe5], //                   mov  rbp, rsp
    ...[0x48, 0xb8, ...littleEndian(address, 8)], //        mov  rax, address
    ...[THREAD_SEGMENT, 0x48, 0x3b, 0x04, 0x25, 0, 0, 0, 0], // cmp  rax, fs:[0]
    ...[0x75, 0x20], //                         jne  there
    ...[0x48, 0xb8, ...littleEndian(lowest, 8)], //         mov  rax, lowest
    ...[0x49, 0x89, 0xe3], //                   mov  r11, rsp
    ...[0x49, 0x29, 0xc3], //                   sub  r11, rax
    ...[0x49, 0x81, 0xfb, ...littleEndian(STACK_BYTES, 4)], //   cmp  r11, STACK_BYTES
    ...[0x72, 0x07], //                         jb   there
    ...[0x48, 0x8d, 0xa0, ...littleEndian(CALLBACK_BYTES, 4)], // lea  rsp, [rax + CALLBACK_BYTES]
    ...[0x48, 0x83, 0xe4, 0xf0], //      there: and  rsp, -16
    ...[0x48, 0xb8, ...littleEndian(callback, 8)], //       mov  rax, callback
    ...[0xff, 0xd0], //                         call rax
    ...[0x48, 0x89, 0xec], //                   mov  rsp, rbp
    0x5d, //                                    pop  rbp
    0xc3, //                                    ret
  ];
}

function thisThread(): JavaScriptThread | undefined {
  const [readThread, readStackPointer] = [executable(READ_THREAD), executable(READ_STACK_POINTER)];
  if (readThread === undefined || readStackPointer === undefined) return undefined;
  return {
    address: addressOf(readThread),
    lowest: addressOf(readStackPointer) + BigInt(MARGIN_BYTES - STACK_BYTES),
  };
}

function addressOf(code: Pointer): bigint {
  return BigInt(koffi.call(code, Address) as number | bigint);
}

/** Puts code into memory for as long as the process lives; `undefined` where the system forbids it. */
function executable(code: readonly number[]): Pointer | undefined {
  const { map, protect } = memoryCalls();
  const page = map(null, PAGE_BYTES, READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) as Pointer | null;
  if (page === null || BigInt.asIntN(64, page) === -1n) return undefined;
  viewOf(page, code.length).set(code);
  return protect(page, PAGE_BYTES, READ_EXECUTE) === 0 ? page : undefined;
}

function memoryCalls() {
  const system = koffi.load(null);
  return {
    map: system.func(
      'void *mmap(void *address, size_t size, int protection, int flags, int fd, long offset)',
    ),
    protect: system.func('int mprotect(void *address, size_t size, int protection)'),
  };
}

function littleEndian(value: number | bigint, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => Number((BigInt(value) >> BigInt(8 * index)) & 0xffn));
}
