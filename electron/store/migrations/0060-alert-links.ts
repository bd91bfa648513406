import type { Migration } from './index.ts';

/** Why alerts belong together, and relations by type, so that a process with many of them opens at once. */
export const alertLinks: Migration = {
  version: 60,
  name: 'links between alerts',
  rederive: true,
  up: `
-- Derived: what alerts can share. A key is a reason (index into LINK_REASONS) with what is shared; only keys of two alerts or more are kept. Stored per alert and not per pair:
-- two thousand alerts of one device are two thousand rows.
create table link_key(key_id integer primary key, reason_code integer not null, value text not null) strict;
-- entity_pk: what carries it in this alert; 0 where no entity does.
create table alert_link_key(key_id integer not null, alert_pk integer not null, entity_pk integer not null, primary key(key_id, alert_pk, entity_pk)) strict, without rowid;
create index alert_link_key_alert on alert_link_key(alert_pk);
-- To how many alerts of its incident a reason ties an alert, and the earliest three of them (JSON array of alert_pk).
create table alert_link(alert_pk integer not null, reason_code integer not null, count integer not null, first_alerts text not null, primary key(alert_pk, reason_code)) strict, without rowid;
create table first_alert(incident_pk integer primary key, alert_pk integer not null) strict;
-- Events that name an alert.
create table alert_event(alert_pk integer not null, time_us integer not null, event_id integer not null, primary key(alert_pk, time_us, event_id)) strict, without rowid;
create index event_naming_alerts on event(event_id) where alert_ids is not null;
-- How many events of each action type a process is the actor of.
create table process_activity(entity_pk integer not null, action_type integer not null references term, count integer not null, primary key(entity_pk, action_type)) strict, without rowid;
-- Children of processes in the order they are shown: by start, those without one last (at 9e15). Each once, under every process that a record names as its parent.
create table process_child(parent_pk integer not null, start_us integer not null, child_pk integer not null, primary key(parent_pk, start_us, child_pk)) strict, without rowid;
-- These serve what the narrower ones served.
create index relation_from_type on relation(from_pk, type_code, first_us);
create index relation_to_type on relation(to_pk, type_code, first_us);
drop index relation_from;
drop index relation_to;
`,
};
