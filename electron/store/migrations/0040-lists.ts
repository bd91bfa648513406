import type { Migration } from './index.ts';

/**
 * What lists show, sort and filter by, one row per item, so that a page under any sort and filter is one indexed query. `row` is the
 * item as the contract gives it (JSON). Values of which an item has several (tags, categories) stand in the `_value` tables, by column.
 */
export const lists: Migration = {
  version: 40,
  name: 'rows of lists',
  rederive: true,
  up: `
create table incident_list(
  incident_pk integer primary key, incident_id text not null, display_name text not null, severity integer not null, status text not null, classification text not null, determination text, assigned_to text,
  investigation_state text, category_band integer, asset_count integer not null, alert_count integer not null, active_alert_count integer not null, event_count integer not null, pending_action_count integer not null,
  first_activity_us integer, last_activity_us integer, last_update_us integer not null, created_us integer, origin text not null, row text not null
) strict;
create index incident_list_update on incident_list(last_update_us, incident_id);
create table incident_value(column_id text not null, value text not null, incident_pk integer not null, primary key(column_id, value, incident_pk)) strict, without rowid;
create index incident_value_of on incident_value(incident_pk, column_id);

create table alert_list(
  alert_pk integer primary key, alert_id text not null, incident_pk integer, title text not null, severity integer not null, status text not null, classification text not null, determination text, category text, category_band integer,
  assigned_to text, investigation_state text, service_source text, detection_source text, product_name text, asset text, asset_count integer not null, incident_id text, incident_name text,
  first_activity_us integer, last_activity_us integer, created_us integer, last_update_us integer, row text not null
) strict;
create index alert_list_first on alert_list(first_activity_us, alert_id);
create index alert_list_incident on alert_list(incident_pk, first_activity_us, alert_id);
create table alert_value(column_id text not null, value text not null, alert_pk integer not null, primary key(column_id, value, alert_pk)) strict, without rowid;
create index alert_value_of on alert_value(alert_pk, column_id);

-- One row per entity that is evidence of an incident: worst verdict, most open status.
create table evidence_list(
  incident_pk integer not null, entity_pk integer not null, entity_id text not null, kind text not null, display_name text not null, verdict integer not null, remediation_status text not null, status_rank integer not null,
  is_impacted integer not null, alert_count integer not null, active_alert_count integer not null, evidence_count integer not null, first_us integer, last_us integer, asset text, row text not null,
  primary key(incident_pk, entity_pk)
) strict, without rowid;
create index evidence_list_entity on evidence_list(entity_pk);
create table evidence_value(incident_pk integer not null, column_id text not null, value text not null, entity_pk integer not null, primary key(incident_pk, column_id, value, entity_pk)) strict, without rowid;

-- Devices, users, mailboxes, apps and cloud resources with what sources say of them.
create table asset_list(
  entity_pk integer primary key, entity_id text not null, category text not null, kind text not null, display_name text not null, risk integer not null, alert_count integer not null, active_alert_count integer not null,
  event_count integer not null, first_us integer, last_us integer, row text not null
) strict;
create index asset_list_category on asset_list(category, risk, active_alert_count);
create table asset_value(entity_pk integer not null, column_id text not null, value text not null, value_rank integer, primary key(entity_pk, column_id, value)) strict, without rowid;
create index asset_value_column on asset_value(column_id, value, entity_pk);
`,
};
