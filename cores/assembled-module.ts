/** The memory of an instance. */
export interface Memory {
  /** Another one, and the views of it gone, once the memory has grown. */
  readonly buffer: ArrayBuffer;
  /** @param pages - of 64 KiB, to be added. */
  grow(pages: number): number;
}

const PAGE_BYTES = 65_536;

/** What is used of the global of the same name, for which Node's types have no declarations. */
interface WebAssemblyGlobal {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Imports) => { readonly exports: unknown };
}

/** By module and name. */
export type Imports = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** WebAssembly that `scripts/assemble.js` made: compiled once, each instance with a memory of its own. */
export class AssembledModule<Exports> {
  readonly #base64: string;
  #compiled: object | undefined;

  constructor(base64: string) {
    this.#base64 = base64;
  }

  /** Throws, worded, where the computer can't run it. */
  instantiate(imports: Imports = {}): Exports {
    const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyGlobal };
    try {
      this.#compiled ??= new WebAssembly.Module(Buffer.from(this.#base64, 'base64'));
      return new WebAssembly.Instance(this.#compiled, imports).exports as Exports;
    } catch (cause) {
      throw cause instanceof RangeError ? withoutAddresses(cause) : withoutSimd(cause);
    }
  }
}

/** V8 sets ten gigabytes of addresses aside for each memory, and would rather fail than check bounds. */
function withoutAddresses(cause: Error): Error {
  return new Error(
    'WebAssembly found too few addresses free for its memory: the process may have only some gigabytes of them. ' +
      'Lift the limit (ulimit -v unlimited), or set NODE_OPTIONS=--disable-wasm-trap-handler.',
    { cause },
  );
}

function withoutSimd(cause: unknown): Error {
  return new Error(
    'This computer can’t run WebAssembly with SIMD, by which pictures and sound are converted. ' +
      'Host on one whose processor has SSE 4.1 or NEON (most since 2011), with a Node that wasn’t told to do without.',
    { cause },
  );
}

/** Has a memory hold so many bytes at least. */
export function growTo(memory: Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
}
