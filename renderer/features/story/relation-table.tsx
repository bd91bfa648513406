/** The graph without a canvas: every relation with source, target, time and what states it; and the entities without relation or time. `lit` are marked as in the graph. */
import { useState, useSyncExternalStore } from 'react';
import { visibleText } from '../../../shared/base/text.ts';
import { isSeen, type GraphData } from '../../../shared/domain/story/index.ts';
import { patchSession, TimeText } from '../../state/index.ts';
import { EntityIcon, shownName } from '../../ui/index.ts';
import type { Player } from './player.ts';

const ROWS = 200;

export function RelationTable({ data, player, lit }: { data: GraphData; player: Player; lit: ReadonlySet<number> | null }) {
  useSyncExternalStore(player.onSettled, player.snapshot);
  const [rows, setRows] = useState(ROWS);
  const c = data.columns;
  const at = { fromUs: player.brush.startUs, cursorUs: player.cursorUs };
  const joined = new Set([...c.edgeSources, ...c.edgeTargets]);
  const loose = [...data.ids.keys()].filter((i) => !joined.has(i) || Number.isNaN(c.nodeFirstUs[i]!));
  const entity = (i: number) => <button type="button" className="link badge" {...(lit?.has(i) === true ? { 'aria-current': true } : {})} onClick={() => patchSession({ selection: { kind: 'entity', id: data.ids[i]! } })}><EntityIcon kind={data.kind(i)} labelled />{visibleText(shownName(data.kind(i), data.labels[i]!)).slice(0, 120)}</button>;
  return (
    <>
      <table className="plain-table" aria-label="Relations">
        <thead><tr><th scope="col">Source</th><th scope="col">Relation</th><th scope="col">Target</th><th scope="col">First</th><th scope="col">Times</th><th scope="col">Basis</th><th scope="col">At this time</th></tr></thead>
        <tbody>
          {[...c.edgeSources.keys()].slice(0, rows).map((e) => (
            <tr key={e}>
              <td>{entity(c.edgeSources[e]!)}</td><td><button type="button" className="link" onClick={() => patchSession({ selection: { kind: 'relation', id: String(c.edgeRelationIds[e]) } })}>{data.relation(e).replaceAll('_', ' ')}</button></td><td>{entity(c.edgeTargets[e]!)}</td>
              <td><TimeText us={Number.isNaN(c.edgeFirstUs[e]!) ? null : c.edgeFirstUs[e]!} /></td><td className="mono">{c.edgeCounts[e]}</td><td>{c.edgeBasis[e] === 0 ? 'Observed' : 'Inferred'}</td><td>{Number.isNaN(c.edgeFirstUs[e]!) ? 'No time' : isSeen(c.edgeFirstUs[e]!, c.edgeLastUs[e]!, at) ? 'Seen' : 'Not seen'}</td>
            </tr>))}
        </tbody>
      </table>
      <p className="small tertiary" style={{ padding: '6px 10px' }}>{Math.min(rows, c.edgeCount).toLocaleString('en')} of {c.edgeCount.toLocaleString('en')} relations {rows < c.edgeCount ? <button type="button" className="link" onClick={() => setRows(rows + 1000)}>Show more</button> : null}</p>
      {loose.length > 0 ? <section className="section" aria-label="Entities without relation or time"><h3>Without relation or time <span className="tertiary">{loose.length}</span></h3><ul>{loose.slice(0, rows).map((i) => <li key={i}>{entity(i)}</li>)}</ul></section> : null}
    </>
  );
}
