/** The graph of one incident, in columns. */
import { NODE_FLAG } from '../../../shared/domain/attack-graph/codes.ts';
import { ASSET_KINDS, ENTITY_KINDS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { RELATION_TYPES, type RelationType } from '../../../shared/domain/facts/facts.ts';
import type { GraphColumns, ParsedInput } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { incidentOf } from './shared.ts';

/** Three quarters of telemetry are these; drawn only when asked for all, and counted as folded otherwise (formats.md section 12.1). */
const FOLDED: ReadonlySet<RelationType> = new Set<RelationType>(['loaded', 'accessed', 'set_value', 'deleted_value', 'image_of', 'ran_on', 'created', 'modified', 'renamed', 'deleted', 'downloaded_from']);
/** Reading the memory of this process is how credentials are stolen, so its `accessed` edges are never folded. */
const CREDENTIAL_PROCESS = /^lsass\.exe\b/i;

interface NodeRow { pk: number; id: string; kind: EntityKind; name: string; verdict: number; impacted: number; critical: number; ownUs: number | null; hasStrong: number }
interface EdgeRow { id: number; from: number; to: number; code: number; first: number | null; last: number | null; count: number; basis: number; stated: number }
interface Member { membership: number; first: number | null; last: number | null; alerts: number }

export function getGraph(db: Db, input: ParsedInput<'graph.get'>): GraphColumns {
  const { pk, incidentId } = incidentOf(db, input.incidentId);
  const members = new Map((db.prepare('select entity_pk pk, membership, first_us first, last_us last, alert_count alerts from incident_entity where incident_pk = ?').all(pk) as (Member & { pk: number })[]).map((m) => [m.pk, m]));
  const reach = reachable(db, pk, members);
  const nodes = new Map(loadNodes(db, reach.nodes).map((n) => [n.pk, n]));
  const isTelemetry = [...members.values()].some((m) => m.membership === 2);
  const drawn = choose(reach.edges, members, nodes, input.view, isTelemetry);
  return columns(db, { incidentId, view: input.view }, pk, members, nodes, drawn, { entities: reach.nodes.size, relations: reach.edges.filter((e) => e.from !== e.to).length });
}

/** Everything that belongs to the incident's picture at most: its entities, and what is one relation away within its time. */
function reachable(db: Db, pk: number, members: ReadonlyMap<number, Member>): { nodes: Set<number>; edges: EdgeRow[] } {
  const edges = db.prepare(`
    with mine as (select entity_pk from incident_entity where incident_pk = @pk), span as (select span_start_us a, span_end_us b from incident where incident_pk = @pk)
    select min(r.relation_id) id, r.from_pk "from", r.to_pk "to", r.type_code code, min(r.first_us) first, max(r.last_us) last, sum(r.count) count, min(r.basis_code) basis, max(ifnull(x.incident_pk = @pk, 0)) stated
    from relation r left join alert x on x.alert_pk = r.alert_pk, span
    where (r.from_pk in mine or r.to_pk in mine) and (x.incident_pk = @pk or (r.basis_code = 0 and (r.first_us is null or (r.first_us >= span.a and r.first_us < span.b))))
    group by r.from_pk, r.to_pk, r.type_code`).all({ pk }) as EdgeRow[];
  const nodes = new Set(members.keys());
  for (const e of edges) { nodes.add(e.from); nodes.add(e.to); }
  return { nodes, edges };
}

function loadNodes(db: Db, pks: ReadonlySet<number>): NodeRow[] {
  db.exec('create temp table if not exists wanted(pk integer primary key); delete from wanted');
  const add = db.prepare('insert into wanted values(?)');
  for (const pk of pks) add.run(pk);
  return db.prepare(`select e.entity_pk pk, e.entity_id id, e.kind, e.display_name name, e.verdict, e.is_impacted impacted, e.is_critical critical, e.own_time_us ownUs,
    exists (select 1 from entity_key k where k.entity_pk = e.entity_pk and k.is_strong = 1) hasStrong from wanted w join entity e on e.entity_pk = w.pk`).all() as NodeRow[];
}

interface Drawn { nodes: Set<number>; edges: EdgeRow[]; folded: GraphColumns['folded'] }

function choose(edges: readonly EdgeRow[], members: ReadonlyMap<number, Member>, nodes: ReadonlyMap<number, NodeRow>, view: 'story' | 'all', isTelemetry: boolean): Drawn {
  const noLoops = edges.filter((e) => e.from !== e.to);
  const keepsType = (e: EdgeRow) => e.stated === 1 || !FOLDED.has(RELATION_TYPES[e.code]!) || (RELATION_TYPES[e.code] === 'accessed' && CREDENTIAL_PROCESS.test(nodes.get(e.to)!.name));
  const isMember = (e: EdgeRow) => members.has(e.from) && members.has(e.to);
  const kept = noLoops.filter((e) => (view === 'all' ? isTelemetry || isMember(e) || keepsType(e) : isMember(e) && (isTelemetry ? keepsType(e) : true)));
  const drawn = new Set<number>();
  if (!isTelemetry) for (const pk of members.keys()) drawn.add(pk);
  else for (const pk of members.keys()) if (view === 'all' || nodes.get(pk)?.kind === 'device') drawn.add(pk);
  for (const e of kept) { drawn.add(e.from); drawn.add(e.to); }
  const keptIds = new Set(kept.map((e) => e.id));
  const folded = [...Map.groupBy(noLoops.filter((e) => !keptIds.has(e.id)), (e) => e.code)].map(([code, list]) => ({
    type: RELATION_TYPES[code]! as string, relations: list.length, entities: new Set(list.flatMap((e) => [e.from, e.to]).filter((n) => !drawn.has(n))).size,
  }));
  return { nodes: drawn, edges: kept, folded: folded.sort((a, b) => (a.type < b.type ? -1 : 1)) };
}

function columns(db: Db, input: { readonly incidentId: string; readonly view: ParsedInput<'graph.get'>['view'] }, pk: number, members: ReadonlyMap<number, Member>, all: ReadonlyMap<number, NodeRow>, drawn: Drawn, totals: { entities: number; relations: number }): GraphColumns {
  const times = new Map<number, { first: number; last: number }>();
  const see = (node: number, first: number | null, last: number | null) => {
    if (first === null) return;
    const t = times.get(node);
    if (!t) times.set(node, { first, last: last ?? first });
    else { t.first = Math.min(t.first, first); t.last = Math.max(t.last, last ?? first); }
  };
  for (const e of drawn.edges) if (e.basis === 0) { see(e.from, e.first, e.last); see(e.to, e.first, e.last); }
  for (const n of drawn.nodes) {
    const m = members.get(n);
    if (m && m.first !== null) see(n, m.first, m.last);
  }
  for (const e of drawn.edges) if (e.basis === 1) for (const end of [e.from, e.to]) if (!times.has(end)) see(end, e.first, e.last);
  const nodes = [...drawn.nodes].map((n) => all.get(n)!).sort((a, b) => cmp(times.get(a.pk)?.first ?? Infinity, times.get(b.pk)?.first ?? Infinity) || (a.id < b.id ? -1 : 1));
  const index = new Map(nodes.map((n, i) => [n.pk, i]));
  const edges = [...drawn.edges].sort((a, b) => cmp(a.first ?? Infinity, b.first ?? Infinity) || index.get(a.from)! - index.get(b.from)! || index.get(a.to)! - index.get(b.to)! || a.code - b.code);
  const severities = new Map((db.prepare('select v.entity_pk pk, max(a.severity) s from evidence v join alert a using(alert_pk) where a.incident_pk = ? group by 1').all(pk) as { pk: number; s: number }[]).map((r) => [r.pk, r.s]));
  const actions = new Map((db.prepare(`select target_pk pk, max(status in ('succeeded', 'running')) taken, max(status = 'pending') pending from action group by 1`).all() as { pk: number; taken: number; pending: number }[]).map((a) => [a.pk, a]));
  const alerts = db.prepare('select alert_pk pk, alert_id id, severity, first_activity_us first from alert where incident_pk = ? order by first_activity_us is null, first_activity_us, alert_id').all(pk) as { pk: number; id: string; severity: number; first: number | null }[];
  const alertIndex = new Map(alerts.map((a, i) => [a.pk, i]));
  const pairs = (db.prepare('select distinct v.alert_pk a, v.entity_pk e from evidence v join alert a using(alert_pk) where a.incident_pk = ? order by 1, 2').all(pk) as { a: number; e: number }[]).filter((p) => index.has(p.e));
  const flag = (n: NodeRow) => (ASSET_KINDS.has(n.kind) ? NODE_FLAG.asset : 0) | (n.impacted ? NODE_FLAG.impacted : 0) | (n.critical ? NODE_FLAG.critical : 0) | (actions.get(n.pk)?.taken ? NODE_FLAG.actionTaken : 0) | (actions.get(n.pk)?.pending ? NODE_FLAG.actionPending : 0) | (n.hasStrong ? 0 : NODE_FLAG.stub);
  return {
    incidentId: input.incidentId, view: input.view, nodeCount: nodes.length, edgeCount: edges.length, ids: blob(nodes.map((n) => n.id)), labels: blob(nodes.map((n) => n.name)),
    kinds: Uint8Array.from(nodes, (n) => ENTITY_KINDS.indexOf(n.kind)), verdicts: Uint8Array.from(nodes, (n) => n.verdict), alertCounts: Uint16Array.from(nodes, (n) => members.get(n.pk)?.alerts ?? 0),
    maxSeverities: Uint8Array.from(nodes, (n) => severities.get(n.pk) ?? 0), flags: Uint8Array.from(nodes, flag), nodeFirstUs: Float64Array.from(nodes, (n) => times.get(n.pk)?.first ?? NaN), nodeLastUs: Float64Array.from(nodes, (n) => times.get(n.pk)?.last ?? NaN),
    edgeSources: Uint32Array.from(edges, (e) => index.get(e.from)!), edgeTargets: Uint32Array.from(edges, (e) => index.get(e.to)!), edgeTypes: Uint8Array.from(edges, (e) => e.code), edgeBasis: Uint8Array.from(edges, (e) => e.basis),
    edgeFirstUs: Float64Array.from(edges, (e) => e.first ?? NaN), edgeLastUs: Float64Array.from(edges, (e) => e.last ?? NaN), edgeCounts: Uint32Array.from(edges, (e) => e.count), edgeRelationIds: Uint32Array.from(edges, (e) => e.id),
    alertIds: blob(alerts.map((a) => a.id)), alertFirstUs: Float64Array.from(alerts, (a) => a.first ?? NaN), alertSeverities: Uint8Array.from(alerts, (a) => a.severity),
    pairAlerts: Uint32Array.from(pairs, (p) => alertIndex.get(p.a)!), pairNodes: Uint32Array.from(pairs, (p) => index.get(p.e)!), total: totals.entities, totalEntities: totals.entities, totalRelations: totals.relations,
    withoutTime: nodes.filter((n) => !times.has(n.pk)).length, folded: drawn.folded,
  };
}

const cmp = (a: number, b: number) => (a < b ? -1 : a > b ? 1 : 0);
/** UTF-8, items separated by NUL; a NUL inside an item becomes U+FFFD. */
const blob = (items: readonly string[]) => new Uint8Array(Buffer.from(items.map((s) => s.replaceAll('\0', '\ufffd')).join('\0'), 'utf8'));
