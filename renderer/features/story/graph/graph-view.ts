/**
 * The rendered graph: sigma with our programs and an overlay canvas for labels, badges and marks. Knows nothing of React. The data
 * graph (`GraphData`) stays as it came; this one holds positions and display attributes.
 */
import { MultiDirectedGraph } from 'graphology';
import Sigma from 'sigma';
import { NODE_FLAG } from '../../../../shared/domain/attack-graph/codes.ts';
import { isAct, type Layout } from '../../../../shared/domain/attack-graph/layout/index.ts';
import { momentRanks, type GraphData, type Moment } from '../../../../shared/domain/story/index.ts';
import { KIND_HUE, themeTokens, verdictToken, type ThemeName } from '../../../ui/index.ts';
import { createStoryEdgeProgram } from './edge-program.ts';
import { ALWAYS_FIRST, ALWAYS_LAST, rgb, type FrameState } from './frame-state.ts';
import { createStoryNodeProgram } from './node-program.ts';
import { Overlay } from './overlay.ts';

export interface Selection { readonly kind: 'none' | 'alert' | 'entity' | 'relation'; readonly id: string }
export interface GraphViewEvents {
  onEntity(entityId: string): void;
  onRelation(relationId: number): void;
  onNothing(): void;
  onFrame(writes: number): void;
}

const RING: Record<string, number> = { malicious: 1, compromised: 2, suspicious: 3, unknown: 0, noThreatsFound: 0 };

export class GraphView {
  readonly #data: GraphData;
  readonly #graph = new MultiDirectedGraph();
  readonly #sigma: Sigma;
  readonly #state: FrameState;
  readonly #overlay: Overlay;
  #theme: ThemeName;
  #showInferred = true;
  #selection: Selection = { kind: 'none', id: '' };
  #moment: Moment = { fromUs: 0, cursorUs: 0 };

  constructor(container: HTMLElement, data: GraphData, layout: Layout, atlas: { canvas: HTMLCanvasElement; rows: number }, theme: ThemeName, events: GraphViewEvents) {
    this.#data = data;
    this.#theme = theme;
    this.#state = { cursorRank: 0, fromRank: 0, ...palette(theme), atlas: atlas.canvas, atlasRows: atlas.rows, writes: 0 };
    this.#build(layout);
    this.#sigma = new Sigma(this.#graph, container, {
      defaultNodeType: 'story', defaultEdgeType: 'story', nodeProgramClasses: { story: createStoryNodeProgram(this.#state) as never }, edgeProgramClasses: { story: createStoryEdgeProgram(this.#state) as never },
      renderLabels: false, renderEdgeLabels: false, enableEdgeEvents: true, allowInvalidContainer: true, minCameraRatio: 0.02, maxCameraRatio: 4, stagePadding: 46, zIndex: true, defaultDrawNodeHover: () => undefined, hideEdgesOnMove: false,
    });
    this.#overlay = new Overlay(container, this.#sigma, data, this.#state, theme);
    this.#sigma.on('clickNode', ({ node }) => events.onEntity(data.ids[Number(node)]!));
    this.#sigma.on('clickEdge', ({ edge }) => events.onRelation(data.columns.edgeRelationIds[Number(edge)]!));
    this.#sigma.on('clickStage', () => events.onNothing());
    this.#sigma.on('enterNode', ({ node }) => { container.style.cursor = 'pointer'; this.#overlay.hover(Number(node)); });
    this.#sigma.on('leaveNode', () => { container.style.cursor = ''; this.#overlay.hover(-1); });
    this.#sigma.on('afterRender', () => { this.#overlay.draw(); events.onFrame(this.#state.writes); });
  }

  /** Moves time: two numbers for the programs, then a frame. */
  moveTo(moment: Moment): void {
    this.#moment = moment;
    const { cursor, from } = momentRanks(this.#data.timesUs, moment);
    if (cursor === this.#state.cursorRank && from === this.#state.fromRank) return;
    this.#state.cursorRank = cursor;
    this.#state.fromRank = from;
    this.#overlay.timeMoved();
    this.#sigma.scheduleRender();
  }

  select(selection: Selection): void {
    this.#selection = selection;
    const c = this.#data.columns;
    const node = selection.kind === 'entity' ? this.#data.nodeOf(selection.id) : -1;
    const edge = selection.kind === 'relation' ? this.#data.edgeOf(Number(selection.id)) : -1;
    const lit = this.#data.lit(selection);
    const active = lit !== null;
    this.#graph.updateEachNodeAttributes((key, a) => ({ ...a, emphasis: !active ? 0 : lit.has(Number(key)) ? 1 : 2, zIndex: active && lit.has(Number(key)) ? 1 : 0 }), { attributes: ['emphasis', 'zIndex'] });
    this.#graph.updateEachEdgeAttributes((key, a) => {
      const e = Number(key);
      const on = edge >= 0 ? e === edge : node >= 0 ? c.edgeSources[e] === node || c.edgeTargets[e] === node : active && lit.has(c.edgeSources[e]!) && lit.has(c.edgeTargets[e]!);
      return { ...a, emphasis: !active ? 0 : on ? 1 : 2, size: active && on ? 2 : a['quiet'] === 1 ? 1 : 1.5 };
    }, { attributes: ['emphasis', 'size'] });
    this.#overlay.select(node >= 0 ? [node] : active ? [...lit] : [], edge >= 0 ? [edge] : node >= 0 ? [...c.edgeSources.keys()].filter((e) => c.edgeSources[e] === node || c.edgeTargets[e] === node).slice(0, 40) : [], lit);
    this.#sigma.refresh();
  }

  showInferred(show: boolean): void {
    if (show === this.#showInferred) return;
    this.#showInferred = show;
    this.#graph.updateEachEdgeAttributes((key, a) => ({ ...a, hidden: !show && this.#data.columns.edgeBasis[Number(key)] === 1 }), { attributes: ['hidden'] });
    this.#sigma.refresh();
  }

  setTheme(theme: ThemeName): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    Object.assign(this.#state, palette(theme));
    this.#graph.updateEachNodeAttributes((key, a) => ({ ...a, ...this.#colors(Number(key)) }), { attributes: ['color', 'tint'] });
    this.#overlay.setTheme(theme);
    this.#sigma.refresh();
    this.select(this.#selection);
  }

  zoom(factor: number): void { const camera = this.#sigma.getCamera(); void camera.animate({ ratio: Math.min(4, Math.max(0.02, camera.ratio * factor)) }, { duration: motion(150) }); }
  pan(dx: number, dy: number): void { const camera = this.#sigma.getCamera(); void camera.animate({ x: camera.x + dx * camera.ratio * 0.12, y: camera.y + dy * camera.ratio * 0.12 }, { duration: motion(120) }); }
  fit(): void { void this.#sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, { duration: motion(200) }); }
  center(entityId: string): void {
    const node = this.#data.nodeOf(entityId);
    const shown = node < 0 ? undefined : this.#sigma.getNodeDisplayData(String(node));
    if (shown) void this.#sigma.getCamera().animate({ x: shown.x, y: shown.y }, { duration: motion(250) });
  }
  resize(): void { this.#sigma.resize(); this.#sigma.scheduleRender(); }
  get moment(): Moment { return this.#moment; }

  kill(): void {
    this.#overlay.kill();
    this.#sigma.kill();
  }

  #build({ positions, bends, kind }: Layout): void {
    const c = this.#data.columns;
    const rank = new Map([...this.#data.timesUs].map((t, i) => [t, i]));
    const size = kind === 'story' ? (c.nodeCount <= 50 ? 13 : c.nodeCount <= 160 ? 11 : 9) : c.nodeCount <= 1500 ? 6 : 3.5;
    const times = (first: number, last: number) => (Number.isNaN(first) ? { first: ALWAYS_FIRST, last: ALWAYS_LAST } : { first: rank.get(first)!, last: rank.get(Number.isNaN(last) ? first : last)! });
    for (let i = 0; i < c.nodeCount; i++) {
      this.#graph.addNode(i, { x: positions[i * 2]!, y: -positions[i * 2 + 1]!, size: (c.flags[i]! & NODE_FLAG.asset) !== 0 ? size * 1.15 : size, icon: c.kinds[i]!, ring: RING[this.#data.verdict(i)]!, emphasis: 0, zIndex: 0, ...this.#colors(i), ...times(c.nodeFirstUs[i]!, c.nodeLastUs[i]!) });
    }
    for (let e = 0; e < c.edgeCount; e++) {
      const quiet = isAct(c, e) ? 0 : 1;
      this.#graph.addDirectedEdgeWithKey(e, c.edgeSources[e]!, c.edgeTargets[e]!, { size: quiet === 1 ? 1 : 1.5, quiet, bow: bends[e]! * 2, dashed: c.edgeBasis[e]!, emphasis: 0, hidden: false, ...times(c.edgeFirstUs[e]!, c.edgeLastUs[e]!) });
    }
  }

  #colors(node: number): { color: string; tint: string } {
    const t = themeTokens[this.#theme];
    const verdict = this.#data.verdict(node);
    return { color: verdict === 'unknown' ? t.graph.ringNone : t.verdict[verdictToken(verdict)].color, tint: t.entity[KIND_HUE[this.#data.kind(node)]] };
  }
}

const motion = (ms: number) => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 1 : ms);

function palette(theme: ThemeName): Pick<FrameState, 'disc' | 'discFaded' | 'faded' | 'edge' | 'edgeHighlight'> {
  const g = themeTokens[theme].graph;
  return { disc: rgb(g.disc), discFaded: rgb(g.discFaded), faded: rgb(g.faded), edge: rgb(g.edgeObserved), edgeHighlight: rgb(g.edgeHighlight) };
}
