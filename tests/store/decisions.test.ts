/** What analysts decide, told as they work: managing, moving, merging, taking back, and what later imports may not change. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceMention, userMention } from '../../shared/domain/entity/index.ts';
import type { AlertFact, IncidentFact, Mention } from '../../shared/domain/facts/facts.ts';
import { createCase, openCase } from '../../electron/store/case-file.ts';
import { verifyActivity } from '../../electron/store/activity-log.ts';
import { Analyst } from './decision-world.ts';
import { anAlert, anEvent, anIncident, at, facts, someEvidence } from './facts-builders.ts';

let folder = '';
const open: Analyst[] = [];
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'redthread-decisions-')); });
afterEach(() => { for (const a of open.splice(0)) a.db.close(); rmSync(folder, { recursive: true, force: true }); });

const path = () => join(folder, 'a.redthread');
function analystOf(incidents: readonly IncidentFact[], alerts: readonly AlertFact[], evidence: readonly [alertId: string, entity: Mention][] = []): Analyst {
  const analyst = new Analyst(createCase(path(), { actor: 'tester', nowUs: 0 }));
  open.push(analyst);
  if (incidents.length + alerts.length > 0) analyst.imports({ name: 'first', records: [facts({ incidents: [...incidents], alerts: [...alerts], evidence: evidence.map(([id, entity]) => someEvidence(id, entity)) })] });
  return analyst;
}
/** Incident 7 with a high and a low alert, incident 8 with one of medium severity. */
const twoIncidents = (seven: Partial<IncidentFact> = {}, eight: Partial<IncidentFact> = {}): Analyst => analystOf(
  [anIncident('7', { displayName: 'Seven', severity: 'high', status: 'active', lastUpdateUs: at(100), ...seven }), anIncident('8', { displayName: 'Eight', severity: 'medium', status: 'active', lastUpdateUs: at(50), ...eight })],
  [anAlert('1a', { incidentId: '7', severity: 'high' }), anAlert('2b', { incidentId: '7', severity: 'low', firstActivityUs: at(60), lastActivityUs: at(90) }), anAlert('3c', { incidentId: '8' })],
);
const entityNamed = (a: Analyst, name: string): string => a.db.prepare('select entity_id from entity where display_name = ?').pluck().get(name) as string;

describe('managing incidents', () => {
  it('sets fields on many at once, tells which differ from what was imported, and logs each with the value before', () => {
    const a = twoIncidents({ assignedTo: 'ben', classification: 'truePositive', determination: 'malware' });
    const { batchId, changed } = a.does('incident.update', { incidentIds: ['7', '8'], changes: { severity: 'high', assignedTo: 'ben', addTags: ['ransomware'] } });
    expect(changed).toBe(2);
    expect(a.incident('7')).toMatchObject({ severity: 'high', assignedTo: 'ben', customTags: ['ransomware'], localFields: ['customTags'], imported: { customTags: [] }, lastModifiedBy: 'mia', lastUpdateUs: a.nowUs });
    expect(a.incident('8')).toMatchObject({ severity: 'high', assignedTo: 'ben', localFields: ['severity', 'assignedTo', 'customTags'], imported: { severity: 'medium', assignedTo: null, customTags: [] } });
    const told = a.log({ action: 'incident.' }).map((e) => [e.targetId, e.field, e.old, e.new, e.batchId === batchId, e.actor]).sort();
    expect(told).toEqual([['7', 'customTags', null, 'ransomware', true, 'mia'], ['8', 'assignedTo', null, 'ben', true, 'mia'], ['8', 'customTags', null, 'ransomware', true, 'mia'], ['8', 'severity', 'medium', 'high', true, 'mia']]);
  });
  it('says that nothing changed, and writes nothing', () => {
    const a = twoIncidents();
    expect(a.does('incident.update', { incidentIds: ['7'], changes: { severity: 'high', status: 'active', assignedTo: null, classification: 'unknown' } })).toEqual({ batchId: null, changed: 0 });
    expect([a.last(), a.log({ action: 'incident.' })]).toEqual([null, []]);
  });
  it('refuses a determination that does not fit, changing none of the incidents, and clears one that no longer fits', () => {
    const a = twoIncidents({ classification: 'truePositive', determination: 'malware' });
    expect(a.refusal('incident.update', { incidentIds: ['7', '8'], changes: { determination: 'malware', severity: 'low' } })).toBe('determination');
    expect([a.incident('7').severity, a.incident('8').severity]).toEqual(['high', 'medium']);
    a.does('incident.update', { incidentIds: ['7'], changes: { classification: 'falsePositive' } });
    expect(a.incident('7')).toMatchObject({ classification: 'falsePositive', determination: 'unknown', imported: { classification: 'truePositive', determination: 'malware' } });
    a.does('incident.update', { incidentIds: ['7'], changes: { determination: 'notMalicious' } });
    expect(a.incident('7').determination).toBe('notMalicious');
  });
  it('resolves with a note, and the open alerts along with it only when asked', () => {
    const a = twoIncidents();
    expect(a.refusal('incident.update', { incidentIds: ['7'], changes: { resolvingComment: 'clean' } })).toBe('notResolved');
    expect(a.refusal('incident.update', { incidentIds: ['7'], changes: { status: 'inProgress' }, resolveAlerts: true })).toBe('badRequest');
    a.does('incident.update', { incidentIds: ['8'], changes: { status: 'resolved' } });
    expect([a.incident('8').status, a.alert('3c').status]).toEqual(['resolved', 'new']);
    a.does('alert.update', { alertIds: ['2b'], changes: { status: 'resolved' } });
    a.does('incident.update', { incidentIds: ['7'], changes: { status: 'resolved', resolvingComment: '**rebuilt**' }, resolveAlerts: true });
    expect(a.incident('7')).toMatchObject({ status: 'resolved', resolvingComment: '**rebuilt**', activeAlertCount: 0 });
    expect([a.alert('1a').status, a.alert('1a').resolvedUs]).toEqual(['resolved', a.nowUs]);
    // The alert that was resolved before is no part of the change.
    a.undoes();
    expect([a.incident('7').status, a.incident('7').resolvingComment, a.alert('1a').status, a.alert('1a').resolvedUs, a.alert('2b').status]).toEqual(['active', null, 'new', null, 'resolved']);
  });
  it('assigns the alerts of an incident along with it, and takes back only what its assignee had', () => {
    const a = twoIncidents();
    a.does('alert.update', { alertIds: ['2b'], changes: { assignedTo: 'zoe' } });
    a.does('incident.update', { incidentIds: ['7'], changes: { assignedTo: 'ann' } });
    expect(['1a', '2b', '3c'].map((id) => a.alert(id).assignedTo)).toEqual(['ann', 'ann', null]);
    a.does('alert.update', { alertIds: ['2b'], changes: { assignedTo: 'zoe' } });
    a.does('incident.update', { incidentIds: ['7'], changes: { assignedTo: null } });
    expect(['1a', '2b'].map((id) => a.alert(id).assignedTo)).toEqual([null, 'zoe']);
  });
  it('keeps comments letter by letter, beside those of sources', () => {
    const text = '# Found it\r\n<script>alert(1)</script> [x](javascript:0) \u202e **ok**\n';
    const a = twoIncidents({ comments: [{ comment: 'from the portal', createdBy: 'zoe', createdUs: at(1) }] });
    a.does('comment.add', { targetKind: 'incident', targetId: '7', comment: text });
    a.does('alert.update', { alertIds: ['1a'], changes: {}, comment: 'x'.repeat(30_000) });
    expect(a.incident('7').comments).toEqual([{ comment: 'from the portal', createdBy: 'zoe', createdUs: at(1), local: false, mergedFromIncidentId: null }, { comment: text, createdBy: 'mia', createdUs: a.nowUs - 1_000_000, local: true, mergedFromIncidentId: null }]);
    expect(a.alert('1a').comments.map((c) => c.comment.length)).toEqual([30_000]);
    expect(() => a.does('comment.add', { targetKind: 'alert', targetId: '1a', comment: 'x'.repeat(30_001) })).toThrow();
    expect(() => a.does('comment.add', { targetKind: 'alert', targetId: '1a', comment: ' \n' })).toThrow();
  });
  it('adds and removes custom tags whatever their case, and leaves system tags alone', () => {
    const a = twoIncidents({ customTags: ['VIP'], systemTags: ['Attack disruption'] });
    a.does('incident.update', { incidentIds: ['7'], changes: { addTags: ['vip', 'attack disruption', 'hunt'] } });
    expect(a.incident('7').customTags).toEqual(['VIP', 'hunt']);
    a.does('incident.update', { incidentIds: ['7'], changes: { removeTags: ['vip'] } });
    expect(a.incident('7')).toMatchObject({ customTags: ['hunt'], systemTags: ['Attack disruption'], imported: { customTags: ['VIP'] } });
    expect(a.refusal('incident.update', { incidentIds: ['7'], changes: { removeTags: ['Attack disruption'] } })).toBe('systemTag');
    expect(a.refusal('incident.update', { incidentIds: ['7'], changes: { addTags: ['x'], removeTags: ['X'] } })).toBe('badRequest');
  });
  it.each([
    ['no change at all', { incidentIds: ['7'], changes: {} }, 'badRequest'], ['an incident that is not there', { incidentIds: ['7', '99'], changes: { severity: 'low' } }, 'notFound'], ['one name for two', { incidentIds: ['7', '8'], changes: { displayName: 'x' } }, 'badRequest'],
  ] as const)('refuses %s', (_what, input, code) => { expect(twoIncidents().refusal('incident.update', { ...input, incidentIds: [...input.incidentIds] })).toBe(code); });
  it('refuses what it would ignore', () => {
    const a = twoIncidents();
    for (const wrong of [{ incidentIds: ['7'], changes: { statuss: 'x' } }, { incidentIds: [], changes: { severity: 'low' } }, { incidentIds: ['7'], changes: { status: 'redirected' } }, { incidentIds: ['7'], changes: { severity: 'low' }, more: 1 }]) expect(() => a.does('incident.update', wrong as never)).toThrow();
  });
  it('refuses to write where the case may only be read, by the name that other commands use', () => {
    twoIncidents().db.close();
    open.splice(0);
    const reader = new Analyst(openCase(path(), { readOnly: true }));
    open.push(reader);
    expect(reader.refusal('incident.update', { incidentIds: ['7'], changes: { severity: 'low' } })).toBe('caseReadOnly');
    expect(reader.refusal('change.undo', { batchId: 'x' })).toBe('caseReadOnly');
  });
});

describe('moving alerts', () => {
  it('takes them to another incident with everything that follows, and back', () => {
    const a = twoIncidents();
    const { incidentId } = a.does('alert.move', { alertIds: ['1a'], incidentId: '8', reason: 'sameAttack', comment: 'same C2' });
    expect([incidentId, a.alertsOf('7'), a.alertsOf('8')]).toEqual(['8', ['2b'], ['1a', '3c']]);
    // No severity was set by hand, so it follows the alerts.
    expect(['7', '8'].map((id) => { const i = a.incident(id); return [i.severity, i.alertCount, i.activeAlertCount, i.firstActivityUs]; })).toEqual([['low', 1, 1, at(60)], ['high', 2, 2, at(0)]]);
    expect(a.alert('1a')).toMatchObject({ incidentId: '8', localFields: ['incidentId'], imported: { incidentId: '7' } });
    const entry = a.log({ alertId: '1a' })[0]!;
    expect([entry.action, entry.old, entry.new, entry.reason, entry.details['comment'], entry.targetName]).toEqual(['alert.moved', '7', '8', 'sameAttack', 'same C2', 'Title of 1a']);
    expect(['7', '8'].map((id) => a.log({ incidentId: id })[0]!.seq)).toEqual([entry.seq, entry.seq]);
    a.undoes();
    expect([a.alertsOf('7'), a.alertsOf('8'), a.incident('7').severity, a.incident('8').severity, a.alert('1a').localFields]).toEqual([['1a', '2b'], ['3c'], 'high', 'medium', []]);
  });
  it('keeps a severity that was set by hand', () => {
    const a = twoIncidents();
    a.does('incident.update', { incidentIds: ['7'], changes: { severity: 'medium' } });
    a.does('alert.move', { alertIds: ['1a'], incidentId: '8', reason: 'sameAttack' });
    expect(a.incident('7').severity).toBe('medium');
  });
  it('follows a severity that was set by hand on an alert', () => {
    const a = twoIncidents();
    a.does('alert.update', { alertIds: ['1a'], changes: { severity: 'informational' } });
    expect([a.incident('7').severity, a.incident('8').severity]).toEqual(['low', 'medium']);
  });
  it('makes an incident for them, which goes again when that is taken back, and which a later decision keeps', () => {
    const a = twoIncidents();
    const { incidentId } = a.does('alert.move', { alertIds: ['2b', '3c'], newIncidentName: 'Phishing wave', reason: 'differentAttack' });
    expect(a.incident(incidentId)).toMatchObject({ displayName: 'Phishing wave', origin: 'analyst', severity: 'medium', status: 'active', alertCount: 2, firstActivityUs: at(0), lastActivityUs: at(90), createdUs: a.nowUs, localFields: [] });
    expect(a.incident('8')).toMatchObject({ alertCount: 0, severity: 'medium', displayName: 'Eight' });
    const first = a.last()!.batchId;
    a.does('incident.update', { incidentIds: [incidentId], changes: { displayName: 'Another wave' } });
    expect(a.refusal('change.undo', { batchId: first })).toBe('changedLater');
    a.undoes();
    a.undoes();
    expect(a.refusal('alert.move', { alertIds: ['1a'], incidentId, reason: 'sameAttack' })).toBe('notFound');
    expect([a.alertsOf('7'), a.alertsOf('8')]).toEqual([['1a', '2b'], ['3c']]);
  });
  it('takes an alert out of its incident into one of its own, unless it is alone', () => {
    const a = twoIncidents();
    const { incidentIds } = a.does('alert.unlink', { alertIds: ['1a'], reason: 'wrongCorrelation' });
    expect([incidentIds.length, a.incident(incidentIds[0]!).displayName, a.alertsOf(incidentIds[0]!), a.alertsOf('7')]).toEqual([1, 'Title of 1a', ['1a'], ['2b']]);
    expect(a.refusal('alert.unlink', { alertIds: ['3c'], reason: 'wrongCorrelation' })).toBe('onlyAlert');
  });
  it.each([
    ['where they are already', { incidentId: '7' }, 'sameIncident'], ['into two places', { incidentId: '7', newIncidentName: 'x' }, 'badRequest'], ['nowhere', {}, 'badRequest'], ['for another reason without saying which', { incidentId: '8', reason: 'other' as const }, 'badRequest'],
  ])('refuses to move them %s', (_what, more, rule) => { expect(twoIncidents().refusal('alert.move', { alertIds: ['1a'], reason: 'sameAttack', ...more })).toBe(rule); });
});

describe('merging incidents', () => {
  it('moves the contents of the source, which then points to the target, and gives them back', () => {
    const a = twoIncidents({ customTags: ['hunt'] });
    a.does('comment.add', { targetKind: 'incident', targetId: '7', comment: 'about seven' });
    a.does('incident.merge', { sourceIncidentId: '7', targetIncidentId: '8', reason: 'duplicate', comment: 'one case' });
    expect(a.incident('7')).toMatchObject({ status: 'redirected', redirectIncidentId: '8', systemTags: ['Redirected'], alertCount: 0, localFields: ['status', 'redirectIncidentId'], imported: { status: 'active', redirectIncidentId: null } });
    expect(a.incident('8')).toMatchObject({ alertCount: 3, severity: 'high', customTags: ['hunt'], mergedIncidentIds: ['7'], displayName: 'Eight' });
    expect(a.incident('8').comments).toMatchObject([{ comment: 'about seven', mergedFromIncidentId: '7', local: true }]);
    // What was said about the source is found in the log of the target, marked as such.
    expect(a.log({ incidentId: '8', action: 'comment.' }).map((e) => [e.targetId, e.mergedFromIncidentId])).toEqual([['7', '7']]);
    expect(a.log({ alertId: '1a' }).map((e) => e.action)).toEqual(['incident.merged']);
    expect(a.last()!.summary).toBe('Incident 7 merged into incident 8');
    a.undoes();
    expect([a.alertsOf('7'), a.alertsOf('8'), a.incident('7').status, a.incident('7').systemTags, a.incident('8').customTags, a.incident('8').mergedIncidentIds, a.incident('8').comments]).toEqual([['1a', '2b'], ['3c'], 'active', [], [], [], []]);
  });
  it('is carried on through a second merge, and by alerts that come later for the source', () => {
    const a = twoIncidents();
    a.imports({ name: 'nine', records: [facts({ incidents: [anIncident('9')], alerts: [anAlert('9x', { incidentId: '9' })] })] });
    a.does('incident.merge', { sourceIncidentId: '7', targetIncidentId: '8', reason: 'sameAttack' });
    a.does('incident.merge', { sourceIncidentId: '8', targetIncidentId: '9', reason: 'sameAttack' });
    a.imports({ name: 'late', records: [facts({ alerts: [anAlert('4d', { incidentId: '7' })] })] });
    expect([a.alertsOf('9'), a.alertsOf('8'), a.alertsOf('7'), a.incident('9').mergedIncidentIds]).toEqual([['1a', '2b', '3c', '4d', '9x'], [], [], ['7', '8']]);
    // The first merge is taken back while the second stands.
    const [first] = a.db.prepare(`select batch_id from decision where field = 'redirectIncidentId' order by decision_id`).pluck().all() as string[];
    a.does('change.undo', { batchId: first! });
    expect([a.alertsOf('9'), a.alertsOf('7')]).toEqual([['3c', '9x'], ['1a', '2b', '4d']]);
  });
  it.each([
    ['sourceResolved', { status: 'resolved' }, {}], ['targetResolved', {}, { status: 'resolved' }], ['differentAssignee', { assignedTo: 'ann' }, { assignedTo: 'ben' }], ['differentClassification', { classification: 'truePositive' }, { classification: 'falsePositive' }],
    ['differentDetermination', { classification: 'truePositive', determination: 'malware' }, { classification: 'truePositive', determination: 'phishing' }], ['sourceRedirected', { status: 'redirected', redirectIncidentId: '9' }, {}], ['targetRedirected', {}, { status: 'redirected' }],
  ] as const)('is refused by the rule %s', (rule, seven, eight) => {
    const a = twoIncidents(seven, eight);
    expect(a.mergeRules('7', '8')).toEqual([rule]);
    expect(a.refusal('incident.merge', { sourceIncidentId: '7', targetIncidentId: '8', reason: 'sameAttack' })).toBe(rule);
    expect(a.alertsOf('7')).toEqual(['1a', '2b']);
  });
  it('is allowed with one side empty, refused with itself, and names every rule', () => {
    const a = twoIncidents({ assignedTo: 'ann', classification: 'truePositive', determination: 'malware' });
    expect([a.mergeRules('7', '8'), a.mergeRules('8', '7'), a.mergeRules('7', '7')]).toEqual([[], [], ['sameIncident']]);
    a.does('incident.update', { incidentIds: ['8'], changes: { assignedTo: 'ben', classification: 'falsePositive', status: 'resolved' } });
    expect(a.mergeRules('7', '8')).toEqual(['targetResolved', 'differentAssignee', 'differentClassification']);
  });
  it('leaves a merged incident without a status of its own and takes no alerts into it', () => {
    const a = twoIncidents();
    a.does('incident.merge', { sourceIncidentId: '7', targetIncidentId: '8', reason: 'sameAttack' });
    expect(a.refusal('incident.update', { incidentIds: ['7'], changes: { status: 'active' } })).toBe('redirected');
    expect(a.refusal('alert.move', { alertIds: ['3c'], incidentId: '7', reason: 'sameAttack' })).toBe('targetRedirected');
  });
  it('brings telemetry along', () => {
    const a = twoIncidents();
    const lonely = deviceMention({ name: 'lonely.corp.example' })!;
    a.imports({ name: 'logs', format: 'windows-events', records: [facts({ events: [anEvent('e1', 900_000, { device: lonely }), anEvent('e2', 900_050, { device: lonely })] })] });
    const telemetry = a.db.prepare(`select incident_id from incident where origin = 'telemetry'`).pluck().get() as string;
    a.does('incident.merge', { sourceIncidentId: telemetry, targetIncidentId: '8', reason: 'sameAttack' });
    expect([a.incident('8').eventCount, a.incident('8').lastActivityUs, a.incident('8').impactedAssets.device, a.incident(telemetry).eventCount, a.incident(telemetry).status]).toEqual([2, at(900_050), 1, 0, 'redirected']);
    a.undoes();
    expect([a.incident('8').eventCount, a.incident('8').lastActivityUs, a.incident(telemetry).eventCount, a.incident(telemetry).displayName]).toEqual([0, at(10), 2, 'Telemetry from logs']);
  });
});

describe('entities', () => {
  const ws = deviceMention({ name: 'ws-1.corp.example' })!;
  it('carry a local verdict with its reason beside what evidence says, and tags', () => {
    const a = analystOf([anIncident('7')], [anAlert('1a', { incidentId: '7' })], [['1a', ws]]);
    const id = entityNamed(a, 'ws-1.corp.example');
    expect(() => a.does('entity.setVerdict', { entityIds: [id], verdict: 'malicious' } as never)).toThrow();
    a.does('entity.setVerdict', { entityIds: [id], verdict: 'malicious', reason: 'beacon found' });
    a.does('entity.setTags', { entityIds: [id], addTags: ['patient zero'] });
    expect(a.entity(id)).toMatchObject({ verdict: 'malicious', customTags: ['patient zero'], localFields: ['verdict', 'customTags'], imported: { verdict: 'unknown', customTags: [] }, localVerdict: { verdict: 'malicious', reason: 'beacon found', actor: 'mia', atUs: a.nowUs - 1_000_000 } });
    expect(a.log({ incidentId: '7' }).map((e) => [e.action, e.field, e.new, e.reason])).toEqual([['entity.changed', 'customTags', 'patient zero', null], ['entity.changed', 'verdict', 'malicious', 'beacon found']]);
    expect(a.last()!.summary).toBe('Tags of entity ws-1.corp.example changed');
    a.does('entity.setVerdict', { entityIds: [id], verdict: null, reason: 'false alarm' });
    expect(a.entity(id)).toMatchObject({ verdict: 'unknown', localVerdict: null, localFields: ['customTags'] });
    a.undoes();
    expect(a.entity(id).verdict).toBe('malicious');
  });
  it('keep their verdict when a later import tells more of them and gives them another id', () => {
    const a = analystOf([anIncident('7')], [anAlert('1a', { incidentId: '7' })], [['1a', ws]]);
    const before = entityNamed(a, 'ws-1.corp.example');
    a.does('entity.setVerdict', { entityIds: [before], verdict: 'malicious', reason: 'seen' });
    a.imports({ name: 'more', records: [facts({ entities: [{ entity: deviceMention({ mdeDeviceId: 'aa11', name: 'ws-1.corp.example' })!, attributes: {}, asOfUs: null }] })] });
    const after = entityNamed(a, 'ws-1.corp.example');
    expect(after).not.toBe(before);
    expect(a.entity(after).localVerdict).toMatchObject({ verdict: 'malicious' });
    expect(a.log({ entityId: after }).map((e) => e.action)).toEqual(['entity.changed']);
  });
});

describe('imports after decisions', () => {
  const later = (more: Partial<IncidentFact>) => ({ name: `later ${JSON.stringify(more)}`, records: [facts({ incidents: [anIncident('7', { displayName: 'Seven', severity: 'high', status: 'active', lastUpdateUs: at(500), ...more })] })] });
  it('never overwrite them: the detail lists what is newer, the log says it once, and confirming settles it', () => {
    const a = twoIncidents();
    a.does('incident.update', { incidentIds: ['7'], changes: { status: 'inProgress', severity: 'low' } });
    a.imports(later({ status: 'resolved' }));
    expect(a.incident('7')).toMatchObject({ status: 'inProgress', severity: 'low', imported: { status: 'resolved', severity: 'high' }, conflicts: [{ field: 'status', local: 'inProgress', imported: 'resolved', importedUs: at(500) }] });
    a.imports({ name: 'unrelated', records: [facts({ alerts: [anAlert('9z', { incidentId: '8' })] })] });
    expect(a.log({ action: 'import.differs' }).map((e) => [e.targetKind, e.targetId, e.field, e.old, e.new])).toEqual([['incident', '7', 'status', 'inProgress', 'resolved']]);
    expect(a.does('incident.update', { incidentIds: ['7'], changes: { status: 'inProgress' } }).changed).toBe(1);
    expect(a.incident('7').conflicts).toEqual([]);
    a.imports(later({ status: 'awaitingAction', lastUpdateUs: at(600) }));
    expect(a.incident('7').conflicts).toEqual([{ field: 'status', local: 'inProgress', imported: 'awaitingAction', importedUs: at(600) }]);
  });
  it('that are older, or say what was decided, are no conflict', () => {
    const a = twoIncidents();
    a.does('incident.update', { incidentIds: ['7'], changes: { status: 'resolved', assignedTo: 'ann' } });
    a.imports(later({ assignedTo: 'old', lastUpdateUs: at(1) }), later({ status: 'resolved', lastUpdateUs: at(700) }));
    expect(a.incident('7')).toMatchObject({ status: 'resolved', assignedTo: 'ann', imported: { assignedTo: 'old' }, localFields: ['assignedTo'], conflicts: [expect.objectContaining({ field: 'assignedTo' })] });
    const b = a.incident('8');
    expect([b.conflicts, b.localFields, a.log({ action: 'import.differs', incidentId: '8' })]).toEqual([[], [], []]);
  });
  it('add tags beside those that were added here', () => {
    const a = twoIncidents({ customTags: ['one', 'two'] });
    a.does('incident.update', { incidentIds: ['7'], changes: { addTags: ['mine'], removeTags: ['one'] } });
    a.imports(later({ customTags: ['one', 'two', 'three'] }));
    expect(a.incident('7').customTags).toEqual(['two', 'three', 'mine']);
  });
  it('leave a moved alert where it was moved, and say when its source moved it elsewhere', () => {
    const a = twoIncidents();
    a.does('alert.move', { alertIds: ['1a'], incidentId: '8', reason: 'sameAttack' });
    a.imports({ name: 'later', records: [facts({ incidents: [anIncident('9')], alerts: [anAlert('1a', { incidentId: '9', severity: 'high', lastUpdateUs: at(800) })] })] });
    expect(a.alert('1a')).toMatchObject({ incidentId: '8', imported: { incidentId: '9' }, conflicts: [{ field: 'incidentId', local: '8', imported: '9', importedUs: at(800) }] });
    a.undoes();
    expect(a.alert('1a').incidentId).toBe('9');
  });
  it('regroup alerts without losing what was decided about their group', () => {
    const mia = userMention({ upn: 'mia@corp.example' })!;
    const a = analystOf([], [anAlert('b1'), anAlert('c1')], [['b1', mia], ['c1', mia]]);
    const id = a.db.prepare('select incident_id from incident').pluck().get() as string;
    a.does('incident.update', { incidentIds: [id], changes: { displayName: 'Mine', addTags: ['kept'] }, comment: 'looking' });
    // An alert whose id comes first would give the group another id.
    a.imports({ name: 'more', records: [facts({ alerts: [anAlert('a1')], evidence: [someEvidence('a1', mia)] })] });
    expect(a.incident(id)).toMatchObject({ displayName: 'Mine', alertCount: 3, customTags: ['kept'], origin: 'correlated' });
    // The source's own incident for them takes over what was decided, and the old id still leads there.
    a.imports({ name: 'real', records: [facts({ incidents: [anIncident('77', { displayName: 'Theirs', lastUpdateUs: at(900) })], alerts: ['a1', 'b1', 'c1'].map((alertId) => anAlert(alertId, { incidentId: '77' })) })] });
    expect(a.incident('77')).toMatchObject({ displayName: 'Mine', customTags: ['kept'], conflicts: [{ field: 'displayName', local: 'Mine', imported: 'Theirs' }] });
    expect([a.incident(id).incidentId, a.incident(id).comments.map((c) => c.comment)]).toEqual(['77', ['looking']]);
    expect(a.log({ incidentId: '77', action: 'incident.' }).map((e) => e.field).sort()).toEqual(['customTags', 'displayName']);
  });
  it('make one of two local incidents that were merged, and nothing points to itself', () => {
    const [mia, ben] = ['mia', 'ben'].map((n) => userMention({ upn: `${n}@corp.example` })!);
    const a = analystOf([], [anAlert('b1'), anAlert('c1')], [['b1', mia!], ['c1', ben!]]);
    const [first, second] = a.db.prepare('select incident_id from incident order by incident_pk').pluck().all() as string[];
    a.does('incident.merge', { sourceIncidentId: first!, targetIncidentId: second!, reason: 'sameAttack' });
    a.imports({ name: 'more', records: [facts({ alerts: [anAlert('d1')], evidence: [someEvidence('d1', mia!), someEvidence('d1', ben!)] })] });
    const ids = a.db.prepare('select incident_id from incident').pluck().all() as string[];
    expect(ids).toHaveLength(1);
    expect(a.incident(ids[0]!)).toMatchObject({ status: 'active', alertCount: 3, redirectIncidentId: null });
  });
  it('do not take the incident of telemetry away that something was decided about', () => {
    const a = analystOf([], []);
    const lonely = deviceMention({ name: 'lonely.corp.example' })!;
    a.imports({ name: 'logs', format: 'windows-events', records: [facts({ events: [anEvent('e1', 100, { device: lonely })] })] });
    const id = a.db.prepare('select incident_id from incident').pluck().get() as string;
    a.does('incident.update', { incidentIds: [id], changes: { displayName: 'Memory of lonely' } });
    a.imports({ name: 'alerts', records: [facts({ incidents: [anIncident('7')], alerts: [anAlert('1a', { incidentId: '7' })], evidence: [someEvidence('1a', lonely)] })] });
    expect([a.incident(id).displayName, a.incident(id).eventCount, a.incident('7').eventCount]).toEqual(['Memory of lonely', 1, 1]);
  });
});

describe('taking changes back', () => {
  it('works after a restart, one after the other, and is itself in the log, which stays whole', () => {
    const first = twoIncidents();
    first.does('incident.update', { incidentIds: ['7'], changes: { displayName: 'One' } });
    first.does('incident.update', { incidentIds: ['7'], changes: { displayName: 'Two', severity: 'low' } });
    open.pop()!.db.close();
    const a = new Analyst(openCase(path()));
    open.push(a);
    a.actor = 'zoe';
    a.nowUs = first.nowUs;
    expect(a.last()).toMatchObject({ actor: 'mia', summary: 'Name and severity of incident 7 changed', canUndo: true, why: null });
    expect(a.undoes().changed).toBe(1);
    expect(a.incident('7')).toMatchObject({ displayName: 'One', severity: 'high' });
    a.undoes();
    expect([a.incident('7').displayName, a.incident('7').localFields, a.last()]).toEqual(['Seven', [], null]);
    expect(a.log({ action: 'change.undone' }).map((e) => [e.actor, e.field, e.old, e.new])).toEqual([['zoe', 'displayName', 'One', 'Seven'], ['zoe', 'displayName', 'Two', 'One'], ['zoe', 'severity', 'low', 'high']]);
    expect(verifyActivity(a.db).intact).toBe(true);
    expect(a.db.prepare('select count(*) from decision').pluck().get()).toBe(6);
    expect(() => a.db.exec('delete from decision')).toThrow(/append-only/);
    expect(() => a.db.exec(`update decision set value = '1'`)).toThrow(/append-only/);
  });
  it('refuses a change of which something was changed again later, one that was taken back, one that took another back, and an unknown one', () => {
    const a = twoIncidents();
    const one = a.does('incident.update', { incidentIds: ['7', '8'], changes: { severity: 'low', addTags: ['x'] } }).batchId!;
    const other = a.does('incident.update', { incidentIds: ['8'], changes: { severity: 'high' } }).batchId!;
    expect(a.refusal('change.undo', { batchId: one })).toBe('changedLater');
    const undone = a.does('change.undo', { batchId: other }).batchId!;
    expect([a.refusal('change.undo', { batchId: other }), a.refusal('change.undo', { batchId: undone }), a.refusal('change.undo', { batchId: 'nothing' })]).toEqual(['alreadyUndone', 'isUndo', 'notFound']);
    expect(a.does('change.undo', { batchId: one }).changed).toBe(2);
    expect(['7', '8'].map((id) => [a.incident(id).severity, a.incident(id).customTags])).toEqual([['high', []], ['medium', []]]);
  });
  it('takes back an earlier change that nothing else touched', () => {
    const a = twoIncidents();
    const tag = a.does('incident.update', { incidentIds: ['7'], changes: { addTags: ['a'] } }).batchId!;
    a.does('incident.update', { incidentIds: ['7'], changes: { addTags: ['b'] } });
    a.does('change.undo', { batchId: tag });
    expect(a.incident('7').customTags).toEqual(['b']);
  });
});

describe('the activity log', () => {
  it('is filtered by what it is about, by whom, by kind and by text, and says how many there are', () => {
    const a = twoIncidents();
    a.does('incident.update', { incidentIds: ['7'], changes: { severity: 'low' } });
    a.actor = 'ben';
    a.does('alert.update', { alertIds: ['1a'], changes: { status: 'inProgress' }, comment: 'say "hello" 100%' });
    a.does('comment.add', { targetKind: 'incident', targetId: '8', comment: 'other' });
    const actions = (filter: Parameters<Analyst['log']>[0]) => a.log(filter).map((e) => e.action);
    expect(actions({ incidentId: '7' })).toEqual(['comment.added', 'alert.changed', 'incident.changed']);
    expect(actions({ incidentId: '8' })).toEqual(['comment.added']);
    expect(actions({ alertId: '1a' })).toEqual(['comment.added', 'alert.changed']);
    expect(actions({ actor: 'mia' })).toEqual(['incident.changed']);
    expect(actions({ text: '"hello" 100%' })).toEqual(['comment.added']);
    expect(actions({ text: '"hello" 1000' })).toEqual([]);
    expect(actions({ action: 'comment.', incidentId: '7', actor: 'ben' })).toEqual(['comment.added']);
  });
});
