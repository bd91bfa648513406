/** The little that programs and textures need. Data is pulled in the vertex shader by its number: one draw call, no instancing, which software renderers pay dearly. */
import { TEXTURE_WIDTH } from './scene.ts';

export interface GlProgram {
  readonly program: WebGLProgram;
  readonly at: (name: string) => WebGLUniformLocation | null;
}

export function buildProgram(gl: WebGL2RenderingContext, vertex: string, fragment: string): GlProgram {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error('The graphics context is lost.');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) throw new Error(`shader: ${gl.getShaderInfoLog(shader) ?? ''}`);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(`program: ${gl.getProgramInfoLog(program) ?? ''}`);
  const known = new Map<string, WebGLUniformLocation | null>();
  return {
    program,
    at: (name) => {
      if (!known.has(name)) known.set(name, gl.getUniformLocation(program, name));
      return known.get(name) ?? null;
    },
  };
}

/** A table of floats on the card, uploaded when its version changes. */
export class DataTexture {
  readonly #gl: WebGL2RenderingContext;
  readonly #texture: WebGLTexture;
  readonly #channels: 2 | 4;
  #version = -1;

  constructor(gl: WebGL2RenderingContext, channels: 2 | 4) {
    this.#gl = gl;
    this.#texture = gl.createTexture();
    this.#channels = channels;
  }

  bind(unit: number, data: Float32Array<ArrayBuffer>, version: number): void {
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    if (this.#version === version) return;
    this.#version = version;
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    const [internal, format] = this.#channels === 4 ? [gl.RGBA32F, gl.RGBA] : [gl.RG32F, gl.RG];
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, internal, TEXTURE_WIDTH, data.length / this.#channels / TEXTURE_WIDTH, 0, format, gl.FLOAT, data);
  }
  kill(): void { this.#gl.deleteTexture(this.#texture); }
}

/** `#1b1b1b` as three floats. */
export function rgb(hex: string): [number, number, number] {
  const v = Number.parseInt(hex.slice(1), 16);
  return [(v >> 16) / 255, ((v >> 8) & 255) / 255, (v & 255) / 255];
}

export const PULL = `
vec4 pull(sampler2D table, int i) { return texelFetch(table, ivec2(i % ${TEXTURE_WIDTH}, i / ${TEXTURE_WIDTH}), 0); }`;
