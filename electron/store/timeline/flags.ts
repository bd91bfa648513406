/** Flags that analysts set on events. By the event's own key, which no import changes. */
import type { Output, ParsedInput } from '../../../shared/contract/index.ts';
import { appendActivity, type ActivityTarget } from '../activity-log.ts';
import type { Db, OpenCase } from '../case-file.ts';
import { inChange, type By } from '../decisions/change.ts';
import { prepared } from '../prepared.ts';
import { noSuchEvent } from './timeline-state.ts';

interface Event { readonly eventId: number; readonly key: string; readonly timeUs: number | null; readonly isFlagged: number; readonly comment: string | null }

/** An event that is flagged already changes only with another comment. A comment on taking a flag away is kept in the log alone. */
export function flagEvents(open: OpenCase, input: ParsedInput<'event.flag'>, by: By): Output<'event.flag'> {
  return inChange(open, by, () => {
    const comment = input.comment ?? null;
    const events = [...new Set(input.eventIds)].map((id) => eventOf(open.db, id));
    const changing = events.filter((e) => (e.isFlagged === 1) !== input.flagged || (input.flagged && comment !== null && comment !== e.comment));
    for (const event of changing) {
      if (input.flagged) prepared(open.db, 'insert into event_flag(event_key, actor, at_us, comment) values(?, ?, ?, ?) on conflict(event_key) do update set actor = excluded.actor, at_us = excluded.at_us, comment = excluded.comment').run(event.key, by.actor, by.nowUs, comment);
      else prepared(open.db, 'delete from event_flag where event_key = ?').run(event.key);
      tell(open.db, event, input.flagged, comment, by);
    }
    if (changing.length > 0) prepared(open.db, `insert into meta(key, value) values('flagRevision', '1') on conflict(key) do update set value = cast(cast(value as integer) + 1 as text)`).run();
    return { changed: changing.length };
  });
}

function eventOf(db: Db, eventId: number): Event {
  const event = prepared(db, 'select e.event_id eventId, e.key, e.time_us timeUs, f.event_key is not null isFlagged, f.comment from event e left join event_flag f on f.event_key = e.key where e.event_id = ?').get(eventId) as Event | undefined;
  if (event === undefined) throw noSuchEvent(eventId);
  return event;
}

/** The logs of the incidents that hold the event tell it too. */
function tell(db: Db, event: Event, flagged: boolean, comment: string | null, by: By): void {
  const incidents = prepared(db, 'select i.incident_id from incident i cross join incident_event x on x.incident_pk = i.incident_pk and x.time_us = ? and x.event_id = ?').pluck().all(event.timeUs ?? -1, event.eventId) as string[];
  appendActivity(db, {
    atUs: by.nowUs, actor: by.actor, action: flagged ? 'event.flagged' : 'event.unflagged',
    details: { targetKind: 'event', targetId: String(event.eventId), field: 'isFlagged', old: event.isFlagged === 1, new: flagged, ...(comment === null ? {} : { reason: comment }) },
  }, incidents.map((id): ActivityTarget => ({ kind: 'incident', id })));
}
