/** The default tab of an incident: alerts, graph, details, and the scrubber that plays them. */
import { useEffect, useMemo, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import { GraphData } from '../../../shared/domain/story/index.ts';
import type { GraphColumns, Histogram } from '../../../shared/contract/model.ts';
import { formatDuration, patchSession, TimeText, useCall, useLayout, useSession } from '../../state/index.ts';
import { EmptyState, ErrorState, Loading, Panes } from '../../ui/index.ts';
import { AlertColumn } from './alert-column.tsx';
import { DetailPane } from './detail-pane.tsx';
import { GraphPane } from './graph-pane.tsx';
import { Player } from './player.ts';
import { Scrubber } from './scrubber.tsx';
import './story.css';

const BINS = 240;

export function AttackStory({ incidentId }: { incidentId: string }) {
  const view = useSession((s) => s.state.graphView);
  const graph = useCall('graph.get', { incidentId, view }, { keepPrevious: true });
  const histogram = useCall('timeline.histogram', { incidentId, bins: BINS });
  const failed = graph.isError ? graph : histogram.isError ? histogram : null;
  if (failed) return <ErrorState title="The attack story cannot be told" error={failed.error} onRetry={() => void failed.refetch()} />;
  if (graph.data === undefined || histogram.data === undefined) return <Loading label="Reading the attack story" rows={12} />;
  if (graph.data.nodeCount === 0) return <EmptyState title="Nothing to draw">This incident names no entity yet. Import its alerts with their evidence, or the telemetry of its devices.</EmptyState>;
  return <Story incidentId={incidentId} columns={graph.data} histogram={histogram.data} />;
}

function Story({ incidentId, columns, histogram }: { incidentId: string; columns: GraphColumns; histogram: Histogram }) {
  const data = useMemo(() => new GraphData(columns, (bytes) => new TextDecoder().decode(bytes)), [columns]);
  const player = usePlayer(incidentId, data, columns, histogram);
  const [across, saveAcross] = useLayout<Record<string, number>>('panes.story');
  const [down, saveDown] = useLayout<Record<string, number>>('panes.story.down');
  const keys = (e: KeyboardEvent) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || (e.target instanceof HTMLElement && e.target.closest('input, select, textarea, [role="slider"], [role="separator"]'))) return;
    if (e.key === ' ' && !(e.target instanceof HTMLElement && e.target.closest('button'))) player.toggle();
    else if (e.key === 'Home') { player.pause(); player.seek(player.brush.startUs); } else if (e.key === 'End') { player.pause(); player.seek(player.brush.endUs); } else if (e.key === ',' || e.key === '[') player.step(-1);
    else if (e.key === '.' || e.key === ']') player.step(1);
    else if (e.key === 'Escape') patchSession({ selection: { kind: 'none', id: '' } });
    else return;
    e.preventDefault();
  };
  return (
    <div style={{ height: '100%' }} onKeyDown={keys}>
      <Panes direction="horizontal" label="Attack story" sizes={across} onSizes={saveAcross} panes={[
        { id: 'alerts', size: 20, min: 12, content: <AlertColumn incidentId={incidentId} player={player} eventCount={histogram.eventTotal} /> },
        { id: 'graph', size: 58, min: 30, content: (
          <Panes direction="vertical" label="Graph and scrubber" sizes={down} onSizes={saveDown} panes={[
            { id: 'canvas', size: 77, min: 30, content: <GraphPane data={data} columns={columns} player={player} now={<NowCard player={player} startUs={alertSpan(columns)?.startUs ?? histogram.startUs} />} /> },
            { id: 'scrubber', size: 23, min: 18, content: <Scrubber histogram={histogram} player={player} /> },
          ]} />) },
        { id: 'details', size: 22, min: 14, content: <DetailPane incidentId={incidentId} data={data} player={player} /> },
      ]} />
    </div>
  );
}

/** The clock of this window, joined to the session: what another window moves moves here, and the other way round. */
function usePlayer(incidentId: string, data: GraphData, columns: GraphColumns, histogram: Histogram): Player {
  const [player] = useState(() => new Player());
  const session = useSession((s) => s.state);
  const isReady = useSession((s) => s.isReady);
  useEffect(() => () => player.dispose(), [player]);
  useEffect(() => {
    if (!isReady) return;
    const startUs = histogram.startUs ?? 0;
    const own = useSession.getState().state;
    const same = own.incidentId === incidentId;
    player.load({ startUs, endUs: Math.max(startUs + 1, histogram.endUs ?? 1) }, data.stepsUs, { brush: same && own.brushStartUs !== null && own.brushEndUs !== null ? { startUs: own.brushStartUs, endUs: own.brushEndUs } : null, cursorUs: same ? own.cursorUs : null }, alertSpan(columns));
    player.set(own.playback);
  }, [player, data, columns, histogram, incidentId, isReady]);
  useEffect(() => player.onSettled(() => {
    const known = useSession.getState().state;
    const brush = { brushStartUs: player.brush.startUs, brushEndUs: player.brush.endUs };
    if (known.incidentId === incidentId && (known.cursorUs !== Math.round(player.cursorUs) || known.brushStartUs !== brush.brushStartUs || known.brushEndUs !== brush.brushEndUs)) {
      patchSession({ cursorUs: Math.round(player.cursorUs), brushStartUs: Math.round(brush.brushStartUs), brushEndUs: Math.round(brush.brushEndUs) });
    }
  }), [player, incidentId]);
  useEffect(() => {
    if (player.isPlaying || session.incidentId !== incidentId) return;
    if (session.brushStartUs !== null && session.brushEndUs !== null && (session.brushStartUs !== Math.round(player.brush.startUs) || session.brushEndUs !== Math.round(player.brush.endUs))) player.setBrush({ startUs: session.brushStartUs, endUs: session.brushEndUs });
    if (session.cursorUs !== null && session.cursorUs !== Math.round(player.cursorUs)) player.seek(session.cursorUs);
  }, [player, incidentId, session.cursorUs, session.brushStartUs, session.brushEndUs, session.incidentId]);
  return player;
}

function alertSpan(columns: GraphColumns): { startUs: number; endUs: number } | null {
  const times = columns.alertFirstUs.filter((t) => !Number.isNaN(t));
  return times.length < 2 ? null : { startUs: times[0]!, endUs: times.reduce((most, t) => Math.max(most, t)) };
}

/** `startUs`: the first alert, where the story is counted from. */
function NowCard({ player, startUs }: { player: Player; startUs: number | null }) {
  useSyncExternalStore(player.onSettled, player.snapshot);
  const first = startUs ?? player.steps[0] ?? null;
  return <div className="now-card"><TimeText us={player.cursorUs} />{first !== null && player.cursorUs >= first ? <span className="tertiary mono"> T+{formatDuration(player.cursorUs - first)}</span> : null}</div>;
}
