/**
 * What a page may call and listen to. Spelled out so that the preload, which runs before every page, carries no schemas;
 * the compiler keeps both lists equal to the contract.
 */
import type { EventName, ProcedureName } from '../../shared/contract/procedures.ts';

const PROCEDURES = {
  'app.info': true, 'settings.get': true, 'settings.set': true,
  'case.current': true, 'case.open': true, 'case.create': true, 'case.openSample': true, 'case.close': true, 'case.verify': true, 'case.suggestPath': true,
  'import.formats': true, 'import.start': true, 'import.cancel': true, 'import.status': true, 'import.rejected': true,
  'incident.list': true, 'incident.get': true, 'incident.summary': true, 'incident.chart': true, 'alert.list': true, 'alert.get': true, 'alert.links': true, 'alert.chain': true, 'alert.story': true, 'process.tree': true, 'process.children': true, 'entity.list': true, 'entity.get': true,
  'evidence.list': true, 'evidence.byEntity': true, 'asset.list': true, 'asset.counts': true, 'list.facets': true, 'relation.list': true, 'graph.get': true, 'timeline.histogram': true, 'timeline.page': true, 'timeline.facets': true, 'timeline.rowAt': true, 'timeline.density': true, 'timeline.csv': true,
  'event.get': true, 'event.flag': true, 'event.page': true,
  'investigation.list': true, 'action.list': true, 'recommendation.list': true, 'directory.list': true, 'activity.list': true,
  'incident.update': true, 'alert.update': true, 'alert.move': true, 'alert.unlink': true, 'incident.merge': true, 'incident.mergeCheck': true, 'comment.add': true,
  'entity.setVerdict': true, 'entity.setTags': true, 'change.last': true, 'change.undo': true,
  'note.list': true, 'note.add': true, 'record.raw': true, 'session.get': true, 'session.patch': true,
  'window.open': true, 'dialog.openFiles': true, 'files.list': true,
} as const satisfies Record<ProcedureName, true>;

const EVENTS = {
  'import.progress': true, 'store.changed': true, 'session.changed': true, 'settings.changed': true, 'menu.command': true,
} as const satisfies Record<EventName, true>;

export const mayCall = (name: unknown): name is ProcedureName => typeof name === 'string' && Object.hasOwn(PROCEDURES, name);
export const mayListen = (name: unknown): name is EventName => typeof name === 'string' && Object.hasOwn(EVENTS, name);
