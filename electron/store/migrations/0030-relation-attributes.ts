import type { Migration } from './index.ts';

/** What a relation is said to carry (logon type, port, share), and from when to when a source tells. */
export const relationAttributes: Migration = {
  version: 30,
  name: 'relation attributes, span and duration of a source',
  // Attributes of relations that are already in the case come with the next import of other bytes; their raw records hold them.
  up: `
-- A JSON array of distinct objects: one record or several may state the same relation at the same moment.
alter table relation_fact add column attributes text;
-- A JSON array of such arrays.
alter table relation add column attributes text;
alter table source add column first_us integer;
alter table source add column last_us integer;
alter table source add column ms integer not null default 0;
update source set first_us = (select min(time_us) from event e where e.source_id = source.source_id), last_us = (select max(time_us) from event e where e.source_id = source.source_id);
`,
};
