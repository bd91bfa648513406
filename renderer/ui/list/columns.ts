/** What a column of a list is: how it is drawn, what of it goes to clipboard and file, and how it sorts and filters. */
import type { ReactNode } from 'react';
import { shownName } from '../text.tsx';
import type { EntityKind } from '../../../shared/domain/entity/kinds.ts';

export interface ListColumn<Row> {
  /** Name of the column in the contract: what is sorted and filtered by. */
  readonly id: string;
  readonly title: string;
  readonly width?: number;
  /** Takes the room that is left. */
  readonly flex?: number;
  readonly minWidth?: number;
  readonly cell: (row: Row) => ReactNode;
  /** One plain text per row, raw: for files and the clipboard. Times are ISO 8601 in UTC. */
  readonly text: (row: Row) => string;
  /** The text holds network indicators: copied defanged unless raw is asked for. */
  readonly isNetwork?: (row: Row) => boolean;
  readonly isSortable?: boolean;
  /** So that a sort can be put into words. */
  readonly order?: 'time' | 'rank';
  readonly filter?: ColumnFilter;
  readonly className?: string;
  /** Rows are filtered by it; it is no column. */
  readonly isFilterOnly?: boolean;
  /** Shown only when chosen. */
  readonly isHidden?: boolean;
  /** Of the row under an expanded one. */
  readonly childCell?: (child: never) => ReactNode;
}
export type ColumnFilter =
  | { readonly kind: 'values'; /** A value as a person reads it; `''` is none. */ readonly label?: (value: string) => string; readonly none?: string }
  | { readonly kind: 'text' } | { readonly kind: 'time' } | { readonly kind: 'number' };

export interface SortedBy { readonly column: string; readonly descending: boolean }

const ORDER_WORDS = { time: ['oldest first', 'newest first'], rank: ['lowest first', 'highest first'], text: ['A to Z', 'Z to A'] } as const;
/** "sorted by severity, highest first, then last activity, newest first". */
export function sortWords<Row>(columns: readonly ListColumn<Row>[], order: readonly SortedBy[]): string {
  const parts = order.map((o) => { const c = columns.find((x) => x.id === o.column); return `${(c?.title ?? o.column).replace(/ \((UTC|local)\)$/, '').toLowerCase()}, ${ORDER_WORDS[c?.order ?? 'text'][o.descending ? 1 : 0]}`; });
  return parts.length === 0 ? '' : `sorted by ${parts.join(', then ')}`;
}

/** Columns as a person arranged them. `null` width: as declared. */
export interface ColumnView { readonly id: string; readonly isHidden: boolean; readonly width: number | null; readonly isPinned: boolean }

/** The arrangement that is remembered, completed by columns that came later and freed of those that are gone. */
export function arrange<Row>(columns: readonly ListColumn<Row>[], remembered: readonly ColumnView[] | undefined): ColumnView[] {
  const known = new Map((Array.isArray(remembered) ? remembered : []).filter((v) => typeof v?.id === 'string').map((v) => [v.id, v]));
  const kept = [...known.values()].filter((v) => columns.some((c) => c.id === v.id));
  const places = new Map(kept.map((v, i) => [v.id, i]));
  const fresh = columns.filter((c) => !known.has(c.id));
  const list: ColumnView[] = kept.map((v) => ({ id: v.id, isHidden: v.isHidden === true, width: typeof v.width === 'number' ? v.width : null, isPinned: v.isPinned === true }));
  // A new column stands behind the one it is declared behind.
  for (const column of fresh) {
    const before = columns.slice(0, columns.indexOf(column)).findLast((c) => places.has(c.id) || list.some((v) => v.id === c.id));
    const at = before === undefined ? 0 : list.findIndex((v) => v.id === before.id) + 1;
    list.splice(at, 0, { id: column.id, isHidden: column.isHidden === true, width: null, isPinned: false });
  }
  return list;
}

/** For columns that name an entity. */
export const entityText = (kind: EntityKind, name: string, raw: boolean): string => (raw ? name : shownName(kind, name));
