/**
 * One way to page, sort, filter, search and count for every list. A list declares its columns; conditions are built from these
 * declarations and bound values alone, never from text of the caller.
 */
import { RedthreadError, type Facets, type ListFilter, type ListOrder } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { contains, offsetOf, type Page, type Where } from '../queries/shared.ts';

export interface ListColumn {
  /** What rows are ordered by. Rows without a value come last, whatever the direction. */
  readonly sort?: string | readonly string[];
  /** One text per row; `''` where there is none. */
  readonly value?: string;
  /** One number per row, for `atLeast` and `atMost`. */
  readonly number?: string;
  /** Several texts per row: `join` brings them in as `v.value`, `keys` selects the rows' keys under a condition on `v.value`. */
  readonly set?: { readonly join: string; readonly keys: (condition: string) => string };
}
export interface ListSpec<Raw, Row> {
  /** As in errors: "incidents". */
  readonly name: string;
  readonly select: string;
  readonly from: string;
  /** Unique and stable: settles the order of rows that are equal in it. */
  readonly tie: string;
  readonly columns: Readonly<Record<string, ListColumn>>;
  readonly defaultOrder: readonly ListOrder[];
  /** Conditions of the search box; each `?` takes the same pattern. */
  readonly search: string;
  readonly row: (raw: Raw) => Row;
}
export interface ListInput { readonly limit: number; readonly cursor?: string | undefined; readonly offset?: number | undefined; readonly search?: string | undefined; readonly filters?: readonly ListFilter[] | undefined; readonly order?: readonly ListOrder[] | undefined }

const FACETS_SHOWN = 500;

export function listPage<Raw, Row>(db: Db, spec: ListSpec<Raw, Row>, input: ListInput, scope: Where): Page<Row> {
  conditions(spec, input, scope);
  const offset = input.offset ?? offsetOf(input);
  const order = [...(input.order === undefined || input.order.length === 0 ? spec.defaultOrder : input.order).map((o) => direction(column(spec, o.column).sort, o, spec)), spec.tie].join(', ');
  const total = db.prepare(`select count(*) from ${spec.from} ${scope.sql}`).pluck().get(...scope.values) as number;
  const rows = offset >= total ? [] : (db.prepare(`select ${spec.select} from ${spec.from} ${scope.sql} order by ${order} limit ? offset ?`).all(...scope.values, input.limit, offset) as Raw[]);
  const next = offset + rows.length;
  return { items: rows.map(spec.row), total, nextCursor: rows.length > 0 && next < total ? `o${next}` : null };
}

/** The values of a column with how many rows have each, under all filters but its own: what a person may choose from. */
export function listFacets<Raw, Row>(db: Db, spec: ListSpec<Raw, Row>, input: ListInput & { readonly column: string; readonly contains?: string | undefined }, scope: Where): Facets {
  const of = column(spec, input.column);
  conditions(spec, { ...input, filters: (input.filters ?? []).filter((f) => f.column !== input.column) }, scope);
  const value = of.set ? 'v.value' : of.value;
  if (value === undefined) throw refused(spec, `${input.column} has no values to choose from; filter it by atLeast and atMost.`);
  const from = of.set ? `${spec.from} ${of.set.join}` : spec.from;
  if (input.contains !== undefined && input.contains !== '') scope.add(`${value} like ? escape '\\'`, contains(input.contains));
  const rows = db.prepare(`select ${value} value, count(*) count from ${from} ${scope.sql} group by 1 order by 2 desc, 1 limit ?`).all(...scope.values, FACETS_SHOWN) as Facets['items'];
  const total = rows.length < FACETS_SHOWN ? rows.length : (db.prepare(`select count(distinct ${value}) from ${from} ${scope.sql}`).pluck().get(...scope.values) as number);
  return { items: rows, total };
}

/** Adds search and filters to the scope's conditions. */
function conditions<Raw, Row>(spec: ListSpec<Raw, Row>, input: Pick<ListInput, 'search' | 'filters'>, where: Where): void {
  if (input.search !== undefined && input.search !== '') where.add(spec.search, ...Array.from(spec.search.matchAll(/\?/g), () => contains(input.search!)));
  for (const filter of input.filters ?? []) condition(spec, filter, where);
}

function condition<Raw, Row>(spec: ListSpec<Raw, Row>, { column: id, op, values }: ListFilter, where: Where): void {
  const of = column(spec, id);
  const places = values.map(() => '?').join(', ');
  switch (op) {
    case 'in':
    case 'notIn': {
      const not = op === 'notIn' ? 'not ' : '';
      if (of.set) return void where.add(`${not}${of.set.keys(`v.value in (${places})`)}`, ...values);
      if (of.value === undefined) break;
      return void where.add(`${of.value} ${not}in (${places})`, ...values);
    }
    case 'contains': {
      const any = (sql: string) => values.map(() => `${sql} like ? escape '\\'`).join(' or ');
      if (of.set) return void where.add(of.set.keys(any('v.value')), ...values.map(contains));
      if (of.value === undefined) break;
      return void where.add(any(of.value), ...values.map(contains));
    }
    case 'atLeast':
    case 'atMost': {
      const bound = Number(values[0]);
      if (of.number === undefined) break;
      if (values.length !== 1 || !Number.isFinite(bound)) throw refused(spec, `${op} on ${id} takes one number.`);
      return void where.add(`${of.number} ${op === 'atLeast' ? '>=' : '<='} ?`, bound);
    }
  }
  throw refused(spec, `${id} cannot be filtered by ${op}.`);
}

function column<Raw, Row>(spec: ListSpec<Raw, Row>, id: string): ListColumn {
  if (!Object.hasOwn(spec.columns, id)) throw refused(spec, `There is no column ${id}. Columns: ${Object.keys(spec.columns).join(', ')}.`);
  return spec.columns[id]!;
}

function direction<Raw, Row>(sql: ListColumn['sort'], order: ListOrder, spec: ListSpec<Raw, Row>): string {
  if (sql === undefined) throw refused(spec, `It cannot be sorted by ${order.column}.`);
  // SQLite counts null as the least value: descending they come last by themselves.
  return [sql].flat().map((one) => (order.descending ? `${one} desc` : `${one} asc nulls last`)).join(', ');
}

const refused = <Raw, Row>(spec: ListSpec<Raw, Row>, why: string) => new RedthreadError('badRequest', `The list of ${spec.name} refuses this. ${why}`);

/** A text of the row. */
export const textColumn = (sql: string): ListColumn => ({ sort: `${sql} collate nocase`, value: `ifnull(${sql}, '')` });
/** A number or a time of the row. */
export const numberColumn = (sql: string): ListColumn => ({ sort: sql, number: sql });

/** Values of a row that stand in a table beside the list's own. `own` is the list's key in its query, `key` the same in the table. */
export function valuesOf(table: string, columnId: string, own: string, key: string, also: string = ''): Required<Pick<ListColumn, 'set'>>['set'] {
  return {
    join: `join ${table} v on v.${key} = ${own} and v.column_id = '${columnId}'${also === '' ? '' : ` and ${also}`}`,
    keys: (sql) => `${own} in (select v.${key} from ${table} v where v.column_id = '${columnId}' and (${sql})${also === '' ? '' : ` and ${also}`})`,
  };
}
