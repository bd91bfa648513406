import type { Migration } from './index.ts';

/**
 * What analysts decide: append-only, one row per target and field, effective as long as its batch is not undone. Beside the facts it is the
 * second thing that everything derived follows from. What sources say stays in `base_data`, `derived_incident_pk` and `derived_verdict`.
 */
export const decisions: Migration = {
  version: 50,
  name: 'decisions of analysts',
  up: `
-- The analyst's own ------------------------------------------------------------------------------------------------------
-- \`item\` tells several values of one field apart (a tag, a comment). \`previous\`: the effective value before; \`seen\`, \`seen_us\`: what sources said then and when they last had changed it.
-- \`anchor\`: of an entity, the signature of a mention from which it is found again whatever its id becomes. Values are JSON.
create table decision(
  decision_id integer primary key, batch_id text not null, seq integer not null, target_kind text not null check(target_kind in ('incident', 'alert', 'entity', 'case')), target_id text not null, anchor text,
  field text not null, item text not null, value text not null, previous text not null, seen text not null, seen_us integer, reason text, at_us integer not null, actor text not null, undoes text
) strict;
create index decision_target on decision(target_kind, target_id);
create index decision_batch on decision(batch_id);
create index decision_created on decision(target_id) where field = 'created';
create index decision_places on decision(value) where field in ('incidentId', 'redirectIncidentId');
create index decision_undoes on decision(undoes) where undoes is not null;
create trigger decision_no_update before update on decision begin select raise(abort, 'decisions are append-only'); end;
create trigger decision_no_delete before delete on decision begin select raise(abort, 'decisions are append-only'); end;
-- Incidents that were made here and that decisions name: the alert from which such a one is found again when later imports group otherwise.
create table incident_anchor(incident_id text primary key, alert_id text, first_decision_id integer not null) strict, without rowid;
-- What entries of the activity log are about, for the log of one incident, alert or entity.
create table activity_target(target_kind text not null, target_id text not null, seq integer not null, primary key(target_kind, target_id, seq)) strict, without rowid;
insert or ignore into activity_target select json_extract(details, '$.targetKind'), json_extract(details, '$.targetId'), seq from activity_log
  where json_type(details, '$.targetKind') = 'text' and json_type(details, '$.targetId') = 'text';

-- Derived ----------------------------------------------------------------------------------------------------------------
-- Decisions by what they are about now: ids of alerts, entities and local incidents change when more is imported.
create table decided(target_kind text not null, target_pk integer not null, decision_id integer not null, primary key(target_kind, target_pk, decision_id)) strict, without rowid;
create index decided_decision on decided(decision_id);
create table incident_alias(incident_id text primary key, incident_pk integer not null) strict, without rowid;
alter table alert add column derived_incident_pk integer;
update alert set derived_incident_pk = incident_pk;
create index alert_derived_incident on alert(derived_incident_pk);
-- What sources say, where something was decided; null elsewhere.
alter table alert add column base_data text;
alter table alert add column local_fields text;
alter table incident add column base_data text;
alter table incident add column local_fields text;
-- The incident into which this one was merged here.
alter table incident add column merged_into_pk integer;
create index incident_merged_into on incident(merged_into_pk) where merged_into_pk is not null;
alter table entity add column derived_verdict integer;
alter table entity add column custom_tags text;
alter table evidence add column first_record_id integer;
update evidence set first_record_id = record_id;
create index relation_alert on relation(alert_pk) where alert_pk is not null;
`,
};
