import type { Db } from '../case-file.ts';
import { initialSchema } from './0010-initial-schema.ts';
import { factsPerSource } from './0020-facts-per-source.ts';
import { relationAttributes } from './0030-relation-attributes.ts';
import { alertLinks } from './0060-alert-links.ts';

/** One step of the schema. Migrations only add; numbers rise in tens; each has a test that starts from real old rows. */
export interface Migration {
  /** Value of `user_version` after the step. */
  readonly version: number;
  readonly name: string;
  readonly up: string;
  /** Fills derived tables that the step added, in a case that already holds something. Runs when all steps are made, so that it may use the code of today. */
  readonly fill?: (db: Db) => void;
}

export const MIGRATIONS: readonly Migration[] = [initialSchema, factsPerSource, relationAttributes, alertLinks];

/** `RDTH`: marks a SQLite file as a Redthread case. */
export const APPLICATION_ID = 0x52445448;
export const SCHEMA_VERSION = MIGRATIONS.at(-1)!.version;
