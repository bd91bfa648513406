import { initialSchema } from './0010-initial-schema.ts';
import { factsPerSource } from './0020-facts-per-source.ts';
import { relationAttributes } from './0030-relation-attributes.ts';
import { lists } from './0040-lists.ts';
import { decisions } from './0050-decisions.ts';
import { alertLinks } from './0060-alert-links.ts';
import { timeline } from './0080-timeline.ts';

/** One step of the schema. Migrations only add; numbers rise in tens; each has a test that starts from real old rows. */
export interface Migration {
  /** Value of `user_version` after the step. */
  readonly version: number;
  readonly name: string;
  readonly up: string;
  /** The step adds derived tables: a case that held facts before is derived anew after it. */
  readonly rederive?: true;
}

export const MIGRATIONS: readonly Migration[] = [initialSchema, factsPerSource, relationAttributes, lists, decisions, alertLinks, timeline];

/** `RDTH`: marks a SQLite file as a Redthread case. */
export const APPLICATION_ID = 0x52445448;
export const SCHEMA_VERSION = MIGRATIONS.at(-1)!.version;
