/** Processes as nodes of a tree: what records say of one, who it ran as, from which file, what it did. */
import type { NamedEntity, ProcessNode } from '../../../shared/contract/index.ts';
import { RELATION_TYPES, type RelationType } from '../../../shared/domain/facts/facts.ts';
import { joinPath } from '../../../shared/domain/entity/index.ts';
import { activityOf, type ProcessActivity } from '../../../shared/domain/process/index.ts';
import type { Db } from '../case-file.ts';
import { SPAWNED } from '../parents.ts';
import { saidIn, textIn } from '../said.ts';
import { namedEntity } from './alert-links.ts';
import { prepared, severityName, verdictName } from './shared.ts';

/** Alerts told with a process; `alertCount` says how many there are. */
const ALERTS_SHOWN = 20;
const CODE = (type: RelationType): number => RELATION_TYPES.indexOf(type);

/** A node without its place in a tree. */
export type BareNode = Omit<ProcessNode, 'parentEntityId' | 'depth' | 'position' | 'shownChildCount'>;

/** Each process is read once, however many answers it stands in. */
export function nodesIn(db: Db): (pk: number) => BareNode {
  const processSaid = saidIn(db, ['processCommandLine', 'integrityLevel', 'endUs', 'imageFile', 'filePath', 'fileName', 'processId']);
  const fileSaid = saidIn(db, ['signer', 'filePublisher', 'filePath', 'fileName']);
  const known = new Map<number, BareNode>();
  return (pk) => known.get(pk) ?? known.set(pk, node(db, pk, processSaid(pk), fileSaid)).get(pk)!;
}

function node(db: Db, pk: number, said: ReadonlyMap<string, unknown>, fileSaid: (pk: number) => ReadonlyMap<string, unknown>): BareNode {
  const row = prepared(db, 'select entity_id entityId, display_name displayName, verdict, alert_count alertCount, event_count eventCount, own_time_us ownUs from entity where entity_pk = ?').get(pk) as { entityId: string; displayName: string; verdict: number; alertCount: number; eventCount: number; ownUs: number | null };
  const pid = prepared(db, `select cast(value as integer) from entity_key where entity_pk = ? and key_type in ('pidStart', 'pidImage') and value glob '[0-9]*' order by key_type desc, value limit 1`).pluck().get(pk) as number | undefined;
  const alerts = prepared(db, `select a.alert_id id, a.severity from evidence v join alert a using(alert_pk) where v.entity_pk = ? group by a.alert_pk order by a.first_activity_us is null, a.first_activity_us, a.alert_id`).all(pk) as { id: string; severity: number }[];
  const end = said.get('endUs');
  return {
    entityId: row.entityId, displayName: row.displayName, pid: pid ?? pidSaid(said.get('processId')), commandLine: textIn(said, 'processCommandLine'), startUs: row.ownUs ?? spawnTime(db, pk), endUs: typeof end === 'number' ? end : null,
    account: firstEnd(db, pk, 'ran_as', 'to'), integrityLevel: textIn(said, 'integrityLevel'), device: firstEnd(db, pk, 'ran_on', 'from'), imageFile: image(db, pk, said, fileSaid), childCount: childCount(db, pk), verdict: verdictName(row.verdict),
    alertCount: row.alertCount, alertIds: alerts.slice(0, ALERTS_SHOWN).map((a) => a.id), maxSeverity: alerts.length === 0 ? null : severityName(alerts.reduce((most, a) => Math.max(most, a.severity), 0)), eventCount: row.eventCount, activityCounts: activities(db, pk),
  };
}

const pidSaid = (value: unknown): number | null => { const pid = typeof value === 'string' ? Number(value) : value; return typeof pid === 'number' && Number.isInteger(pid) && pid >= 0 ? pid : null; };

/** A child's creation is when its parent spawned it. */
const spawnTime = (db: Db, pk: number): number | null => prepared(db, `select min(first_us) from relation where to_pk = ? and type_code = ${SPAWNED}`).pluck().get(pk) as number | null;

/** The other end of the relation of one type: what an event states comes before what an alert implies, then the earliest. */
function firstEnd(db: Db, pk: number, type: RelationType, end: 'from' | 'to'): NamedEntity | null {
  const other = prepared(db, `select ${end === 'to' ? 'from' : 'to'}_pk from relation where ${end}_pk = ? and type_code = ${CODE(type)} order by basis_code, first_us is null, first_us, relation_id limit 1`).pluck().get(pk) as number | undefined;
  return other === undefined ? null : namedEntity(db, other);
}

/** The image: the file whose content is known before one that is known by its place only. */
function image(db: Db, pk: number, said: ReadonlyMap<string, unknown>, fileSaid: (pk: number) => ReadonlyMap<string, unknown>): ProcessNode['imageFile'] {
  const file = prepared(db, `select f.entity_pk pk, f.entity_id entityId, f.display_name displayName, f.verdict from relation r join entity f on f.entity_pk = r.from_pk where r.to_pk = ? and r.type_code = ${CODE('image_of')}
    order by r.basis_code, not exists (select 1 from entity_key k where k.entity_pk = f.entity_pk and k.key_type in ('sha256', 'sha1', 'md5')), r.first_us is null, r.first_us, f.entity_pk limit 1`).get(pk) as { pk: number; entityId: string; displayName: string; verdict: number } | undefined;
  if (file === undefined) return null;
  const own = fileSaid(file.pk);
  const path = textIn(said, 'imageFile') ?? pathOf(said) ?? (prepared(db, `select value from entity_key where entity_pk = ? and key_type = 'devicePath' order by value limit 1`).pluck().get(file.pk) as string | undefined) ?? pathOf(own);
  return { entityId: file.entityId, displayName: file.displayName, path, signer: textIn(own, 'signer', 'filePublisher'), verdict: verdictName(file.verdict) };
}
const pathOf = (said: ReadonlyMap<string, unknown>): string | null => joinPath(textIn(said, 'filePath'), textIn(said, 'fileName'));

const childCount = (db: Db, pk: number): number => prepared(db, 'select count(*) from process_child where parent_pk = ?').pluck().get(pk) as number;

function activities(db: Db, pk: number): ProcessNode['activityCounts'] {
  const counts: Partial<Record<ProcessActivity, number>> = {};
  for (const { actionType, n } of prepared(db, 'select t.text actionType, p.count n from process_activity p join term t on t.term_id = p.action_type where p.entity_pk = ?').all(pk) as { actionType: string; n: number }[]) {
    const activity = activityOf(actionType);
    counts[activity] = (counts[activity] ?? 0) + n;
  }
  return counts;
}

/** Children by start, those without one last; each once. */
export function childrenOf(db: Db, pk: number, limit: number, offset = 0): number[] {
  return prepared(db, 'select child_pk from process_child where parent_pk = ? order by start_us, child_pk limit ? offset ?').pluck().all(pk, limit, offset) as number[];
}

/**
 * Lays nodes out in preorder. `children`: the chosen children of each, in order; a process stands once, under the parent that comes first, so records that contradict each other
 * end the tree and not the program. `focus`: the processes asked for; what leads to them is their ancestors.
 */
export function layOut(top: number, children: ReadonlyMap<number, readonly number[]>, focus: ReadonlySet<number>, read: (pk: number) => BareNode): ProcessNode[] {
  const order: { pk: number; parent: number | null; depth: number }[] = [];
  const shown = new Map<number, number>();
  const placed = new Set([top]);
  const stack: { pk: number; parent: number | null; depth: number }[] = [{ pk: top, parent: null, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    order.push(next);
    const own = (children.get(next.pk) ?? []).filter((c) => !placed.has(c));
    for (const c of own) placed.add(c);
    shown.set(next.pk, own.length);
    for (const c of own.toReversed()) stack.push({ pk: c, parent: next.pk, depth: next.depth + 1 });
  }
  const leads = new Set<number>();
  for (const { pk, parent } of order.toReversed()) if (parent !== null && (focus.has(pk) || leads.has(pk))) leads.add(parent);
  return order.map(({ pk, parent, depth }) => ({
    ...read(pk), parentEntityId: parent === null ? null : read(parent).entityId, depth, position: focus.has(pk) ? 'focus' : leads.has(pk) ? 'ancestor' : 'descendant', shownChildCount: shown.get(pk)!,
  }));
}
