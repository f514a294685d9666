/** What is used here of tinyh264, which brings no types: h264bsd's functions in WebAssembly. */
declare module 'tinyh264/es/TinyH264.js' {
  export interface TinyH264Module {
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
    _h264bsdAlloc(): number;
    _h264bsdInit(storage: number, noOutputReordering: number): number;
    _h264bsdShutdown(storage: number): void;
    _h264bsdFree(storage: number): void;
    /** Decodes a NAL unit with its start code; 1: a picture is there. */
    _h264bsdDecode(
      storage: number,
      unit: number,
      bytes: number,
      picture: number,
      width: number,
      height: number,
    ): number;
    getValue(address: number, type: 'i32'): number;
  }

  export default function makeModule(): Promise<TinyH264Module>;
}
