/** Discs with icon, verdict ring, alert badge and marks: one draw call for all entities, time as a uniform. */
import { AbstractNodeProgram } from 'sigma/rendering';
import type Sigma from 'sigma';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { buildProgram, DataTexture, PULL, type GlProgram } from './gl.ts';
import { ATLAS, ATLAS_SIZE } from './icon-atlas.ts';
import type { Palette } from './palette.ts';
import { MARK, UNPACK, type Scene } from './scene.ts';

/** What the programs read besides the scene; changed by the view, never per entity. */
export interface DrawSettings {
  palette: Palette;
  /** In CSS pixels. */
  nodeRadius: number;
  readonly atlas: HTMLCanvasElement;
}

const VERTEX = `#version 300 es
precision highp float; precision highp int;
uniform sampler2D u_nodes; uniform sampler2D u_states; uniform mat3 u_matrix; uniform vec2 u_size; uniform float u_radius; uniform float u_end; uniform float u_new; uniform int u_pass;
out vec2 v_at; flat out int v_kind; flat out int v_verdict; flat out int v_severity; flat out int v_flags; flat out int v_count; flat out int v_marks; flat out float v_active; flat out float v_isNew;
${PULL}${UNPACK}
void main() {
  int i = gl_VertexID / 6; int k = gl_VertexID - i * 6;
  vec4 node = pull(u_nodes, i); vec2 state = pull(u_states, i).xy;
  v_marks = int(state.y + 0.5); v_active = state.x < u_end ? 1.0 : 0.0; v_isNew = state.x == u_new && v_active > 0.5 ? 1.0 : 0.0;
  bool front = v_active > 0.5 && (v_marks & ${MARK.dimmed}) == 0 || (v_marks & ${MARK.selected | MARK.hovered}) != 0;
  if (front != (u_pass == 1)) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  unpack(node.z, v_kind, v_verdict, v_severity, v_flags); v_count = int(node.w + 0.5);
  if (state.x < 0.0) v_flags |= 64;
  vec2 corner = vec2((k == 1 || k == 2 || k == 4) ? 1.0 : -1.0, (k == 2 || k == 4 || k == 5) ? 1.0 : -1.0);
  float reach = u_radius + 12.0;
  v_at = corner * reach;
  gl_Position = vec4((u_matrix * vec3(node.xy, 1.0)).xy + v_at * 2.0 / u_size, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float; precision highp int;
in vec2 v_at; flat in int v_kind; flat in int v_verdict; flat in int v_severity; flat in int v_flags; flat in int v_count; flat in int v_marks; flat in float v_active; flat in float v_isNew;
uniform sampler2D u_atlas; uniform float u_radius; uniform float u_soft; uniform vec3 u_hues[24]; uniform vec3 u_verdicts[5]; uniform vec3 u_severities[5];
uniform vec3 u_canvas; uniform vec3 u_disc; uniform vec3 u_discFaded; uniform vec3 u_ringNone; uniform vec3 u_ringSelected; uniform vec3 u_faded; uniform vec3 u_label;
out vec4 colour;
${UNPACK}
void over(vec3 rgb, float a) { colour = vec4(rgb * a, a) + colour * (1.0 - a); }
float inside(float distance) { return clamp(0.5 - distance / u_soft, 0.0, 1.0); }
float ring(float d, float radius, float width) { return inside(abs(d - radius) - width * 0.5); }
float glyph(int cell, vec2 at, float size) {
  vec2 uv = at / size + 0.5;
  if (uv.x < 0.0 || uv.x > 1.0 || uv.y < 0.0 || uv.y > 1.0) return 0.0;
  vec2 grid = vec2(${ATLAS_SIZE[0]}.0, ${ATLAS_SIZE[1]}.0);
  return texture(u_atlas, (vec2(float(cell % ${ATLAS.columns}), float(cell / ${ATLAS.columns})) + vec2(uv.x, 1.0 - uv.y)) / grid).a;
}
void main() {
  colour = vec4(0.0);
  float d = length(v_at); float r = u_radius;
  bool quiet = v_active < 0.5 || (v_marks & ${MARK.dimmed}) != 0;
  bool small = r < 6.5;
  float ringWidth = clamp(r / 6.0, 1.0, 2.2);
  if ((v_marks & ${MARK.selected}) != 0) over(u_ringSelected, ring(d, r + 4.0, 3.0));
  else if ((v_marks & ${MARK.hovered}) != 0) over(u_label, ring(d, r + 3.0, 1.5));
  else if (v_isNew > 0.5 && !quiet) over(u_label, ring(d, r + 3.5, 1.5));
  over(u_canvas, inside(d - r - 1.5));
  vec3 hue = u_hues[v_kind];
  over(quiet ? u_discFaded : small ? mix(u_disc, hue, 0.55) : u_disc, inside(d - r));
  vec3 verdict = v_verdict == 0 ? u_ringNone : u_verdicts[v_verdict];
  vec3 tone = quiet ? u_faded : verdict;
  // Rings per verdict: unknown thin, clean thin with a check, suspicious dashed, compromised double, malicious solid.
  if (small || v_verdict == 4) over(tone, ring(d, r - ringWidth * 0.5, ringWidth));
  else if (v_verdict == 3) { over(tone, ring(d, r - 0.75, 1.5)); over(tone, ring(d, r - 3.4, 1.1)); }
  else if (v_verdict == 2) over(tone, ring(d, r - ringWidth * 0.5, ringWidth) * smoothstep(0.0, 0.12, abs(fract(atan(v_at.y, v_at.x) * 1.5915494) - 0.5) - 0.14));
  else over(tone, ring(d, r - 0.5, 1.2));
  if (!small) over(quiet ? mix(u_faded, u_label, 0.16) : hue, glyph(v_kind, v_at, r * 1.17));
  if (r < 6.0) return;
  float scale = clamp(r / 12.0, 0.7, 1.1);
  if (!small && v_verdict == 1) over(quiet ? u_faded : verdict, glyph(${ATLAS.check}, v_at - vec2(r * 0.8, -r * 0.8), 9.0 * scale));
  int mark = (v_flags & ACTION_TAKEN) != 0 ? ${ATLAS.shield} : (v_flags & ACTION_PENDING) != 0 ? ${ATLAS.hourglass} : (v_flags & 64) != 0 ? ${ATLAS.noTime} : -1;
  if (mark >= 0) {
    vec2 at = v_at - vec2(-r * 0.82, -r * 0.82);
    over(u_canvas, inside(length(at) - 6.0 * scale));
    over(quiet ? u_faded : u_label, glyph(mark, at, 9.5 * scale));
  }
  if ((v_flags & CRITICAL) != 0) {
    vec2 at = v_at - vec2(-r * 0.85, r * 0.85);
    over(u_canvas, inside(length(at) - 7.0 * scale));
    over(quiet ? u_faded : u_label, glyph(${ATLAS.star}, at, 12.0 * scale));
  }
  if (v_count > 0) {
    vec2 at = v_at - vec2(r * 0.85, r * 0.85);
    over(u_canvas, inside(length(at) - 8.0 * scale));
    over(quiet ? u_faded : u_severities[v_severity], inside(length(at) - 6.8 * scale));
    over(quiet ? mix(u_faded, u_label, 0.35) : u_canvas, glyph(${ATLAS.numbers} + min(v_count, ${ATLAS.numberCount - 1}), at, 10.5 * scale));
  }
}`;

export function nodeProgramOf(scene: Scene, settings: DrawSettings): new (gl: WebGLRenderingContext, pickingBuffer: WebGLFramebuffer | null, renderer: Sigma) => AbstractNodeProgram {
  return class NodeProgram extends AbstractNodeProgram {
    override drawLabel = undefined;
    override drawHover = undefined;
    readonly #gl: WebGL2RenderingContext;
    /** Sigma makes a second instance for its hover layer, which stays unused. */
    readonly #isMain: boolean;
    #program: GlProgram | null = null;
    #statics: DataTexture | null = null;
    #dynamics: DataTexture | null = null;
    #atlas: WebGLTexture | null = null;

    constructor(gl: WebGLRenderingContext, pickingBuffer: WebGLFramebuffer | null, renderer: Sigma) {
      super(gl, gl, renderer);
      if (!(gl instanceof WebGL2RenderingContext)) throw new Error('This graph needs WebGL 2.');
      this.#gl = gl;
      this.#isMain = pickingBuffer !== null;
    }

    override reallocate(): void { /* the scene owns the data */ }
    /** Nodes come in the order they were added, so the place in the program is the number of the entity. */
    override process(_id: number, offset: number, data: NodeDisplayData): void {
      if (this.#isMain) scene.placeNode(offset, data.x, data.y);
    }

    #prepare(gl: WebGL2RenderingContext): GlProgram {
      if (this.#program !== null) return this.#program;
      this.#statics = new DataTexture(gl, 4);
      this.#dynamics = new DataTexture(gl, 2);
      this.#atlas = gl.createTexture();
      gl.activeTexture(gl.TEXTURE2);
      gl.bindTexture(gl.TEXTURE_2D, this.#atlas);
      gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, settings.atlas);
      gl.generateMipmap(gl.TEXTURE_2D);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
      this.#program = buildProgram(gl, VERTEX, FRAGMENT);
      return this.#program;
    }

    override render(params: RenderParams): void {
      if (!this.#isMain || scene.data.nodeCount === 0) return;
      const gl = this.#gl;
      const { program, at } = this.#prepare(gl);
      gl.bindFramebuffer(gl.FRAMEBUFFER, null);
      gl.viewport(0, 0, params.width * params.pixelRatio, params.height * params.pixelRatio);
      gl.useProgram(program);
      gl.enable(gl.BLEND);
      this.#statics!.bind(0, scene.nodeStatic, scene.versions.nodeStatic);
      this.#dynamics!.bind(1, scene.nodeDynamic, scene.versions.nodeDynamic);
      gl.activeTexture(gl.TEXTURE2);
      gl.bindTexture(gl.TEXTURE_2D, this.#atlas);
      ['u_nodes', 'u_states', 'u_atlas'].forEach((name, unit) => { gl.uniform1i(at(name), unit); });
      gl.uniformMatrix3fv(at('u_matrix'), false, params.matrix);
      gl.uniform2f(at('u_size'), params.width, params.height);
      gl.uniform1f(at('u_radius'), settings.nodeRadius);
      gl.uniform1f(at('u_soft'), 1.1 / params.pixelRatio);
      gl.uniform1f(at('u_end'), scene.endRank);
      gl.uniform1f(at('u_new'), scene.newRank);
      const { hues, verdicts, severities, one } = settings.palette;
      gl.uniform3fv(at('u_hues'), hues);
      gl.uniform3fv(at('u_verdicts'), verdicts);
      gl.uniform3fv(at('u_severities'), severities);
      for (const name of ['canvas', 'disc', 'discFaded', 'ringNone', 'ringSelected', 'faded', 'label'] as const) gl.uniform3f(at(`u_${name}`), ...one[name]);
      for (const pass of [0, 1]) {
        gl.uniform1i(at('u_pass'), pass);
        gl.drawArrays(gl.TRIANGLES, 0, scene.data.nodeCount * 6);
      }
    }

    override kill(): void {
      this.#statics?.kill();
      this.#dynamics?.kill();
      this.#gl.deleteTexture(this.#atlas);
      if (this.#program !== null) this.#gl.deleteProgram(this.#program.program);
    }
  };
}
