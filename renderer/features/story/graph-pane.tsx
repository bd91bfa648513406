/** The graph in its region, with zoom and fit, what is shown of how much, a legend, and the table that says the same without a canvas. */
import { AddRegular, ArrowFitRegular, SubtractRegular, TableRegular } from '@fluentui/react-icons';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react';
import type { GraphColumns } from '../../../shared/contract/model.ts';
import { NODE_FLAG, VERDICTS } from '../../../shared/domain/attack-graph/codes.ts';
import { ENTITY_KINDS } from '../../../shared/domain/entity/kinds.ts';
import { inputOf } from '../../../shared/domain/attack-graph/layout/index.ts';
import { SeenCounter, type GraphData } from '../../../shared/domain/story/index.ts';
import { patchSession, useSession } from '../../state/index.ts';
import { describeError, ErrorState, KIND_ICON, Loading, plural, verdictToken, words, type ThemeName } from '../../ui/index.ts';
import { GraphView } from './graph/graph-view.ts';
import { drawAtlas } from './graph/icon-atlas.ts';
import { layOut } from './graph/layout.ts';
import { ATLAS_COLUMNS } from './graph/icon-atlas.ts';
import type { Player } from './player.ts';
import { RelationTable } from './relation-table.tsx';

function useThemeName(): ThemeName {
  return useSyncExternalStore((f) => { const o = new MutationObserver(f); o.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] }); return () => o.disconnect(); }, () => (document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark'));
}

export function GraphPane({ data, columns, player, now }: { data: GraphData; columns: GraphColumns; player: Player; now: ReactNode }) {
  const host = useRef<HTMLDivElement>(null);
  const region = useRef<HTMLElement>(null);
  const icons = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<GraphView | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [asTable, setAsTable] = useState(false);
  const theme = useThemeName();
  const selection = useSession((s) => s.state.selection);
  const showInferred = useSession((s) => s.state.showInferred);
  const graphView = useSession((s) => s.state.graphView);

  useEffect(() => {
    const abort = new AbortController();
    let made: GraphView | null = null;
    let observer: ResizeObserver | null = null;
    let off = (): void => undefined;
    layOut(inputOf(columns), abort.signal).then((layout) => {
      if (abort.signal.aborted || !host.current || !icons.current) return;
      const shapes = [...icons.current.children].map((svg) => [...svg.querySelectorAll('path')].map((p) => p.getAttribute('d') ?? ''));
      made = new GraphView(host.current, data, layout, { canvas: drawAtlas(shapes), rows: Math.ceil(shapes.length / ATLAS_COLUMNS) }, document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark', {
        onEntity: (id) => patchSession({ selection: { kind: 'entity', id } }), onRelation: (id) => patchSession({ selection: { kind: 'relation', id: String(id) } }), onNothing: () => patchSession({ selection: { kind: 'none', id: '' } }),
        onFrame: (writes) => { if (region.current) { region.current.dataset['entityWrites'] = String(writes); region.current.dataset['ready'] = 'true'; } },
      });
      const graph = made;
      const follow = () => graph.moveTo({ fromUs: player.brush.startUs, cursorUs: player.cursorUs });
      follow();
      off = player.onFrame(follow);
      observer = new ResizeObserver(() => graph.resize());
      observer.observe(host.current);
      performance.mark('redthread:first-graph-frame');
      setFailure(null);
      setView(graph);
    }, (error: unknown) => { if (!abort.signal.aborted) setFailure(error); });
    return () => { abort.abort(); off(); observer?.disconnect(); made?.kill(); setView(null); };
  }, [data, columns, player]);
  const lit = useMemo(() => data.lit(selection), [data, selection]);
  useEffect(() => view?.setTheme(theme), [view, theme]);
  useEffect(() => view?.showInferred(showInferred), [view, showInferred]);
  useEffect(() => view?.select(selection), [view, selection]);

  const keys = (e: KeyboardEvent) => {
    if (!view || e.ctrlKey || e.metaKey || e.altKey || (e.target instanceof HTMLElement && e.target.closest('button, input, table'))) return;
    const act: Record<string, () => void> = { ArrowLeft: () => view.pan(-1, 0), ArrowRight: () => view.pan(1, 0), ArrowUp: () => view.pan(0, 1), ArrowDown: () => view.pan(0, -1), '+': () => view.zoom(0.75), '=': () => view.zoom(0.75), '-': () => view.zoom(1.33), '0': () => view.fit(), Escape: () => patchSession({ selection: { kind: 'none', id: '' } }) };
    const run = act[e.key];
    if (run) { e.preventDefault(); e.stopPropagation(); run(); }
  };
  return (
    <section className="pane" aria-label="Incident graph" role="region" ref={region} tabIndex={0} onKeyDown={keys}>
      <div className="pane-bar">
        <span className="segmented" role="group" aria-label="What is drawn" style={{ fontWeight: 400, flex: 'none' }}>
          <button type="button" aria-pressed={graphView === 'story'} onClick={() => patchSession({ graphView: 'story' })}>Story</button>
          <button type="button" aria-pressed={graphView === 'all'} onClick={() => patchSession({ graphView: 'all' })}>All related entities</button>
        </span>
        <Legend columns={columns} />
        <button type="button" className="icon-btn" aria-label="Show inferred relations" title="Inferred relations (dashed): entities named by one alert without an observed relation" aria-pressed={showInferred} onClick={() => patchSession({ showInferred: !showInferred })}><svg width="16" height="16" aria-hidden><path d="M1 8h14" stroke="currentColor" strokeWidth="1.6" strokeDasharray="3 2.2" /></svg></button>
        <button type="button" className="icon-btn" aria-label="Zoom in" onClick={() => view?.zoom(0.75)}><AddRegular /></button>
        <button type="button" className="icon-btn" aria-label="Zoom out" onClick={() => view?.zoom(1.33)}><SubtractRegular /></button>
        <button type="button" className="icon-btn" aria-label="Fit the graph" onClick={() => view?.fit()}><ArrowFitRegular /></button>
        <button type="button" className="icon-btn" aria-label="Show as table" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}><TableRegular /></button>
      </div>
      <div style={{ position: 'relative', flex: 1, minHeight: 0, background: 'var(--graph-canvas)' }}>
        <div ref={icons} hidden>{ENTITY_KINDS.map((k) => { const Icon = KIND_ICON[k]; return <Icon key={k} width={20} height={20} />; })}</div>
        <div ref={host} style={{ position: 'absolute', inset: 0, visibility: asTable ? 'hidden' : 'visible' }} />
        {asTable ? <div style={{ position: 'absolute', inset: 0, overflow: 'auto' }}><RelationTable data={data} player={player} lit={lit} /></div> : null}
        {failure !== null ? <ErrorState title="The graph could not be laid out" error={failure}>{describeError(failure).code === '' ? null : <button type="button" className="btn" onClick={() => setAsTable(true)}>Show it as a table</button>}</ErrorState> : view === null ? <div style={{ position: 'absolute', inset: 0 }}><Loading label="Laying the graph out" /></div> : null}
        {asTable ? null : now}
      </div>
      <span className="visually-hidden" role="status">{lit === null ? '' : `${plural(lit.size, 'entity', 'entities')} highlighted`}</span>
      <ShownLine data={data} columns={columns} player={player} onTimeless={() => setAsTable(true)} />
    </section>
  );
}

/** Only marks that this graph has; what does not fit in the line is left away whole. */
function Legend({ columns }: { columns: GraphColumns }) {
  const present = useMemo(() => new Set(columns.verdicts), [columns]);
  const hasCritical = useMemo(() => columns.flags.some((flags) => (flags & NODE_FLAG.critical) !== 0), [columns]);
  const line = (basis: number, token: string, word: string, dash?: string) => (columns.edgeBasis.includes(basis) ? <span className="badge small secondary"><svg width="18" height="8" aria-hidden><path d="M0 4h18" stroke={`var(--graph-${token})`} strokeWidth="1.5" strokeDasharray={dash} /></svg>{word}</span> : null);
  return (
    <span className="legend" role="group" aria-label="Legend">
      {line(0, 'edgeObserved', 'Observed')}{line(1, 'edgeInferred', 'Inferred', '4 3')}
      {VERDICTS.filter((verdict, code) => verdict !== 'unknown' && present.has(code)).toReversed().map((verdict) => (
        <span className="badge small secondary" key={verdict}><Ring verdict={verdict} />{words.verdict[verdictToken(verdict)].word}</span>))}
      {hasCritical ? <span className="badge small secondary"><span aria-hidden>★</span>Critical</span> : null}
    </span>
  );
}

/** As the graph draws it: suspicious dashed, compromised double, clean thin. */
function Ring({ verdict }: { verdict: (typeof VERDICTS)[number] }) {
  return (
    <svg width="12" height="12" aria-hidden fill="none" stroke={`var(--verdict-${verdictToken(verdict)}-color)`}>
      <circle cx="6" cy="6" r="4.8" strokeWidth={verdict === 'malicious' || verdict === 'suspicious' ? 2 : 1.1} strokeDasharray={verdict === 'suspicious' ? '3 2' : undefined} />
      {verdict === 'compromised' ? <circle cx="6" cy="6" r="2.6" strokeWidth="1.1" /> : null}
    </svg>
  );
}

/** Always true: what is seen at this moment, of how much; what is folded away; what has no time. */
function ShownLine({ data, columns, player, onTimeless }: { data: GraphData; columns: GraphColumns; player: Player; onTimeless: () => void }) {
  useSyncExternalStore(player.onSettled, player.snapshot);
  const counter = useMemo(() => new SeenCounter(data), [data]);
  const seen = counter.at({ fromUs: player.brush.startUs, cursorUs: player.cursorUs });
  const n = (v: number) => v.toLocaleString('en');
  const timedNodes = data.columns.nodeCount - columns.withoutTime;
  const timelessEdges = useMemo(() => columns.edgeFirstUs.reduce((count, t) => count + (Number.isNaN(t) ? 1 : 0), 0), [columns]);
  const timeless = [columns.withoutTime > 0 ? plural(columns.withoutTime, 'entity', 'entities') : '', timelessEdges > 0 ? plural(timelessEdges, 'relation') : ''].filter((t) => t !== '').join(' and ');
  const folded = columns.folded.reduce((sum, f) => sum + f.relations, 0);
  const hidden = folded > 0 ? `${n(folded)} relations are folded away (${columns.folded.map((f) => `${n(f.relations)} ${f.type.replaceAll('_', ' ')}`).join(', ')})` : null;
  return (
    <div className="foot" role="status" aria-live="off" data-testid="shown-line" style={{ flexWrap: 'wrap', rowGap: 0 }}>
      <span>Showing {n(seen.nodes)} of {n(timedNodes)} entities, {n(seen.edges)} of {n(data.columns.edgeCount - timelessEdges)} relations up to this time</span>
      {timedNodes - seen.nodes > 0 ? <span>{n(timedNodes - seen.nodes)} not yet seen or outside the brush stay in place, faded</span> : null}
      {timeless === '' ? null : <span><button type="button" className="link" title="List them" onClick={onTimeless}>{timeless} without a time</button>: always drawn</span>}
      {hidden === null ? null : <span title={hidden} className="ellipsis" style={{ maxWidth: '100%' }}>{hidden}; the incident holds {n(columns.totalEntities)} entities and {n(columns.totalRelations)} relations</span>}
    </div>
  );
}
