import type { Migration } from './index.ts';

/** How many facts a source states, so that importing it again can say how many were already there. */
export const factsPerSource: Migration = {
  version: 20,
  name: 'facts per source',
  // Until now a source's figures counted each fact once, either as imported or as a duplicate.
  up: `
alter table source add column facts integer not null default 0;
update source set facts = duplicates + ifnull((select sum(value) from json_each(source.imported) where key not in ('entities', 'relations')), 0);
`,
};
