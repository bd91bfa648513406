/**
 * Labels, alert badges, stars and the selection ring, on a canvas above sigma's. Which labels and marks have room is decided when the
 * camera or the selection changes; a frame that only moves time redraws at most a fixed number of them, however large the graph is. What
 * is left out comes on hover, on selection or closer up.
 */
import type Sigma from 'sigma';
import { NODE_FLAG } from '../../../../shared/domain/attack-graph/codes.ts';
import { visibleText } from '../../../../shared/base/text.ts';
import type { GraphData } from '../../../../shared/domain/story/index.ts';
import { shownName, themeTokens, type ThemeName } from '../../../ui/index.ts';
import type { FrameState } from './frame-state.ts';

/** Long names where there is room, shorter ones where columns stand close. */
const LABEL_CHARACTERS = { roomy: 18, close: 13 };
const ROOMY_NODES = 50;
const LABEL_LIMIT = 220;
const MARK_LIMIT = 400;
/** Below this radius, in pixels, an entity has no room for marks. */
const MARK_RADIUS = 6;
const LINE = 15;

/** Paths tell most at their end, other names at their start. */
function shorten(text: readonly string[], limit: number, keepEnd: boolean): string {
  if (text.length <= limit) return text.join('');
  return keepEnd ? `…${text.slice(1 - limit).join('')}` : `${text.slice(0, limit - 1).join('')}…`;
}

export class Overlay {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #sigma: Sigma;
  readonly #data: GraphData;
  readonly #state: FrameState;
  readonly #labels: readonly string[];
  #theme: ThemeName;
  #shown: number[] = [];
  #marked: number[] = [];
  #hovered = -1;
  #selected: ReadonlySet<number> = new Set();
  #edges: readonly number[] = [];
  #lit: ReadonlySet<number> | null = null;
  #cameraKey = '';
  #isStale = true;

  constructor(container: HTMLElement, sigma: Sigma, data: GraphData, state: FrameState, theme: ThemeName) {
    this.#canvas = document.createElement('canvas');
    this.#canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none';
    this.#canvas.setAttribute('aria-hidden', 'true');
    container.append(this.#canvas);
    this.#context = this.#canvas.getContext('2d')!;
    this.#sigma = sigma;
    this.#data = data;
    this.#state = state;
    this.#theme = theme;
    this.#labels = data.labels.map((l, i) => shorten([...visibleText(shownName(data.kind(i), l))], data.columns.nodeCount <= ROOMY_NODES ? LABEL_CHARACTERS.roomy : LABEL_CHARACTERS.close, data.kind(i) === 'registryKey' || data.kind(i) === 'registryValue'));
  }

  hover(node: number): void { this.#hovered = node; this.#isStale = true; this.#sigma.scheduleRender(); }
  select(nodes: readonly number[], edges: readonly number[], lit: ReadonlySet<number> | null): void { this.#selected = new Set(nodes); this.#edges = edges; this.#lit = lit; this.#isStale = true; this.#cameraKey = ''; }
  setTheme(theme: ThemeName): void { this.#theme = theme; this.#isStale = true; }
  timeMoved(): void { this.#isStale = true; }
  kill(): void { this.#canvas.remove(); }

  draw(): void {
    const { width, height } = this.#sigma.getDimensions();
    const ratio = window.devicePixelRatio || 1;
    const camera = this.#sigma.getCamera().getState();
    const key = `${width} ${height} ${ratio} ${camera.x} ${camera.y} ${camera.ratio}`;
    if (key !== this.#cameraKey) { this.#cameraKey = key; this.#choose(width, height); this.#isStale = true; }
    if (!this.#isStale) return;
    this.#isStale = false;
    if (this.#canvas.width !== Math.round(width * ratio) || this.#canvas.height !== Math.round(height * ratio)) { this.#canvas.width = Math.round(width * ratio); this.#canvas.height = Math.round(height * ratio); }
    const x = this.#context;
    x.setTransform(ratio, 0, 0, ratio, 0, 0);
    x.clearRect(0, 0, width, height);
    for (const e of this.#edges) this.#edgeLabel(e);
    for (const n of this.#marked) this.#marks(n);
    x.font = '500 12px "Inter Variable", sans-serif';
    x.textAlign = 'center';
    x.textBaseline = 'top';
    for (const n of this.#shown) this.#label(n);
    if (this.#hovered >= 0 && !this.#shown.includes(this.#hovered)) this.#label(this.#hovered);
  }

  #at(node: number): { x: number; y: number; r: number } {
    const data = this.#sigma.getNodeDisplayData(String(node))!;
    const p = this.#sigma.framedGraphToViewport(data);
    return { x: p.x, y: p.y, r: this.#sigma.scaleSize(data.size) };
  }

  /** One label per cell; selected, hovered, lit and alerting entities first. */
  #choose(width: number, height: number): void {
    const c = this.#data.columns;
    const inView: { n: number; x: number; y: number; rank: number }[] = [];
    for (let n = 0; n < c.nodeCount; n++) {
      const { x, y } = this.#at(n);
      if (x < -40 || y < -20 || x > width + 40 || y > height + 20) continue;
      inView.push({ n, x, y, rank: (this.#selected.has(n) ? 8 : 0) + (this.#lit?.has(n) ? 4 : 0) + (c.alertCounts[n]! > 0 ? 2 : 0) + ((c.flags[n]! & NODE_FLAG.asset) !== 0 ? 1 : 0) });
    }
    inView.sort((a, b) => b.rank - a.rank || a.n - b.n);
    const hasMark = (n: number) => this.#selected.has(n) || ((c.alertCounts[n]! > 0 || (c.flags[n]! & (NODE_FLAG.critical | NODE_FLAG.actionTaken)) !== 0) && this.#at(n).r >= MARK_RADIUS);
    this.#marked = [];
    for (const { n } of inView) {
      if (this.#marked.length >= MARK_LIMIT) break;
      if (hasMark(n)) this.#marked.push(n);
    }
    // A label needs its own line free of other labels and of discs; what has none gets it on hover, selection or closer up.
    const boxes: { left: number; right: number; top: number; bottom: number }[] = inView.map(({ n, x, y }) => { const r = this.#at(n).r * 0.8; return { left: x - r, right: x + r, top: y - r, bottom: y + r }; });
    const discs = boxes.length;
    this.#context.font = '500 12px "Inter Variable", sans-serif';
    this.#shown = [];
    for (const v of inView) {
      if (this.#shown.length >= LABEL_LIMIT) break;
      const half = this.#context.measureText(this.#labels[v.n]!).width / 2;
      const top = v.y + this.#at(v.n).r + 3;
      const box = { left: v.x - half, right: v.x + half, top, bottom: top + LINE };
      const clash = boxes.some((o, i) => o.left < box.right && o.right > box.left && o.top < box.bottom && o.bottom > box.top && (i >= discs || v.rank < 4));
      if (clash) continue;
      boxes.push(box);
      this.#shown.push(v.n);
    }
  }

  #isSeen(node: number): boolean {
    const c = this.#data.columns;
    if (Number.isNaN(c.nodeFirstUs[node]!)) return true;
    const a = this.#sigma.getGraph().getNodeAttributes(String(node)) as { first: number; last: number };
    return a.first <= this.#state.cursorRank && a.last >= this.#state.fromRank;
  }
  #isQuiet(node: number): boolean { return !this.#isSeen(node) || (this.#lit !== null && !this.#lit.has(node)); }

  #label(node: number): void {
    const g = themeTokens[this.#theme].graph;
    const { x, y, r } = this.#at(node);
    const text = this.#labels[node]!;
    const c = this.#context;
    c.lineWidth = 3.5;
    c.lineJoin = 'round';
    c.strokeStyle = g.labelHalo;
    c.strokeText(text, x, y + r + 4);
    c.fillStyle = this.#isQuiet(node) ? g.labelFaded : g.label;
    c.fillText(text, x, y + r + 4);
  }

  #marks(node: number): void {
    const t = themeTokens[this.#theme];
    const columns = this.#data.columns;
    const { x, y, r } = this.#at(node);
    const c = this.#context;
    const quiet = this.#isQuiet(node);
    if (this.#selected.has(node)) { c.beginPath(); c.arc(x, y, r + 4, 0, Math.PI * 2); c.lineWidth = 3; c.strokeStyle = t.graph.ringSelected; c.stroke(); }
    if (r < MARK_RADIUS) return;
    const count = columns.alertCounts[node]!;
    if (count > 0) {
      c.beginPath(); c.arc(x + r * 0.8, y - r * 0.8, 7, 0, Math.PI * 2);
      c.fillStyle = quiet ? t.graph.faded : t.severity[this.#data.severity(node)].color; c.fill();
      c.lineWidth = 1.5; c.strokeStyle = t.graph.canvas; c.stroke();
      c.font = '600 9px "Inter Variable", sans-serif'; c.textAlign = 'center'; c.textBaseline = 'middle'; c.fillStyle = quiet ? t.graph.labelFaded : t.graph.canvas; c.fillText(count > 99 ? '99+' : String(count), x + r * 0.8, y - r * 0.8 + 0.5);
    }
    const flags = columns.flags[node]!;
    c.font = '11px "Inter Variable", sans-serif'; c.textAlign = 'center'; c.textBaseline = 'middle';
    c.fillStyle = quiet ? t.graph.labelFaded : t.text.secondary;
    if ((flags & NODE_FLAG.critical) !== 0) c.fillText('★', x - r * 0.85, y - r * 0.9);
    if ((flags & NODE_FLAG.actionTaken) !== 0) c.fillText('✓', x + r, y + r * 0.8);
  }

  #edgeLabel(edge: number): void {
    const columns = this.#data.columns;
    const [a, b] = [this.#at(columns.edgeSources[edge]!), this.#at(columns.edgeTargets[edge]!)];
    const t = themeTokens[this.#theme];
    const bow = (this.#sigma.getGraph().getEdgeAttribute(String(edge), 'bow') as number) * 0.5;
    const x = (a.x + b.x) / 2 + (b.y - a.y) * bow;
    const y = (a.y + b.y) / 2 - (b.x - a.x) * bow;
    const c = this.#context;
    const text = this.#data.relation(edge).replaceAll('_', ' ');
    c.font = '400 11px "Inter Variable", sans-serif'; c.textAlign = 'center'; c.textBaseline = 'middle';
    c.lineWidth = 4; c.lineJoin = 'round'; c.strokeStyle = t.graph.labelHalo; c.strokeText(text, x, y);
    c.fillStyle = t.text.secondary; c.fillText(text, x, y);
  }
}
