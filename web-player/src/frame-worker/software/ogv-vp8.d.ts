/** What is used here of ogv.js' modules, which bring no types. */
declare module 'ogv/dist/ogv-decoder-video-vp8-wasm.js' {
  interface OgvPlane {
    readonly bytes: Uint8Array;
    readonly stride: number;
  }

  export interface OgvFrame {
    readonly format: {
      readonly cropWidth: number;
      readonly cropHeight: number;
    };
    readonly y: OgvPlane;
    readonly u: OgvPlane;
    readonly v: OgvPlane;
  }

  export interface OgvVideoDecoder {
    /** The last picture. */
    frameBuffer: OgvFrame | null;
    init(done: () => void): void;
    processFrame(frame: Uint8Array, done: (decoded: number) => void): void;
    recycleFrame(frame: OgvFrame): void;
  }

  export default function makeModule(options: {
    locateFile(name: string): string;
    /** What a container says of the picture. */
    videoFormat: object;
  }): Promise<OgvVideoDecoder>;
}

declare module 'ogv/dist/ogv-decoder-video-vp8-wasm.wasm?url' {
  const url: string;
  export default url;
}
