/** Curved edges with an arrow head: observed solid, inferred dashed; seen or faded by ranks on the GPU. */
import { EdgeProgram } from 'sigma/rendering';
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from 'sigma/types';
import type { FrameState } from './frame-state.ts';

export interface EdgeExtra {
  /** Sideways bow as a share of the length; sign tells the side. */
  bow: number;
  /** 1 for inferred. */
  dashed: number;
  first: number;
  last: number;
  /** 0 as it is, 1 emphasised, 2 dimmed. */
  emphasis: number;
  /** 1 for what is context rather than action: where a process ran, as whom, from which file. */
  quiet: number;
}

/** Pieces of the curve before the head. */
const PIECES = 14;
/** Along the curve: 0 to 1 is the line, 1 to 2 the head; second value is the side. */
const CONSTANT_DATA: number[][] = [...Array.from({ length: PIECES + 1 }, (_v, i) => i / PIECES), 1.001, 2].flatMap((s) => [[s, -1], [s, 1]]);

const VERTEX = /* glsl */ `
attribute vec4 a_id; attribute vec2 a_source; attribute vec2 a_target; attribute vec4 a_shape; attribute vec3 a_time; attribute vec2 a_along;
uniform mat3 u_matrix; uniform vec2 u_resolution; uniform float u_sizeRatio; uniform vec2 u_moment;
varying float v_distance; varying vec4 v_color; varying vec4 v_style; varying float v_head;
void main() {
  vec2 halfView = u_resolution * 0.5;
  vec2 p0 = (u_matrix * vec3(a_source, 1.0)).xy * halfView;
  vec2 p2 = (u_matrix * vec3(a_target, 1.0)).xy * halfView;
  vec2 chord = p2 - p0;
  float len = max(length(chord), 0.001);
  vec2 side = vec2(-chord.y, chord.x) / len;
  vec2 p1 = (p0 + p2) * 0.5 + side * len * a_shape.x;
  float head = min(8.0, len * 0.25);
  float sourceGap = (a_shape.z / u_sizeRatio + 1.0) / len;
  float tip = max(0.5, 1.0 - (a_shape.w / u_sizeRatio + 2.0) / len);
  float neck = max(sourceGap, tip - head / len);
  float isHead = step(1.0005, a_along.x);
  float t = isHead > 0.5 ? mix(neck, tip, a_along.x - 1.0) : mix(min(sourceGap, neck), neck, a_along.x);
  vec2 point = mix(mix(p0, p1, t), mix(p1, p2, t), t);
  vec2 tangent = normalize(mix(p1 - p0, p2 - p1, t) + vec2(0.0001));
  vec2 normal = vec2(-tangent.y, tangent.x);
  float line = a_shape.y;
  #ifdef PICKING_MODE
  line = max(line, 7.0);
  #endif
  float width = isHead > 0.5 ? (2.0 - a_along.x) * (a_time.z > 7.5 ? 2.6 : 4.0) : line * 0.5;
  gl_Position = vec4((point + normal * a_along.y * width) / halfView, 0.0, 1.0);
  v_distance = t * len;
  v_head = isHead;
  float seen = (a_time.x <= u_moment.x && a_time.y >= u_moment.y) ? 1.0 : 0.0;
  v_style = vec4(step(0.5, mod(a_time.z, 2.0)), seen, mod(floor(a_time.z * 0.5), 4.0), floor(a_time.z / 8.0));
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = vec4(1.0);
  #endif
}`;
const FRAGMENT = /* glsl */ `
precision mediump float;
uniform vec3 u_edge; uniform vec3 u_highlight; uniform vec3 u_faded;
varying float v_distance; varying vec4 v_color; varying vec4 v_style; varying float v_head;
const float bias = 255.0 / 254.0;
void main() {
  #ifdef PICKING_MODE
  gl_FragColor = v_color; gl_FragColor.a *= bias;
  #else
  if (v_style.x > 0.5 && v_head < 0.5 && mod(v_distance, 9.0) > 5.0) discard;
  bool quiet = v_style.y < 0.5 || v_style.z > 1.5;
  vec3 color = quiet ? u_faded : v_style.z > 0.5 ? u_highlight : u_edge;
  float alpha = quiet ? 0.45 : v_style.z > 0.5 ? 1.0 : v_style.w > 0.5 ? 0.34 : 0.95;
  gl_FragColor = vec4(color * alpha, alpha);
  #endif
}`;
const UNIFORMS = ['u_matrix', 'u_resolution', 'u_sizeRatio', 'u_moment', 'u_edge', 'u_highlight', 'u_faded'] as const;

export function createStoryEdgeProgram(state: FrameState) {
  return class StoryEdgeProgram extends EdgeProgram<(typeof UNIFORMS)[number]> {
    override drawLabel = undefined;
    override getDefinition() {
      const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
      return {
        VERTICES: CONSTANT_DATA.length, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: TRIANGLE_STRIP, UNIFORMS,
        ATTRIBUTES: [{ name: 'a_source', size: 2, type: FLOAT }, { name: 'a_target', size: 2, type: FLOAT }, { name: 'a_shape', size: 4, type: FLOAT }, { name: 'a_time', size: 3, type: FLOAT }, { name: 'a_id', size: 4, type: UNSIGNED_BYTE, normalized: true }],
        CONSTANT_ATTRIBUTES: [{ name: 'a_along', size: 2, type: FLOAT }], CONSTANT_DATA,
      };
    }
    override processVisibleItem(id: number, start: number, source: NodeDisplayData, target: NodeDisplayData, data: EdgeDisplayData & Partial<EdgeExtra>): void {
      state.writes++;
      const a = this.array;
      let i = start;
      a[i++] = source.x; a[i++] = source.y; a[i++] = target.x; a[i++] = target.y;
      a[i++] = data.bow ?? 0; a[i++] = data.size; a[i++] = source.size; a[i++] = target.size;
      a[i++] = data.first ?? -1; a[i++] = data.last ?? 1e7; a[i++] = (data.dashed ?? 0) + 2 * (data.emphasis ?? 0) + 8 * (data.quiet ?? 0);
      a[i++] = id;
    }
    override setUniforms(params: RenderParams, { gl, uniformLocations: u }: { gl: WebGLRenderingContext | WebGL2RenderingContext; uniformLocations: Record<string, WebGLUniformLocation> }): void {
      gl.uniformMatrix3fv(u['u_matrix']!, false, params.matrix);
      gl.uniform2f(u['u_resolution']!, params.width, params.height);
      gl.uniform1f(u['u_sizeRatio']!, params.sizeRatio);
      gl.uniform2f(u['u_moment']!, state.cursorRank, state.fromRank);
      gl.uniform3f(u['u_edge']!, ...state.edge);
      gl.uniform3f(u['u_highlight']!, ...state.edgeHighlight);
      gl.uniform3f(u['u_faded']!, ...state.faded);
    }
  };
}
