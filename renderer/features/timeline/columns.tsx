/** Columns of a timeline: events, and the alerts among them. */
import { FlagFilled, FlagRegular } from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import { defangIn, visibleText } from '../../../shared/base/text.ts';
import type { TimelineRow } from '../../../shared/contract/timeline.ts';
import { NETWORK_KINDS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { TimeText, type TimeZoneName } from '../../state/index.ts';
import { EntityName, InertText, isoText, label, SeverityGlyph, Words, type ListColumn } from '../../ui/index.ts';

export const rowIdOf = (r: TimelineRow): string => (r.kind === 'event' ? `event ${r.eventId}` : `alert ${r.alertId}`);
export const GROUP_LABEL: Readonly<Record<string, string>> = { process: 'Process', file: 'File', network: 'Network', registry: 'Registry', module: 'Modules', script: 'Script', logon: 'Logon', account: 'Account', service: 'Services', mail: 'Mail', cloud: 'Cloud', other: 'Other', alert: 'Alerts' };

export interface ColumnsOf {
  readonly zone: TimeZoneName;
  /** The timeline is about a device, so naming it in every row tells nothing. */
  readonly isOfDevice: boolean;
  readonly accountName: (entityId: string) => string;
  /** Null where flags cannot be set. */
  readonly onFlag: ((row: TimelineRow & { kind: 'event' }) => void) | null;
}

export function timelineColumns({ zone, isOfDevice, accountName, onFlag }: ColumnsOf): ListColumn<TimelineRow>[] {
  const named = (id: string, title: string, of: (r: TimelineRow & { kind: 'event' }) => { kind: EntityKind | null; id: string | null; name: string | null }, more: Partial<ListColumn<TimelineRow>>): ListColumn<TimelineRow> => ({
    id, title, isSortable: false, ...more, text: (r) => (r.kind === 'event' ? (of(r).name ?? '') : ''), isNetwork: (r) => r.kind === 'event' && isNetwork(of(r).kind),
    cell: (r) => { const e = r.kind === 'event' ? of(r) : null; return e === null || e.id === null || e.name === null ? null : <Link className="link ellipsis" tabIndex={-1} to="/entities/$entityId" params={{ entityId: e.id }}>{e.kind === null ? <InertText text={e.name} limit={120} /> : <EntityName kind={e.kind} name={e.name} />}</Link>; },
  });
  return [
    { id: 'time', title: `Time (${zone === 'utc' ? 'UTC' : 'local'})`, width: 200, order: 'time', filter: { kind: 'time' }, cell: (r) => <TimeText us={r.timeUs} />, text: (r) => isoText(r.timeUs) },
    { id: 'flag', title: 'Flag', width: 56, minWidth: 44, isSortable: false, text: (r) => (r.kind === 'event' && r.isFlagged ? 'flagged' : ''), cell: (r) => (r.kind === 'event' ? <FlagButton row={r} onFlag={onFlag} /> : null) },
    { id: 'actionType', title: 'Action type', width: 190, isSortable: false, filter: { kind: 'values', label }, text: (r) => (r.kind === 'event' ? r.actionType : 'alert'), cell: (r) => (r.kind === 'event' ? <Words text={label(r.actionType)} /> : <span className="badge"><SeverityGlyph severity={r.severity} /><strong>Alert</strong></span>) },
    { id: 'summary', title: 'What', flex: 3, minWidth: 260, isSortable: false, text: (r) => (r.kind === 'event' ? defangedSummary(r) : r.title), cell: (r) => (r.kind === 'event' ? <span className="mono small ellipsis" title={visibleText(r.summary).slice(0, 2000)}><InertText text={whatOf(r)} limit={400} /></span> : <Link className="link row-title ellipsis" tabIndex={-1} to="/alerts/$alertId" params={{ alertId: r.alertId }}><InertText text={r.title} limit={200} /></Link>) },
    named('account', 'Account', (r) => ({ kind: 'user', id: r.accountEntityId, name: r.accountName }), { width: 170, filter: { kind: 'values', label: accountName } }),
    named('actor', 'Actor', (r) => ({ kind: r.actorKind, id: r.actorEntityId, name: r.actorName }), { width: 170, isHidden: true }),
    named('target', 'Target', (r) => ({ kind: r.targetKind, id: r.targetEntityId, name: r.targetName }), { width: 170, isHidden: true }),
    named('device', 'Device', (r) => ({ kind: 'device', id: r.deviceEntityId, name: r.deviceName }), { width: 170, isHidden: isOfDevice }),
    { id: 'technique', title: 'Techniques', width: 130, isSortable: false, filter: { kind: 'values' }, className: 'mono', text: (r) => r.mitreTechniques.join('; '), cell: (r) => <Words text={r.mitreTechniques.join(', ')} /> },
    { id: 'source', title: 'Source', width: 170, isSortable: false, filter: { kind: 'values' }, text: sourceOf, cell: (r) => <Words text={sourceOf(r)} /> },
    { id: 'group', title: 'Event group', width: 110, isSortable: false, isHidden: true, text: groupOf, cell: groupOf },
  ];
}
/** The action type stands in a column of its own. */
const whatOf = (r: TimelineRow & { kind: 'event' }): string => (r.summary.startsWith(`${r.actionType}: `) ? r.summary.slice(r.actionType.length + 2) : r.summary);
const isNetwork = (kind: EntityKind | null): boolean => kind !== null && NETWORK_KINDS.has(kind);
const sourceOf = (r: TimelineRow): string => (r.kind === 'event' ? r.source : (r.productName ?? (r.serviceSource === null ? '' : label(r.serviceSource))));
const groupOf = (r: TimelineRow): string => (r.kind === 'event' ? (GROUP_LABEL[r.group] ?? r.group) : 'Alerts');
/** Indicators stand within running text: what is copied holds none that a click would open. */
function defangedSummary(r: TimelineRow & { kind: 'event' }): string {
  return defangIn(r.summary, [isNetwork(r.actorKind) ? r.actorName : null, isNetwork(r.targetKind) ? r.targetName : null].filter((n) => n !== null));
}

function FlagButton({ row, onFlag }: { row: TimelineRow & { kind: 'event' }; onFlag: ColumnsOf['onFlag'] }) {
  const icon = row.isFlagged ? <FlagFilled style={{ color: 'var(--accent-line)' }} /> : <FlagRegular />;
  if (onFlag === null) return row.isFlagged ? <span role="img" aria-label="Flagged">{icon}</span> : null;
  return <button type="button" tabIndex={-1} className="icon-btn flag-btn" aria-pressed={row.isFlagged} aria-label={row.isFlagged ? 'Remove the flag' : 'Flag this event'} title={row.isFlagged ? 'Flagged. Remove with F' : 'Flag with F'} onClick={(e) => { e.stopPropagation(); onFlag(row); }}>{icon}</button>;
}
