/** Taking a change back. Decisions stay where they are: rows that say `undoes` take their effect away, and can be read after a restart. */
import { RedthreadError, type Output, type ParsedInput } from '../../../shared/contract/index.ts';
import { FIELD_WORDS, summarize, type ChangedField } from '../../../shared/domain/decision/index.ts';
import type { Db, OpenCase } from '../case-file.ts';
import { prepared } from '../prepared.ts';
import { CREATED } from './analyst-incidents.ts';
import { inChange, refuse, type By, type DecisionRow } from './change.ts';
import { STANDS } from './standing.ts';

interface BatchRow extends DecisionRow { readonly pk: number | null; readonly undoes: string | null }

/** Decisions of a batch in the order in which they were made, each with what it is about now. */
function batchOf(db: Db, batchId: string): BatchRow[] {
  return (prepared(db, `select d.decision_id decisionId, d.batch_id batchId, d.target_kind kind, d.target_id targetId, d.anchor, d.field, d.item, d.value, d.previous, d.at_us atUs, d.actor, d.undoes, t.target_pk pk
    from decision d left join decided t using(decision_id) where d.batch_id = ? order by d.seq`).all(batchId) as (Omit<BatchRow, 'value' | 'previous'> & { value: string; previous: string })[])
    .map((r) => ({ ...r, value: JSON.parse(r.value) as unknown, previous: JSON.parse(r.previous) as unknown }));
}

interface Refusal { readonly rule: string; readonly message: string; readonly laterBatchId?: string }

/** What forbids taking a batch back; null when nothing does. */
function refusalOf(db: Db, rows: readonly BatchRow[]): Refusal | null {
  const { batchId, undoes } = rows[0]!;
  if (undoes !== null) return { rule: 'isUndo', message: 'This change took another one back. Make that change again instead.' };
  if (prepared(db, 'select 1 from decision where undoes = ? limit 1').get(batchId) !== undefined) return { rule: 'alreadyUndone', message: 'This change was taken back already.' };
  const sameField = prepared(db, `select d.batch_id batchId, d.actor from decided t join decision d using(decision_id) where t.target_kind = ? and t.target_pk = ? and d.field = ? and d.item = ? and d.batch_id <> ? and d.decision_id > ? and ${STANDS} order by d.decision_id desc limit 1`);
  const anything = prepared(db, `select d.batch_id batchId, d.actor from decision d where d.decision_id > ? and d.batch_id <> ? and (d.target_kind = 'incident' and d.target_id = ? or d.field in ('incidentId', 'redirectIncidentId') and d.value = ?) and ${STANDS} order by d.decision_id desc limit 1`);
  for (const r of rows) {
    const later = (r.field === CREATED ? anything.get(r.decisionId, batchId, r.targetId, JSON.stringify(r.targetId)) : r.pk === null ? undefined : sameField.get(r.kind, r.pk, r.field, r.item, batchId, r.decisionId)) as { batchId: string; actor: string } | undefined;
    if (later === undefined) continue;
    const what = r.field === CREATED ? `Incident ${r.targetId}` : `The ${FIELD_WORDS[r.field] ?? 'place'} of ${r.kind} ${r.targetId}`;
    return { rule: 'changedLater', message: `${what} was changed again later, by ${later.actor}. Take that change back first.`, laterBatchId: later.batchId };
  }
  return null;
}

export function undoChange(open: OpenCase, input: ParsedInput<'change.undo'>, by: By): Output<'change.undo'> {
  return inChange(open, by, (change) => {
    const rows = batchOf(open.db, input.batchId);
    if (rows.length === 0) throw new RedthreadError('notFound', `This case holds no change ${input.batchId}.`, { batchId: input.batchId });
    const refusal = refusalOf(open.db, rows);
    if (refusal !== null) refuse(refusal.rule, refusal.message, { batchId: input.batchId, ...(refusal.laterBatchId === undefined ? {} : { laterBatchId: refusal.laterBatchId }) });
    for (const r of rows.toReversed()) change.takeBack(r.pk, r);
    return change.outcome();
  });
}

export function lastChange({ db, readOnly }: OpenCase): Output<'change.last'> {
  const batchId = prepared(db, `select d.batch_id from decision d where ${STANDS} order by d.decision_id desc limit 1`).pluck().get() as string | undefined;
  if (batchId === undefined) return null;
  const rows = batchOf(db, batchId);
  const why = readOnly ? 'The case cannot be written.' : (refusalOf(db, rows)?.message ?? null);
  return { batchId, atUs: rows[0]!.atUs, actor: rows[0]!.actor, summary: summarize(rows.filter((r) => r.field !== 'alerts' && r.field !== 'mergedIncidents').map((r) => named(db, r))), canUndo: why === null, why };
}

/** Alerts are known by their title, entities by their name, incidents by their id. */
function named(db: Db, r: BatchRow): ChangedField {
  const name = r.pk === null ? undefined : r.kind === 'alert' ? prepared(db, 'select title from alert where alert_pk = ?').pluck().get(r.pk) : r.kind === 'entity' ? prepared(db, 'select display_name from entity where entity_pk = ?').pluck().get(r.pk) : undefined;
  return { targetKind: r.kind, targetId: r.targetId, name: typeof name === 'string' ? name : r.targetId, field: r.field, item: r.item, value: r.value };
}
