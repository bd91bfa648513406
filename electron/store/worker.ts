/**
 * The store's thread: owns the open case and answers queries. Imports write through their own connection in the import
 * worker (`import-session.ts`); with WAL, queries here go on seeing the state before the import until it commits.
 */
import { parentPort } from 'node:worker_threads';
import { RedthreadError, toErrorShape, type Facets, type ParsedInput, type ProcedureName } from '../../shared/contract/index.ts';
import { createCase, guarded, openCase, type Db, type OpenCase } from './case-file.ts';
import { alertFacets, listAlerts } from './lists/alert-list.ts';
import { assetFacets, countAssets, listAssets } from './lists/asset-list.ts';
import { evidenceFacets, listEntityEvidence } from './lists/evidence-list.ts';
import { incidentFacets, listIncidents } from './lists/incident-list.ts';
import * as entityDecisions from './decisions/entities.ts';
import * as manage from './decisions/manage.ts';
import * as placement from './decisions/placement.ts';
import * as undo from './decisions/undo.ts';
import { listActivity } from './queries/activity.ts';
import { getAlertChain } from './queries/alert-chain.ts';
import { listAlertLinks } from './queries/alert-links.ts';
import { getAlertStory } from './queries/alert-story.ts';
import * as alerts from './queries/alerts.ts';
import * as cases from './queries/case.ts';
import { chartIncidents } from './queries/chart.ts';
import * as entities from './queries/entities.ts';
import * as graph from './queries/graph.ts';
import * as incidents from './queries/incidents.ts';
import * as processes from './queries/processes.ts';
import * as response from './queries/response.ts';
import { summarizeIncident } from './queries/summary.ts';
import * as timeline from './queries/timeline.ts';
import { timelineCsv } from './timeline/csv.ts';
import { timelineDensity } from './timeline/density.ts';
import { getEvent } from './timeline/event-detail.ts';
import { timelineFacets } from './timeline/facets.ts';
import { flagEvents } from './timeline/flags.ts';
import { pageTimeline, rowAt } from './timeline/page.ts';
import type { StoreReply, StoreRequest } from './client.ts';

let open: OpenCase | null = null;

function current(): OpenCase {
  if (open === null) throw new RedthreadError('noCaseOpen', 'No case is open. Open a case, or import files to make one.');
  return open;
}
function close(): void {
  open?.db.close();
  open = null;
}

function facets(db: Db, input: ParsedInput<'list.facets'>): Facets {
  switch (input.list) {
    case 'incidents': return incidentFacets(db, input);
    case 'alerts': return alertFacets(db, input);
    case 'evidence':
      if (input.incidentId === undefined) throw new RedthreadError('badRequest', 'The evidence list is that of an incident. Name it.');
      return evidenceFacets(db, { ...input, incidentId: input.incidentId });
    case 'assets':
      if (input.category === undefined) throw new RedthreadError('badRequest', 'Assets are listed by category. Name it.');
      return assetFacets(db, { ...input, category: input.category });
  }
}

/** Answers of procedures that only read or write the case. Inputs were parsed by the core. */
// oxlint-disable-next-line typescript/no-explicit-any -- inputs were parsed with the procedure's own schema before they came here
const handlers: Partial<Record<ProcedureName, (input: any, by: { actor: string; nowUs: number }) => unknown>> = {
  'incident.list': (i) => listIncidents(current().db, i),
  'incident.get': (i) => incidents.getIncident(current().db, i),
  'incident.summary': (i) => summarizeIncident(current().db, i),
  'incident.chart': (i) => chartIncidents(current().db, i),
  'alert.list': (i) => listAlerts(current().db, i),
  'alert.get': (i) => alerts.getAlert(current().db, i),
  'alert.links': (i) => listAlertLinks(current().db, i),
  'alert.chain': (i) => getAlertChain(current().db, i),
  'alert.story': (i) => getAlertStory(current().db, i),
  'process.tree': (i) => processes.getProcessTree(current().db, i),
  'process.children': (i) => processes.listProcessChildren(current().db, i),
  'entity.list': (i) => entities.listEntities(current().db, i),
  'entity.get': (i) => entities.getEntity(current().db, i),
  'relation.list': (i) => entities.listRelations(current().db, i),
  'evidence.list': (i) => alerts.listEvidence(current().db, i),
  'evidence.byEntity': (i) => listEntityEvidence(current().db, i),
  'asset.list': (i) => listAssets(current().db, i),
  'asset.counts': (i) => countAssets(current().db, i),
  'list.facets': (i) => facets(current().db, i),
  'graph.get': (i) => graph.getGraph(current().db, i),
  'timeline.histogram': (i) => timeline.getHistogram(current().db, i),
  'timeline.page': (i) => pageTimeline(current().db, i),
  'timeline.facets': (i) => timelineFacets(current().db, i),
  'timeline.rowAt': (i) => rowAt(current().db, i),
  'timeline.density': (i) => timelineDensity(current().db, i),
  'timeline.csv': (i) => timelineCsv(current().db, i),
  'event.get': (i) => getEvent(current().db, i),
  'event.flag': (i, by) => flagEvents(current(), i, by),
  'event.page': (i) => timeline.pageEvents(current().db, i),
  'investigation.list': (i) => response.listInvestigations(current().db, i),
  'action.list': (i) => response.listActions(current().db, i),
  'recommendation.list': (i) => response.listRecommendations(current().db, i),
  'directory.list': (i) => response.listDirectory(current().db, i),
  'activity.list': (i) => listActivity(current().db, i),
  'note.list': (i) => cases.listNotes(current().db, i),
  'note.add': (i, by) => cases.addNote(current(), i, by),
  'incident.update': (i, by) => manage.updateIncidents(current(), i, by),
  'alert.update': (i, by) => manage.updateAlerts(current(), i, by),
  'comment.add': (i, by) => manage.addComment(current(), i, by),
  'alert.move': (i, by) => placement.moveAlerts(current(), i, by),
  'alert.unlink': (i, by) => placement.unlinkAlerts(current(), i, by),
  'incident.merge': (i, by) => placement.mergeIncidents(current(), i, by),
  'incident.mergeCheck': (i) => placement.checkMerge(current().db, i),
  'entity.setVerdict': (i, by) => entityDecisions.setVerdict(current(), i, by),
  'entity.setTags': (i, by) => entityDecisions.setTags(current(), i, by),
  'change.last': () => undo.lastChange(current()),
  'change.undo': (i, by) => undo.undoChange(current(), i, by),
  'record.raw': (i) => cases.getRaw(current().db, i),
  'import.rejected': (i) => cases.listRejected(current().db, i),
  'case.verify': () => cases.verifyCase(current().db),
};
/** Procedures the store answers by itself. */
export type StoreProcedure = keyof typeof handlers;

async function answer(request: StoreRequest): Promise<unknown> {
  switch (request.op) {
    case 'open': close(); open = openCase(request.path, { readOnly: request.readOnly === true }); return cases.caseInfo(open);
    case 'create': close(); open = createCase(request.path, { actor: request.actor, nowUs: request.nowUs }); return cases.caseInfo(open);
    case 'info': return open === null ? null : cases.caseInfo(open);
    case 'close': close(); return null;
    case 'call': {
      const handler = Object.hasOwn(handlers, request.procedure) ? handlers[request.procedure] : undefined;
      if (!handler) throw new RedthreadError('unknownProcedure', `The store does not answer ${request.procedure}.`);
      return handler(request.input, { actor: request.actor, nowUs: request.nowUs });
    }
  }
}

/** Buffers of typed arrays directly inside the answer travel without a copy. */
function transferables(value: unknown): ArrayBuffer[] {
  if (value === null || typeof value !== 'object') return [];
  return [...new Set(Object.values(value).filter((v): v is ArrayBufferView => ArrayBuffer.isView(v) && v.byteLength === v.buffer.byteLength).map((v) => v.buffer as ArrayBuffer))];
}

parentPort?.on('message', (request: StoreRequest) => {
  void (async () => {
    let reply: StoreReply;
    try {
      const value = await guardedAsync(() => answer(request));
      reply = { id: request.id, ok: true, value };
      parentPort!.postMessage(reply, transferables(value));
    } catch (thrown) {
      reply = { id: request.id, ok: false, error: toErrorShape(thrown) };
      parentPort!.postMessage(reply);
    }
  })();
});

async function guardedAsync<T>(work: () => Promise<T>): Promise<T> {
  try { return await work(); } catch (thrown) { return guarded(open?.path ?? 'The case', () => { throw thrown; }); }
}
