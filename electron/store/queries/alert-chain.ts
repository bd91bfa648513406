/** Alerts of an incident that led to one of them, and that followed from it. */
import type { ChainAlert, Output, ParsedInput } from '../../../shared/contract/index.ts';
import { US_PER_SECOND } from '../../../shared/base/time.ts';
import { directLinks, FLOW, pathOf, walkChain, type ChainableAlert, type Context, type DirectLink, type Flow, type Path, type Reached, type Step } from '../../../shared/domain/alert/index.ts';
import { RELATION_TYPES, type AlertFact } from '../../../shared/domain/facts/facts.ts';
import type { Db } from '../case-file.ts';
import { CHRONOLOGICAL } from '../derive/alert-links.ts';
import { keyUses } from '../derive/link-keys.ts';
import { commonIn, parentsIn, SPAWNED } from '../parents.ts';
import { namedEntity } from './alert-links.ts';
import { alertPk, parse, prepared, recordRef, severityName } from './shared.ts';

interface Row { readonly pk: number; readonly alertId: string; readonly title: string; readonly severity: number; readonly status: ChainAlert['status']; readonly firstUs: number; readonly lastUs: number | null; readonly data: string }
type Chainable = ChainableAlert & { readonly row: Row };

export function getAlertChain(db: Db, input: ParsedInput<'alert.chain'>): Output<'alert.chain'> {
  const pk = alertPk(db, input.alertId);
  const incidentPk = db.prepare('select incident_pk from alert where alert_pk = ?').pluck().get(pk) as number | null;
  const alerts = incidentPk === null ? [] : chainable(db, incidentPk);
  const start = alerts.findIndex((a) => a.row.pk === pk);
  if (start === -1) return { total: 0, earlier: [], earlierTotal: 0, later: [], laterTotal: 0 };
  const flows = flowsBetween(db, alerts);
  const context = contextIn(db);
  const links = directLinks(alerts, flows, parentsIn(db), commonIn(db), context);
  const describe = describeIn(db, alerts, flows, context);
  const [earlier, later] = (['earlier', 'later'] as const).map((toward) => walkChain(links, start, toward)) as [Reached[], Reached[]];
  return { total: earlier.length + later.length, earlier: earlier.slice(0, input.limit).map((r) => describe(r, 'later')), earlierTotal: earlier.length, later: later.slice(0, input.limit).map((r) => describe(r, 'earlier')), laterTotal: later.length };
}

/** The incident's alerts that have a time, in time order. */
function chainable(db: Db, incidentPk: number): Chainable[] {
  const rows = db.prepare(`select alert_pk pk, alert_id alertId, title, severity, status, first_activity_us firstUs, last_activity_us lastUs, data from alert where incident_pk = ? and first_activity_us is not null order by ${CHRONOLOGICAL}`).all(incidentPk) as Row[];
  const uses = keyUses(db, incidentPk);
  const evidence = Map.groupBy(db.prepare('select v.alert_pk alertPk, v.entity_pk pk, e.kind from evidence v join entity e using(entity_pk) join alert a using(alert_pk) where a.incident_pk = ? order by v.alert_pk, v.entity_pk').all(incidentPk) as { alertPk: number; pk: number; kind: string }[], (e) => e.alertPk);
  return rows.map((row): Chainable => {
    const own = evidence.get(row.pk) ?? [];
    return { row, firstUs: row.firstUs, lastUs: Math.max(row.firstUs, row.lastUs ?? row.firstUs), uses: uses.get(row.pk) ?? [], entities: new Set(own.map((e) => e.pk)), ...byKind(own) };
  });
}

function byKind(evidence: readonly { readonly pk: number; readonly kind: string }[]): Pick<ChainableAlert, 'processes' | 'accounts'> {
  const of = (kind: string): number[] => [...new Set(evidence.filter((e) => e.kind === kind).map((e) => e.pk))];
  return { processes: of('process'), accounts: of('user') };
}

/** Relations between what the alerts are about, as the attack moves. */
function flowsBetween(db: Db, alerts: readonly Chainable[]): Flow[] {
  db.exec('create temp table if not exists chain_entity(pk integer primary key); delete from chain_entity');
  const add = db.prepare('insert or ignore into chain_entity values(?)');
  for (const a of alerts) { for (const pk of a.entities) add.run(pk); for (const u of a.uses) add.run(u.entity); }
  return FLOW.filter((rule) => rule.isContext !== true).flatMap(({ type, reason, direction, narrow, toKind }) => {
    const wide = narrow === 'from' ? 'to' : 'from';
    const rows = prepared(db, `select r.from_pk "from", r.to_pk "to", r.first_us timeUs, r.relation_id relationId from chain_entity n cross join relation r on r.${narrow}_pk = n.pk and r.type_code = ${RELATION_TYPES.indexOf(type)} join chain_entity w on w.pk = r.${wide}_pk
      where r.basis_code = 0 and r.from_pk <> r.to_pk ${toKind === undefined ? '' : `and exists (select 1 from entity e where e.entity_pk = r.to_pk and e.kind = '${toKind}')`}`).all() as { from: number; to: number; timeUs: number | null; relationId: number }[];
    const along = direction === 'against' ? [] : rows.map((r): Flow => ({ ...r, reason, isReversed: false }));
    const against = direction === 'with' ? [] : rows.map((r): Flow => ({ ...r, from: r.to, to: r.from, reason, isReversed: true }));
    return [...along, ...against];
  });
}

/** Accounts log on and sign in by the thousand: asked for one at a time. */
function contextIn(db: Db): Context {
  const rules = FLOW.filter((rule) => rule.isContext === true);
  return {
    loggedOn: (account, device, atUs) => prepared(db, `select 1 from relation where from_pk = ? and type_code = ${RELATION_TYPES.indexOf('logged_on_to')} and first_us between ? and ? and to_pk = ? limit 1`).get(account, atUs - US_PER_SECOND, atUs + US_PER_SECOND, device) !== undefined,
    flowsFrom: (entity, fromUs, toUs) => rules.flatMap(({ type, reason }) => (prepared(db, `select to_pk "to", first_us timeUs, relation_id relationId from relation where from_pk = ? and type_code = ${RELATION_TYPES.indexOf(type)} and first_us between ? and ? and basis_code = 0`).all(entity, fromUs, toUs) as { to: number; timeUs: number; relationId: number }[])
      .map((r): Flow => ({ ...r, from: entity, reason, isReversed: false }))),
  };
}

function describeIn(db: Db, alerts: readonly Chainable[], flows: readonly Flow[], context: Context): (reached: Reached, near: 'earlier' | 'later') => ChainAlert {
  const byFrom = Map.groupBy(flows, (f) => f.from);
  const byTo = Map.groupBy(flows, (f) => f.to);
  const flowsOf = (entity: number, end: 'from' | 'to'): readonly Flow[] => (end === 'from' ? byFrom : byTo).get(entity) ?? [];
  return ({ alert, hop, links }, near) => {
    const { row } = alerts[alert]!;
    return {
      alertId: row.alertId, title: row.title, severity: severityName(row.severity), status: row.status, category: parse<Partial<AlertFact>>(row.data, {}).category ?? null, firstActivityUs: row.firstUs, lastActivityUs: row.lastUs, hop,
      links: links.map((link) => describeLink(db, alerts, link, alerts[link[near]]!.row.alertId, pathOf(link, alerts, flowsOf, context))),
    };
  };
}

function describeLink(db: Db, alerts: readonly Chainable[], link: DirectLink, alertId: string, path: Path): ChainAlert['links'][number] {
  const steps = path.steps.map((step) => describeStep(db, step));
  const times = steps.flatMap((s) => (s === null ? [] : [s.firstUs, s.lastUs])).filter((t) => t !== null);
  if (times.length === 0) times.push(alerts[link.earlier]!.firstUs, alerts[link.later]!.firstUs);
  return { alertId, reason: link.reason, entities: path.entities.map((pk) => namedEntity(db, pk)), steps, firstUs: Math.min(...times), lastUs: Math.max(...times) };
}

function describeStep(db: Db, step: Step): ChainAlert['links'][number]['steps'][number] {
  if (step === null) return null;
  const id = step.kind === 'flow' ? step.flow.relationId : (prepared(db, `select relation_id from relation where from_pk = ? and to_pk = ? and type_code = ${SPAWNED} order by basis_code, first_us is null, first_us, relation_id limit 1`).pluck().get(step.from, step.to) as number);
  const r = prepared(db, 'select relation_id relationId, type_code code, first_us firstUs, last_us lastUs, count, record_id recordId from relation where relation_id = ?').get(id) as { relationId: number; code: number; firstUs: number | null; lastUs: number | null; count: number; recordId: number | null };
  const { code, recordId, ...told } = r;
  return { ...told, type: RELATION_TYPES[code]!, isReversed: step.kind === 'flow' && step.flow.isReversed, record: recordRef(db, recordId) };
}
