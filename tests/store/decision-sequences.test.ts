/**
 * Whatever analysts do, in any order: the rows that a command brings up to date are those that a derivation of the whole case gives, and
 * taking everything back leaves what sources say.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedthreadError } from '../../shared/contract/index.ts';
import { deviceMention, fileMention, userMention } from '../../shared/domain/entity/index.ts';
import { createCase, openCase, type Db } from '../../electron/store/case-file.ts';
import { derive } from '../../electron/store/derive/index.ts';
import { verifyActivity } from '../../electron/store/activity-log.ts';
import { buildIfMissing, redthread } from './cli-run.ts';
import { Analyst, derivedTables, effectiveTables } from './decision-world.ts';
import { aRelation, anAction, anAlert, anEvent, anIncident, at, facts, someEvidence } from './facts-builders.ts';

let folder = '';
let copies = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'redthread-decisions-'));
  smallCase(join(folder, 'small.redthread'));
  buildIfMissing();
  expect(redthread('demo', join(folder, 'sample.redthread')).code).toBe(0);
}, 120_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** Imported incidents, one that is only named, local groups, and telemetry of its own; evidence that awaits approval and a recorded action. */
function smallCase(path: string): void {
  const analyst = new Analyst(createCase(path, { actor: 'tester', nowUs: 0 }));
  const [ws, srv, far] = ['ws-1', 'srv-2', 'far-3'].map((name) => deviceMention({ name: `${name}.corp.example` })!);
  const mia = userMention({ upn: 'mia@corp.example' })!;
  const tool = fileMention({ sha256: 'ab'.repeat(32), name: 'tool.exe' })!;
  const late = { firstActivityUs: at(200_000), lastActivityUs: at(200_100) };
  analyst.imports(
    { name: 'graph', records: [facts({
      incidents: [anIncident('7', { displayName: 'Seven', severity: 'high', customTags: ['hunt'], systemTags: ['Critical asset'], lastUpdateUs: at(500) }), anIncident('8', { status: 'active', assignedTo: 'ben' }), anIncident('9')],
      alerts: [
        anAlert('1a', { incidentId: '7', severity: 'high', investigationId: '31' }), anAlert('2b', { incidentId: '7', severity: 'low' }), anAlert('3c', { incidentId: '8', ...late, lastUpdateUs: at(300_000) }),
        anAlert('4d', { incidentId: '12', status: 'resolved', severity: 'low' }), anAlert('5e', { incidentId: '12', status: 'resolved' }), anAlert('6f', { ...late }), anAlert('7g', { firstActivityUs: null, lastActivityUs: null }),
      ],
      evidence: [
        someEvidence('1a', ws!, { verdict: 'suspicious' }), someEvidence('1a', mia, { remediationStatus: 'pendingApproval' }), someEvidence('2b', mia, { remediationStatus: 'pendingApproval' }), someEvidence('2b', tool, { verdict: 'malicious' }), someEvidence('3c', srv!),
        someEvidence('4d', ws!), someEvidence('5e', tool), someEvidence('6f', far!), someEvidence('7g', tool, { remediationStatus: 'pendingApproval' }),
      ],
      relations: [aRelation(mia, 'logged_on_to', ws!, 5, { alertId: '1a' }), aRelation(mia, 'logged_on_to', srv!, 200_050, { alertId: '3c' })],
      actions: [anAction('act', ws!, { requestedUs: at(20) }), anAction('late', mia, { requestedUs: at(199_999), status: 'pending' })],
      investigations: [{ investigationId: '31', state: 'Running', startUs: at(3), endUs: null, triggeringAlertId: '1a', serviceSource: null, cancelledBy: null, statusDetails: null, device: ws! }],
    })] },
    { name: 'telemetry', format: 'windows-events', records: [900_000, 950_000].map((s) => facts({ events: [anEvent(`t${s}`, s, { device: deviceMention({ name: 'lonely.corp.example' })!, account: userMention({ upn: 'zoe@corp.example' })! })] })) },
    { name: 'hunting', records: [facts({ events: [anEvent('e1', 5, { device: ws!, account: mia }), anEvent('e2', 200_000, { device: srv! }), anEvent('e3', null, { device: ws! }), anEvent('e4', 100_000, { account: mia }), anEvent('e5', 199_000, { device: far! })] })] },
  );
  analyst.db.pragma('wal_checkpoint(TRUNCATE)');
  analyst.db.close();
}

/** A step names things by number: which of the incidents, alerts and entities there are at that moment. */
type Step = (a: Analyst, pick: (table: 'incident' | 'alert' | 'entity', n: number) => string) => void;
const n = fc.nat(1000);
const few = fc.array(n, { minLength: 1, maxLength: 4 });
const assignee = fc.constantFrom('ann', 'ben', null);
const tags = fc.subarray(['vip', 'hunt', 'Critical asset'], { maxLength: 2 });
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 2 });
const severity = optional(fc.constantFrom('informational' as const, 'low' as const, 'high' as const));
const classified = fc.constantFrom({}, { classification: 'truePositive' as const, determination: 'malware' as const }, { classification: 'falsePositive' as const }, { determination: 'other' as const }, { classification: 'unknown' as const });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ which: few, severity, classified, assignedTo: optional(assignee), tags, resolve: fc.boolean(), all: fc.boolean() }).map((s): Step => (a, pick) => {
    a.does('incident.update', { incidentIds: s.which.map((k) => pick('incident', k)), changes: { severity: s.severity, ...s.classified, assignedTo: s.assignedTo, addTags: s.tags, ...(s.resolve ? { status: 'resolved' as const, resolvingComment: 'done' } : {}) }, comment: 'looked at', ...(s.resolve && s.all ? { resolveAlerts: true } : {}) });
  }),
  fc.tuple(n, fc.constantFrom('A new name', 'Another')).map(([which, displayName]): Step => (a, pick) => { a.does('incident.update', { incidentIds: [pick('incident', which)], changes: { displayName, status: 'active' } }); }),
  fc.record({ which: few, severity, classified, assignedTo: optional(assignee), tags, status: optional(fc.constantFrom('new' as const, 'resolved' as const)) }).map((s): Step => (a, pick) => {
    a.does('alert.update', { alertIds: s.which.map((k) => pick('alert', k)), changes: { status: s.status, severity: s.severity, ...s.classified, assignedTo: s.assignedTo, removeTags: s.tags.filter((t) => t !== 'Critical asset') } });
  }),
  fc.tuple(few, n).map(([which, to]): Step => (a, pick) => { a.does('alert.move', { alertIds: which.map((k) => pick('alert', k)), incidentId: pick('incident', to), reason: 'sameAttack' }); }),
  fc.tuple(few).map(([which]): Step => (a, pick) => { a.does('alert.move', { alertIds: which.map((k) => pick('alert', k)), newIncidentName: 'A case of its own', reason: 'other', comment: 'because' }); }),
  fc.tuple(few).map(([which]): Step => (a, pick) => { a.does('alert.unlink', { alertIds: which.map((k) => pick('alert', k)), reason: 'wrongCorrelation' }); }),
  fc.tuple(n, n).map(([from, to]): Step => (a, pick) => { a.does('incident.merge', { sourceIncidentId: pick('incident', from), targetIncidentId: pick('incident', to), reason: 'sameAttack' }); }),
  fc.tuple(few, fc.constantFrom('malicious' as const, 'noThreatsFound' as const, null), tags).map(([which, verdict, add]): Step => (a, pick) => {
    a.does('entity.setVerdict', { entityIds: which.map((k) => pick('entity', k)), verdict, reason: 'seen before' });
    if (add.length > 0) a.does('entity.setTags', { entityIds: which.map((k) => pick('entity', k)), addTags: add });
  }),
  fc.constant<Step>((a) => { if (a.last() !== null) a.undoes(); }),
  n.map((k): Step => (a) => { const batches = a.db.prepare('select distinct batch_id from decision where undoes is null').pluck().all() as string[]; if (batches.length > 0) a.does('change.undo', { batchId: batches[k % batches.length]! }); }),
);

function plays(name: string, steps: readonly Step[], after: (a: Analyst, db: Db) => void): void {
  const path = join(folder, `copy-${copies++}.redthread`);
  copyFileSync(join(folder, `${name}.redthread`), path);
  const open = openCase(path);
  try {
    const analyst = new Analyst(open);
    const pick = (table: string, k: number) => { const ids = open.db.prepare(`select ${table}_id from ${table} order by 1`).pluck().all() as string[]; return ids[k % ids.length]!; };
    // What the rules refuse leaves everything as it is; the next step goes on from there.
    for (const act of steps) try { act(analyst, pick); } catch (thrown) { if (!(thrown instanceof RedthreadError)) throw thrown; }
    after(analyst, open.db);
  } finally {
    open.db.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  }
}

const againEqual = (_a: Analyst, db: Db): void => {
  const now = derivedTables(db);
  derive(db);
  expect(now).toEqual(derivedTables(db));
};
const takenBack = (a: Analyst, db: Db): void => {
  for (let last = a.last(); last !== null; last = a.last()) { expect(last.canUndo, last.why ?? '').toBe(true); a.undoes(); }
  const now = effectiveTables(db);
  db.exec('drop trigger decision_no_delete; delete from decision; delete from incident_anchor');
  derive(db);
  expect(now).toEqual(effectiveTables(db));
};

describe('any sequence of decisions', () => {
  it('gives the tables that a derivation of the whole case gives', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => { plays('small', steps, againEqual); }), { numRuns: 120 });
  }, 300_000);
  it('does so on the sample case', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 4, maxLength: 12 }), (steps) => { plays('sample', steps, againEqual); }), { numRuns: 6 });
  }, 300_000);
  it('can be taken back, the newest first, to what sources say; the log stays whole', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => { plays('small', steps, (a, db) => { takenBack(a, db); expect(verifyActivity(db).intact).toBe(true); }); }), { numRuns: 60 });
  }, 300_000);
});
