import type { Migration } from './index.ts';

/** What the timeline filters by, in columns, and the events that analysts flag. */
export const timeline: Migration = {
  version: 80,
  name: 'timeline',
  rederive: true,
  up: `
-- The analyst's own: by the event's own key, which says what it is whatever is imported. What was done before stands in the activity log.
create table event_flag(event_key text primary key, actor text not null, at_us integer not null, comment text) strict, without rowid;

-- Derived: every event in time order (those without a time first, then by id), one typed array per property, little-endian. A page, a count or a facet under any filter reads these and not the rows.
create table timeline_column(name text primary key, data blob not null) strict;
-- What events are, once per source and action type. group_code: index into EVENT_GROUPS.
create table event_type(type_code integer primary key, source integer not null references term, action_type integer not null references term, group_code integer not null) strict;
-- The sets of ATT&CK techniques that events name (JSON arrays); 0 stands for none and is not listed.
create table technique_set(set_code integer primary key, techniques text not null) strict;
`,
};
