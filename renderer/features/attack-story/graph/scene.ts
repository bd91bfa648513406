/**
 * What is drawn, apart from how: positions, ranks, and what is emphasised, in arrays that go to the graphics card as they are. A frame
 * that only moves time changes `endRank` and nothing else here.
 */
import { endRank, findNeighbourhoods, highlightAlert, highlightEdge, highlightNode, isAct, NODE_FLAG, rankTimes, startRank, viewFrom, type BrushView, type GraphData, type Highlight, type Neighbourhoods, type TimeRanks } from '../../../../shared/domain/attack-graph/index.ts';
import type { Layout } from '../../../../shared/domain/attack-graph/layout/index.ts';
import type { Span } from '../../../../shared/domain/timeline/index.ts';

/** Bits of the state of an entity or relation. */
export const MARK = { highlighted: 1, dimmed: 2, selected: 4, hovered: 8, hidden: 16 } as const;
/** Width of data textures, in texels. */
export const TEXTURE_WIDTH = 1024;
const texels = (count: number) => Math.max(1, Math.ceil(count / TEXTURE_WIDTH)) * TEXTURE_WIDTH;

export type Target = { readonly kind: 'none' } | { readonly kind: 'entity' | 'alert' | 'relation'; readonly index: number };

/** How often entity or relation data was written since the page was loaded. Moving time must not change it; the graph region shows it. */
export const frameStats = { entityWrites: 0, frames: 0 };

export class Scene {
  readonly data: GraphData;
  readonly layout: Layout;
  readonly ranks: TimeRanks;
  readonly near: Neighbourhoods;
  /** x, y as sigma normalised them, kind + 32 verdict + 256 severity + 2048 flags, alert count. */
  readonly nodeStatic: Float32Array<ArrayBuffer>;
  /** Rank from which it is active, state. */
  readonly nodeDynamic: Float32Array<ArrayBuffer>;
  /** Source, target, bend, inferred + 2 circumstance + 4 without time. */
  readonly edgeStatic: Float32Array<ArrayBuffer>;
  readonly edgeDynamic: Float32Array<ArrayBuffer>;
  /** Which version of each array the card should have. */
  readonly versions = { nodeStatic: 0, nodeDynamic: 0, edgeStatic: 0, edgeDynamic: 0 };
  view: BrushView;
  endRank = 0;
  /** The rank that came last, marked as new; -2 for none. */
  newRank = -2;
  highlight: Highlight | null = null;
  #selected: Target = { kind: 'none' };
  #hovered: Target = { kind: 'none' };
  #showsInferred = true;

  constructor(data: GraphData, layout: Layout) {
    const c = data.columns;
    this.data = data;
    this.layout = layout;
    this.ranks = rankTimes(c);
    this.near = findNeighbourhoods(c);
    this.view = viewFrom(c, this.ranks, 0);
    this.nodeStatic = new Float32Array(texels(c.nodeCount) * 4);
    this.nodeDynamic = new Float32Array(texels(c.nodeCount) * 2);
    this.edgeStatic = new Float32Array(texels(c.edgeCount) * 4);
    this.edgeDynamic = new Float32Array(texels(c.edgeCount) * 2);
    for (let n = 0; n < c.nodeCount; n++) {
      this.nodeStatic[n * 4 + 2] = c.kinds[n]! + 32 * c.verdicts[n]! + 256 * c.maxSeverities[n]! + 2048 * c.flags[n]!;
      this.nodeStatic[n * 4 + 3] = c.alertCounts[n]!;
    }
    for (let e = 0; e < c.edgeCount; e++) {
      const flags = (c.edgeBasis[e] === 1 ? 1 : 0) + (isAct(c, e) ? 0 : 2) + (Number.isNaN(c.edgeFirstUs[e]!) ? 4 : 0);
      this.edgeStatic.set([c.edgeSources[e]!, c.edgeTargets[e]!, layout.bends[e]!, flags], e * 4);
    }
    this.#writeRanks();
    this.#writeMarks();
  }

  /** Called by sigma's processing, never by time. */
  placeNode(node: number, x: number, y: number): void {
    this.nodeStatic[node * 4] = x;
    this.nodeStatic[node * 4 + 1] = y;
    this.versions.nodeStatic++;
    frameStats.entityWrites++;
  }

  /** Only a brush whose start moved over a time of the graph writes entity data. */
  moveTo(brush: Span, cursorUs: number): void {
    const start = startRank(this.ranks, brush);
    if (start !== this.#start) {
      this.#start = start;
      this.view = viewFrom(this.data.columns, this.ranks, start);
      this.#writeRanks();
    }
    this.endRank = endRank(this.ranks, brush, cursorUs);
  }
  #start = 0;

  select(target: Target): void {
    this.#selected = target;
    this.highlight = this.#highlightOf(target);
    this.#writeMarks();
  }
  hover(target: Target): void {
    this.#hovered = target;
    this.#writeMarks();
  }
  get hovered(): Target { return this.#hovered; }
  get selected(): Target { return this.#selected; }
  showInferred(shows: boolean): void {
    this.#showsInferred = shows;
    this.#writeMarks();
  }
  isEdgeHidden(edge: number): boolean { return !this.#showsInferred && this.data.isInferred(edge); }

  isNodeActive(node: number): boolean { return this.view.nodeRank[node]! < this.endRank; }
  isEdgeActive(edge: number): boolean { return this.view.edgeRank[edge]! < this.endRank; }

  #highlightOf(target: Target): Highlight | null {
    const c = this.data.columns;
    if (target.kind === 'entity') return highlightNode(c, this.near, target.index);
    if (target.kind === 'alert') return highlightAlert(c, this.near, target.index);
    return target.kind === 'relation' ? highlightEdge(c, target.index) : null;
  }

  #writeRanks(): void {
    const { nodeRank, edgeRank } = this.view;
    for (let n = 0; n < nodeRank.length; n++) this.nodeDynamic[n * 2] = nodeRank[n]!;
    for (let e = 0; e < edgeRank.length; e++) this.edgeDynamic[e * 2] = edgeRank[e]!;
    this.#written();
  }

  #writeMarks(): void {
    const { nodeCount, edgeCount } = this.data;
    const [s, h, light] = [this.#selected, this.#hovered, this.highlight];
    for (let n = 0; n < nodeCount; n++) {
      const lit = light === null ? 0 : light.nodes.has(n) ? MARK.highlighted : MARK.dimmed;
      this.nodeDynamic[n * 2 + 1] = lit | (s.kind === 'entity' && s.index === n ? MARK.selected : 0) | (h.kind === 'entity' && h.index === n ? MARK.hovered : 0);
    }
    for (let e = 0; e < edgeCount; e++) {
      const lit = light === null ? 0 : light.edges.has(e) ? MARK.highlighted : MARK.dimmed;
      this.edgeDynamic[e * 2 + 1] = lit | (s.kind === 'relation' && s.index === e ? MARK.selected : 0) | (h.kind === 'relation' && h.index === e ? MARK.hovered : 0) | (this.isEdgeHidden(e) ? MARK.hidden : 0);
    }
    this.#written();
  }

  #written(): void {
    this.versions.nodeDynamic++;
    this.versions.edgeDynamic++;
    frameStats.entityWrites += this.data.nodeCount + this.data.edgeCount;
  }
}

/** Unpacks what {@link Scene.nodeStatic} packs, in GLSL. */
export const UNPACK = `
const int CRITICAL = ${NODE_FLAG.critical}; const int ACTION_TAKEN = ${NODE_FLAG.actionTaken}; const int ACTION_PENDING = ${NODE_FLAG.actionPending};
void unpack(float packed, out int kind, out int verdict, out int severity, out int flags) {
  int v = int(packed + 0.5); kind = v & 31; verdict = (v >> 5) & 7; severity = (v >> 8) & 7; flags = v >> 11;
}`;
