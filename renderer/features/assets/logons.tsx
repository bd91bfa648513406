/** Who logged on to a device, or to which devices a user did, as records tell it. */
import { Link } from '@tanstack/react-router';
import type { Output } from '../../../shared/contract/procedures.ts';
import { TimeText, useCall } from '../../state/index.ts';
import { EntityIcon, InertText } from '../../ui/index.ts';

const READ = 1000;
type Relations = Output<'relation.list'>['items'];
interface Other { readonly entityId: string; readonly name: string; readonly kind: 'user' | 'device'; readonly logons: number; readonly lastUs: number | null }

/** The other ends of these logons, those with most first. */
function othersOf(items: Relations, entityId: string): Other[] {
  const others = new Map<string, Other>();
  for (const r of items) {
    const [id, name, kind] = r.toEntityId === entityId ? [r.fromEntityId, r.fromName, r.fromKind] : [r.toEntityId, r.toName, r.toKind];
    if (kind !== 'user' && kind !== 'device') continue;
    const known = others.get(id);
    others.set(id, { entityId: id, name, kind, logons: (known?.logons ?? 0) + r.count, lastUs: r.lastUs === null ? (known?.lastUs ?? null) : Math.max(known?.lastUs ?? r.lastUs, r.lastUs) });
  }
  return [...others.values()].toSorted((a, b) => b.logons - a.logons || (a.name < b.name ? -1 : 1));
}

/** Null where records tell of none. `children` frames heading and table. */
export function Logons({ entityId, kind, children }: { entityId: string; kind: 'device' | 'user'; children: (heading: React.ReactNode, table: React.ReactNode) => React.ReactNode }) {
  const logons = useCall('relation.list', { ...(kind === 'device' ? { toEntityId: entityId } : { fromEntityId: entityId }), type: 'logged_on_to', limit: READ });
  const rows = othersOf(logons.data?.items ?? [], entityId);
  if (logons.data === undefined || rows.length === 0) return null;
  const { items, total } = logons.data;
  return children(
    <>{kind === 'device' ? 'Logged-on users' : 'Devices it logged on to'} <span className="tertiary">{rows.length.toLocaleString('en')}{items.length < total ? `, from the first ${items.length.toLocaleString('en')} of ${total.toLocaleString('en')} logons` : ''}</span></>,
    <table className="plain-table" aria-label={kind === 'device' ? 'Logged-on users' : 'Devices it logged on to'}><thead><tr><th scope="col">{kind === 'device' ? 'User' : 'Device'}</th><th scope="col" className="number">Logons</th><th scope="col">Last</th></tr></thead>
      <tbody>{rows.map((o) => <tr key={o.entityId}><td><span className="badge"><EntityIcon kind={o.kind} labelled /><Link className="link" to="/entities/$entityId" params={{ entityId: o.entityId }}><InertText text={o.name} limit={100} /></Link></span></td><td className="number mono">{o.logons.toLocaleString('en')}</td><td className="nowrap"><TimeText us={o.lastUs} short /></td></tr>)}</tbody></table>,
  );
}
