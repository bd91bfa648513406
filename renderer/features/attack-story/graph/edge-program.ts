/** Relations as curves with an arrow head, observed solid and inferred dashed: one draw call for all, time as a uniform. */
import type Sigma from 'sigma';
import { AbstractEdgeProgram } from 'sigma/rendering';
import type { RenderParams } from 'sigma/types';
import { buildProgram, DataTexture, PULL, type GlProgram } from './gl.ts';
import type { DrawSettings } from './node-program.ts';
import { frameStats, MARK, type Scene } from './scene.ts';

/** Pieces of a curve; straight lines for graphs where nobody sees a bend. */
const pieces = (edges: number): number => (edges > 6000 ? 1 : edges > 2500 ? 4 : 14);
const VERTICES_OF_HEAD = 3;

const VERTEX = `#version 300 es
precision highp float; precision highp int;
uniform sampler2D u_nodes; uniform sampler2D u_edges; uniform sampler2D u_states; uniform mat3 u_matrix; uniform vec2 u_size; uniform float u_radius; uniform float u_end; uniform float u_new;
uniform int u_pass; uniform int u_pieces; uniform float u_crowd;
uniform vec3 u_edgeObserved; uniform vec3 u_edgeInferred; uniform vec3 u_edgeHighlight; uniform vec3 u_faded; uniform vec3 u_ringSelected;
out float v_side; out float v_along; flat out vec4 v_colour; flat out float v_half; flat out int v_dashed;
${PULL}
vec2 pixels(vec2 at) { return ((u_matrix * vec3(at, 1.0)).xy * 0.5 + 0.5) * u_size; }
void main() {
  int perEdge = u_pieces * 6 + ${VERTICES_OF_HEAD};
  int i = gl_VertexID / perEdge; int k = gl_VertexID - i * perEdge;
  vec4 edge = pull(u_edges, i); vec2 state = pull(u_states, i).xy;
  int marks = int(state.y + 0.5); int flags = int(edge.w + 0.5);
  bool active = state.x < u_end; bool lit = (marks & ${MARK.highlighted | MARK.selected | MARK.hovered}) != 0; bool isNew = active && state.x == u_new && (marks & ${MARK.dimmed}) == 0;
  bool front = lit || isNew;
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  if ((marks & ${MARK.hidden}) != 0 || front != (u_pass == 1)) return;
  vec2 a = pixels(pull(u_nodes, int(edge.x + 0.5)).xy); vec2 b = pixels(pull(u_nodes, int(edge.y + 0.5)).xy);
  vec2 d = b - a; float length_ = length(d);
  if (length_ < u_radius * 1.5) return;
  bool context = (flags & 2) != 0; bool quiet = !active || (marks & ${MARK.dimmed}) != 0 && !lit;
  vec3 colour = (flags & 1) != 0 ? u_edgeInferred : u_edgeObserved;
  float strength = quiet ? (context ? 0.3 : 0.75) : context ? mix(0.55, 0.25, u_crowd) : 1.0;
  if (quiet) colour = u_faded;
  if (front && active) { colour = (marks & ${MARK.selected}) != 0 ? u_ringSelected : u_edgeHighlight; strength = 1.0; }
  else if (front) strength = 1.0;
  v_half = front ? 1.1 : context ? 0.5 : 0.7;
  v_colour = vec4(colour, strength); v_dashed = flags & 1;
  vec2 bow = (a + b) * 0.5 + vec2(-d.y, d.x) * edge.z * 2.0;
  bool headed = !context || front;
  float head = headed ? (front ? 8.0 : 6.5) : 0.0;
  float from = (u_radius + 2.0) / length_; float tip = 1.0 - (u_radius + 3.0) / length_; float to = tip - head / length_;
  if (to <= from) return;
  float t; float side; float half_ = v_half + 0.8;
  if (k < u_pieces * 6) {
    int piece = k / 6; int corner = k - piece * 6;
    t = mix(from, to, float(piece + ((corner == 1 || corner == 2 || corner == 4) ? 1 : 0)) / float(u_pieces));
    side = (corner == 2 || corner == 4 || corner == 5) ? 1.0 : -1.0;
    v_side = side * half_;
  } else {
    if (!headed) return;
    int corner = k - u_pieces * 6;
    t = corner == 0 ? tip : to; side = corner == 0 ? 0.0 : corner == 1 ? 1.0 : -1.0; half_ = front ? 4.0 : 3.1;
    v_side = 0.0; v_dashed = 0;
  }
  vec2 p = (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * bow + t * t * b;
  vec2 tangent = normalize(2.0 * (1.0 - t) * (bow - a) + 2.0 * t * (b - bow));
  p += vec2(-tangent.y, tangent.x) * side * half_;
  v_along = t * length_;
  gl_Position = vec4(p / u_size * 2.0 - 1.0, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
in float v_side; in float v_along; flat in vec4 v_colour; flat in float v_half; flat in int v_dashed;
out vec4 colour;
void main() {
  float a = v_colour.a * clamp(v_half + 0.5 - abs(v_side), 0.0, 1.0);
  if (v_dashed == 1) a *= smoothstep(0.0, 1.0, 2.6 - abs(mod(v_along, 8.5) - 3.0));
  colour = vec4(v_colour.rgb * a, a);
}`;

export function edgeProgramOf(scene: Scene, settings: DrawSettings): new (gl: WebGLRenderingContext, pickingBuffer: WebGLFramebuffer | null, renderer: Sigma) => AbstractEdgeProgram {
  const count = scene.data.edgeCount;
  return class EdgeProgram extends AbstractEdgeProgram {
    override drawLabel = undefined;
    readonly #gl: WebGL2RenderingContext;
    #program: GlProgram | null = null;
    #textures: readonly DataTexture[] = [];

    constructor(gl: WebGLRenderingContext, _pickingBuffer: WebGLFramebuffer | null, renderer: Sigma) {
      super(gl, gl, renderer);
      if (!(gl instanceof WebGL2RenderingContext)) throw new Error('This graph needs WebGL 2.');
      this.#gl = gl;
    }
    override reallocate(): void { /* the scene owns the data */ }
    override process(): void { frameStats.entityWrites++; }

    override render(params: RenderParams): void {
      if (count === 0) return;
      const gl = this.#gl;
      if (this.#program === null) {
        this.#textures = [new DataTexture(gl, 4), new DataTexture(gl, 4), new DataTexture(gl, 2)];
        this.#program = buildProgram(gl, VERTEX, FRAGMENT);
      }
      const { program, at } = this.#program;
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.viewport(0, 0, params.width * params.pixelRatio, params.height * params.pixelRatio);
      gl.useProgram(program);
      gl.enable(gl.BLEND);
      this.#textures[0]!.bind(0, scene.nodeStatic, scene.versions.nodeStatic);
      this.#textures[1]!.bind(1, scene.edgeStatic, scene.versions.edgeStatic);
      this.#textures[2]!.bind(2, scene.edgeDynamic, scene.versions.edgeDynamic);
      ['u_nodes', 'u_edges', 'u_states'].forEach((name, unit) => { gl.uniform1i(at(name), unit); });
      gl.uniformMatrix3fv(at('u_matrix'), false, params.matrix);
      gl.uniform2f(at('u_size'), params.width, params.height);
      gl.uniform1f(at('u_radius'), settings.nodeRadius);
      gl.uniform1f(at('u_end'), scene.endRank);
      gl.uniform1f(at('u_new'), scene.newRank);
      gl.uniform1i(at('u_pieces'), pieces(count));
      // In a crowd circumstances step back further.
      gl.uniform1f(at('u_crowd'), Math.min(1, count / 400));
      const { one } = settings.palette;
      for (const name of ['edgeObserved', 'edgeInferred', 'edgeHighlight', 'faded', 'ringSelected'] as const) gl.uniform3f(at(`u_${name}`), ...one[name]);
      for (const pass of [0, 1]) {
        gl.uniform1i(at('u_pass'), pass);
        gl.drawArrays(gl.TRIANGLES, 0, count * (pieces(count) * 6 + VERTICES_OF_HEAD));
      }
    }

    override kill(): void {
      for (const texture of this.#textures) texture.kill();
      if (this.#program !== null) this.#gl.deleteProgram(this.#program.program);
    }
  };
}
