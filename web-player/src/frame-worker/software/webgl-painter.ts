import type { PlanarPainter } from './planar-painter.js';
import type { PlanarPicture, Plane } from './planar-picture.js';

const VERTEX_SHADER = `
attribute vec2 corner;
varying vec2 place;
void main() {
  place = vec2(corner.x, 1.0 - corner.y);
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}`;

/** From ITU-R BT.601 of limited range; rows of planes are longer than what is seen of them. */
const FRAGMENT_SHADER = `
precision highp float;
varying vec2 place;
uniform sampler2D luma, blue, red;
uniform vec2 lumaPart, chromaPart;
void main() {
  float y = 1.164384 * (texture2D(luma, place * lumaPart).r - 0.062745);
  float b = texture2D(blue, place * chromaPart).r - 0.501961;
  float r = texture2D(red, place * chromaPart).r - 0.501961;
  gl_FragColor = vec4(y + 1.596027 * r, y - 0.391762 * b - 0.812968 * r, y + 2.017232 * b, 1.0);
}`;

/** Has the graphics processor convert pictures. */
export class WebGlPainter implements PlanarPainter {
  readonly #gl: WebGLRenderingContext;
  readonly #lumaPart: WebGLUniformLocation | null;
  readonly #chromaPart: WebGLUniformLocation | null;

  private constructor(gl: WebGLRenderingContext) {
    this.#gl = gl;
    const program = makeProgram(gl);
    for (const [unit, name] of ['luma', 'blue', 'red'].entries()) {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
      // Rows that are not seen lie beside the last one that is: nothing may be mixed with them.
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
      gl.uniform1i(gl.getUniformLocation(program, name), unit);
    }
    this.#lumaPart = gl.getUniformLocation(program, 'lumaPart');
    this.#chromaPart = gl.getUniformLocation(program, 'chromaPart');
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  }

  /**
   * @param onLost - called when the browser takes the graphics processor away.
   * @returns `undefined` where the browser has none, or calculates what it would do.
   */
  static make(canvas: OffscreenCanvas, onLost: () => void): WebGlPainter | undefined {
    const gl = canvas.getContext('webgl', {
      alpha: false,
      antialias: false,
      depth: false,
      failIfMajorPerformanceCaveat: true,
    });
    if (!gl) return undefined;
    canvas.addEventListener('webglcontextlost', onLost);
    return new WebGlPainter(gl);
  }

  draw({ width, height, luma, blue, red }: PlanarPicture): void {
    const gl = this.#gl;
    gl.viewport(0, 0, width, height);
    this.#upload(0, luma, height);
    const chromaHeight = (height + 1) >> 1;
    this.#upload(1, blue, chromaHeight);
    this.#upload(2, red, chromaHeight);
    gl.uniform2f(this.#lumaPart, width / luma.stride, 1);
    gl.uniform2f(this.#chromaPart, width / 2 / blue.stride, height / 2 / chromaHeight);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  #upload(unit: number, { bytes, stride }: Plane, rows: number): void {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.LUMINANCE, stride, rows, 0, gl.LUMINANCE, gl.UNSIGNED_BYTE, bytes);
  }
}

function makeProgram(gl: WebGLRenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX_SHADER],
    [gl.FRAGMENT_SHADER, FRAGMENT_SHADER],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error('the browser makes no shader');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error('the browser takes no shaders');
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
  const corner = gl.getAttribLocation(program, 'corner');
  gl.enableVertexAttribArray(corner);
  gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0);
  return program;
}
