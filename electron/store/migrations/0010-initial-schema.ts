import type { Migration } from './index.ts';

/**
 * Two layers. Facts: what sources said, immutable, deduplicated by content, each with its record. Derived: entities,
 * incidents, alerts, relations, rebuilt from all facts after every import, so that the order of imports cannot matter.
 */
export const initialSchema: Migration = {
  version: 10,
  name: 'initial schema',
  up: `
create table meta(key text primary key, value text not null) strict, without rowid;

-- Where everything comes from ------------------------------------------------------------------------------------------
create table source(
  source_id integer primary key, path text not null, file_name text not null, sha256 text not null, bytes integer not null, format text not null,
  importer_version integer not null, imported_us integer not null, records integer not null, duplicates integer not null, rejected integer not null,
  imported text not null, warnings text not null, unique(sha256, format)
) strict;
create table member(
  member_id integer primary key, source_id integer not null references source on delete cascade, path text, file_name text not null, sha256 text not null,
  bytes integer not null, format text not null
) strict;
create table raw_block(
  member_id integer not null references member on delete cascade, byte_offset integer not null, byte_length integer not null, data blob not null,
  primary key(member_id, byte_offset)
) strict, without rowid;
create table record(
  record_id integer primary key, member_id integer not null references member on delete cascade, row integer not null, line integer not null,
  byte_offset integer not null, byte_length integer not null
) strict;
create index record_member on record(member_id, row);
create table rejected_record(
  rejected_id integer primary key, member_id integer not null references member on delete cascade, row integer not null, line integer not null,
  byte_offset integer not null, byte_length integer not null, reason text not null, text text not null
) strict;
create table term(term_id integer primary key, text text not null unique) strict;

-- Facts ------------------------------------------------------------------------------------------------------------------
create table mention(
  mention_id integer primary key, kind text not null, signature text not null unique, keys text not null, display_name text not null, alive_at_us integer,
  image_hint text, entity_pk integer
) strict;
create index mention_entity on mention(entity_pk);
create table attribute_fact(
  mention_id integer not null references mention, name text not null, value text not null, as_of_us integer, record_id integer not null references record,
  primary key(mention_id, name, value)
) strict, without rowid;
create table incident_fact(fact_id integer primary key, hash text not null unique, incident_id text not null, last_update_us integer, record_id integer not null references record, data text not null) strict;
create table alert_fact(fact_id integer primary key, hash text not null unique, alert_id text not null, keys text not null, last_update_us integer, record_id integer not null references record, data text not null, alert_pk integer) strict;
create table evidence_fact(
  fact_id integer primary key, hash text not null unique, identity text not null, alert_id text not null, mention_id integer not null references mention,
  device_mention_id integer references mention, version_us integer, record_id integer not null references record, data text not null
) strict;
create table relation_fact(
  fact_id integer primary key, from_mention integer not null references mention, type_code integer not null, to_mention integer not null references mention,
  time_us integer, device_mention integer, basis_code integer not null, alert_id text, record_id integer not null references record
) strict;
create index incident_fact_id on incident_fact(incident_id);
create index alert_fact_id on alert_fact(alert_id);
create index evidence_fact_identity on evidence_fact(alert_id, identity);
create unique index relation_fact_identity on relation_fact(from_mention, type_code, to_mention, ifnull(time_us, -1), ifnull(device_mention, 0), basis_code, ifnull(alert_id, ''));
create table event(
  event_id integer primary key, key text not null unique, time_us integer, time_text text, time_field integer references term, time_note integer references term,
  source integer not null references term, action_type integer not null references term, windows_event_id integer, device_mention integer, actor_mention integer,
  account_mention integer, target_mention integer, summary text not null, techniques text, alert_ids text, source_id integer not null references source, record_id integer not null references record
) strict;
-- Sources beside the first that carry the same event.
create table event_also_in(source_id integer not null references source, event_id integer not null references event, primary key(source_id, event_id)) strict, without rowid;
create index event_time on event(time_us, event_id);
create index event_source on event(source_id);
create table investigation_fact(fact_id integer primary key, hash text not null unique, investigation_id text not null, version_us integer, device_mention integer, record_id integer not null references record, data text not null) strict;
create table action_fact(fact_id integer primary key, hash text not null unique, action_id text not null, version_us integer, target_mention integer not null, device_mention integer, record_id integer not null references record, data text not null) strict;
create table recommendation_fact(fact_id integer primary key, hash text not null unique, recommendation_id text not null, record_id integer not null references record, data text not null) strict;
create table directory_fact(fact_id integer primary key, hash text not null unique, fact_type text not null, directory_id text not null, mention_id integer, as_of_us integer, record_id integer not null references record, data text not null) strict;

-- Derived ----------------------------------------------------------------------------------------------------------------
create table entity(
  entity_pk integer primary key, entity_id text not null unique, kind text not null, display_name text not null, verdict integer not null, remediation_status text,
  is_impacted integer not null, is_critical integer not null, alert_count integer not null, evidence_count integer not null, event_count integer not null,
  first_seen_us integer, last_seen_us integer, own_time_us integer
) strict;
create table entity_key(entity_pk integer not null, key_type text not null, value text not null, is_strong integer not null, is_canonical integer not null, primary key(entity_pk, key_type, value)) strict, without rowid;
create index entity_key_value on entity_key(value);
create table merge_proposal(entity_pk integer not null, other_pk integer not null, key_type text not null, value text not null, primary key(entity_pk, other_pk, key_type)) strict, without rowid;
create table alert(
  alert_pk integer primary key, alert_id text not null unique, incident_pk integer, severity integer not null, first_activity_us integer, last_activity_us integer,
  title text not null, status text not null, data text not null, record_id integer
) strict;
create index alert_incident on alert(incident_pk, first_activity_us);
create table alert_key(key text not null, alert_pk integer not null, primary key(key, alert_pk)) strict, without rowid;
create table incident(
  incident_pk integer primary key, incident_id text not null unique, display_name text not null, severity integer not null, status text not null, origin text not null,
  first_activity_us integer, last_activity_us integer, last_update_us integer, assigned_to text, classification text not null, alert_count integer not null,
  data text not null, record_id integer, span_start_us integer, span_end_us integer
) strict;
create table evidence(
  evidence_id integer primary key, alert_pk integer not null, entity_pk integer not null, device_pk integer, evidence_type text not null, verdict integer not null,
  remediation_status text not null, is_impacted integer not null, created_us integer, data text not null, record_id integer not null
) strict;
create index evidence_alert on evidence(alert_pk);
create index evidence_entity on evidence(entity_pk);
create table relation(
  relation_id integer primary key, from_pk integer not null, type_code integer not null, to_pk integer not null, device_pk integer, first_us integer, last_us integer,
  count integer not null, basis_code integer not null, alert_pk integer, record_id integer
) strict;
create index relation_from on relation(from_pk);
create index relation_to on relation(to_pk);
-- Every event of an entity, in any role, in time order; events without a time stand at -1.
create table event_entity(entity_pk integer not null, time_us integer not null, event_id integer not null, primary key(entity_pk, time_us, event_id)) strict, without rowid;
-- membership: 0 evidence of an alert, 1 stated beside the evidence, 2 seen in the telemetry the incident was created from
create table incident_entity(incident_pk integer not null, entity_pk integer not null, membership integer not null, first_us integer, last_us integer, alert_count integer not null, primary key(incident_pk, entity_pk)) strict, without rowid;
create index incident_entity_entity on incident_entity(entity_pk);
-- Events without a time stand at -1.
create table incident_event(incident_pk integer not null, time_us integer not null, event_id integer not null, primary key(incident_pk, time_us, event_id)) strict, without rowid;
create table investigation(investigation_id text primary key, incident_pk integer, alert_pk integer, device_pk integer, state text not null, start_us integer, data text not null, record_id integer) strict, without rowid;
create table action(action_pk integer primary key, action_id text not null unique, incident_pk integer, target_pk integer not null, device_pk integer, status text not null, requested_us integer, data text not null, record_id integer) strict;

-- The analyst's own ------------------------------------------------------------------------------------------------------
create table note(note_id text primary key, target_kind text not null, target_id text not null, text text not null, created_by text not null, created_us integer not null) strict, without rowid;
create table activity_log(seq integer primary key, writer text not null, at_us integer not null, actor text not null, action text not null, details text not null, previous_hash text not null, hash text not null unique) strict;
create trigger activity_log_no_update before update on activity_log begin select raise(abort, 'the activity log is append-only'); end;
create trigger activity_log_no_delete before delete on activity_log begin select raise(abort, 'the activity log is append-only'); end;
`,
};
