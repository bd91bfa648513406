/** Disc, verdict ring and kind icon in one program; whether a node is seen is decided on the GPU from its ranks. */
import { NodeProgram } from 'sigma/rendering';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';
import { ATLAS_COLUMNS } from './icon-atlas.ts';
import type { FrameState } from './frame-state.ts';

export interface NodeExtra {
  /** Colour of the icon. */
  tint: string;
  /** Index of the icon in the atlas. */
  icon: number;
  /** 0 thin, 1 solid, 2 double, 3 dashed. */
  ring: number;
  first: number;
  last: number;
  /** 0 as it is, 1 emphasised, 2 dimmed because something else is selected. */
  emphasis: number;
}

const VERTEX = /* glsl */ `
attribute vec4 a_id; attribute vec4 a_color; attribute vec4 a_tint;
attribute vec2 a_position; attribute float a_size; attribute vec4 a_style; attribute vec2 a_time; attribute vec2 a_corner;
uniform mat3 u_matrix; uniform vec2 u_resolution; uniform float u_sizeRatio; uniform vec2 u_moment;
varying vec2 v_point; varying float v_radius; varying vec4 v_color; varying vec4 v_tint; varying vec4 v_style; varying float v_seen;
void main() {
  float radius = a_size / u_sizeRatio;
  float reach = radius + 3.0;
  vec2 center = (u_matrix * vec3(a_position, 1.0)).xy;
  gl_Position = vec4(center + a_corner * reach * 2.0 / u_resolution, 0.0, 1.0);
  v_point = a_corner * reach;
  v_radius = radius;
  v_style = a_style;
  v_tint = a_tint;
  v_seen = (a_time.x <= u_moment.x && a_time.y >= u_moment.y) ? 1.0 : 0.0;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
}`;
const FRAGMENT = /* glsl */ `
precision mediump float;
uniform sampler2D u_atlas; uniform vec2 u_grid; uniform vec3 u_disc; uniform vec3 u_discFaded; uniform vec3 u_faded; uniform float u_pixelRatio;
varying vec2 v_point; varying float v_radius; varying vec4 v_color; varying vec4 v_tint; varying vec4 v_style; varying float v_seen;
const float bias = 255.0 / 254.0;
void main() {
  float d = length(v_point);
  float soft = 0.7 / u_pixelRatio;
  #ifdef PICKING_MODE
  if (d > v_radius + 2.0) gl_FragColor = vec4(0.0); else { gl_FragColor = v_color; gl_FragColor.a *= bias; }
  #else
  bool quiet = v_seen < 0.5 || v_style.z > 1.5;
  vec3 ringColor = quiet ? u_faded : v_color.rgb;
  vec3 discColor = quiet ? u_discFaded : u_disc;
  vec3 iconColor = quiet ? u_faded : v_tint.rgb;
  float inside = 1.0 - smoothstep(v_radius - soft, v_radius + soft, d);
  float width = v_style.y < 0.5 ? 1.1 : 2.0;
  float ring = 1.0 - smoothstep(width * 0.5 - soft, width * 0.5 + soft, abs(d - v_radius + width * 0.5));
  if (v_style.y > 1.5 && v_style.y < 2.5) {
    float inner = 1.0 - smoothstep(0.5 - soft, 0.5 + soft, abs(d - v_radius + 4.0));
    ring = max(ring, inner);
  } else if (v_style.y > 2.5) {
    float turn = fract(atan(v_point.y, v_point.x) / 6.2831853 * 12.0);
    ring *= smoothstep(0.30, 0.36, abs(turn - 0.5) + 0.17);
  }
  vec4 color = vec4(discColor, 1.0) * inside;
  float half_icon = v_radius * 0.68;
  vec2 uv = vec2(v_point.x, -v_point.y) / half_icon * 0.5 + 0.5;
  if (v_radius > 5.0 && uv.x > 0.0 && uv.x < 1.0 && uv.y > 0.0 && uv.y < 1.0) {
    vec2 cell = vec2(mod(v_style.x, u_grid.x), floor(v_style.x / u_grid.x));
    float alpha = texture2D(u_atlas, (cell + uv) / u_grid).a;
    color = mix(color, vec4(iconColor, 1.0), alpha);
  } else if (v_radius <= 5.0) color = mix(color, vec4(iconColor, 1.0) * inside, 0.85);
  color = mix(color, vec4(ringColor, 1.0), ring);
  gl_FragColor = color;
  #endif
}`;
const UNIFORMS = ['u_matrix', 'u_resolution', 'u_sizeRatio', 'u_moment', 'u_atlas', 'u_grid', 'u_disc', 'u_discFaded', 'u_faded', 'u_pixelRatio'] as const;

/** The program for one graph view; `state` is read at every frame. */
export function createStoryNodeProgram(state: FrameState) {
  return class StoryNodeProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
    #texture: WebGLTexture | null = null;
    #drawn: HTMLCanvasElement | null = null;
    override drawLabel = undefined;
    override drawHover = () => undefined;

    override getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
      return {
        VERTICES: 4, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: TRIANGLE_STRIP, UNIFORMS,
        ATTRIBUTES: [
          { name: 'a_position', size: 2, type: FLOAT }, { name: 'a_size', size: 1, type: FLOAT }, { name: 'a_style', size: 4, type: FLOAT }, { name: 'a_time', size: 2, type: FLOAT },
          { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true }, { name: 'a_tint', size: 4, type: UNSIGNED_BYTE, normalized: true }, { name: 'a_id', size: 4, type: UNSIGNED_BYTE, normalized: true },
        ],
        CONSTANT_ATTRIBUTES: [{ name: 'a_corner', size: 2, type: FLOAT }], CONSTANT_DATA: [[-1, -1], [1, -1], [-1, 1], [1, 1]],
      };
    }
    override processVisibleItem(id: number, start: number, data: NodeDisplayData & Partial<NodeExtra>): void {
      state.writes++;
      const a = this.array;
      let i = start;
      a[i++] = data.x; a[i++] = data.y; a[i++] = data.size;
      a[i++] = data.icon ?? 0; a[i++] = data.ring ?? 0; a[i++] = data.emphasis ?? 0; a[i++] = 0;
      a[i++] = data.first ?? -1; a[i++] = data.last ?? 1e7;
      a[i++] = floatColor(data.color); a[i++] = floatColor(data.tint ?? data.color); a[i++] = id;
    }
    override setUniforms(params: RenderParams, { gl, uniformLocations: u }: { gl: WebGLRenderingContext | WebGL2RenderingContext; uniformLocations: Record<string, WebGLUniformLocation> }): void {
      gl.uniformMatrix3fv(u['u_matrix']!, false, params.matrix);
      gl.uniform2f(u['u_resolution']!, params.width, params.height);
      gl.uniform1f(u['u_sizeRatio']!, params.sizeRatio);
      gl.uniform2f(u['u_moment']!, state.cursorRank, state.fromRank);
      gl.uniform2f(u['u_grid']!, ATLAS_COLUMNS, Math.max(1, state.atlasRows));
      gl.uniform3f(u['u_disc']!, ...state.disc);
      gl.uniform3f(u['u_discFaded']!, ...state.discFaded);
      gl.uniform3f(u['u_faded']!, ...state.faded);
      gl.uniform1f(u['u_pixelRatio']!, params.pixelRatio);
      this.#bindAtlas(gl);
      gl.uniform1i(u['u_atlas']!, 0);
    }
    override kill(): void {
      this.normalProgram.gl.deleteTexture(this.#texture);
      super.kill();
    }
    #bindAtlas(gl: WebGLRenderingContext | WebGL2RenderingContext): void {
      gl.activeTexture(gl.TEXTURE0);
      this.#texture ??= gl.createTexture();
      gl.bindTexture(gl.TEXTURE_2D, this.#texture);
      if (state.atlas === null || state.atlas === this.#drawn) return;
      this.#drawn = state.atlas;
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, state.atlas);
      for (const [name, value] of [[gl.TEXTURE_MIN_FILTER, gl.LINEAR], [gl.TEXTURE_MAG_FILTER, gl.LINEAR], [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE]] as const) gl.texParameteri(gl.TEXTURE_2D, name, value);
    }
  };
}
