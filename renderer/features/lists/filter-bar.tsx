/** The filters of a list as chips that can be changed and taken away, and the way to add one. */
import { AddRegular, DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { Facets, ListFilter } from '../../../shared/contract/model.ts';
import { formatTime, useSettings, type TimeZoneName } from '../../state/index.ts';
import { ContextMenu, FilterEditor, InertText, type ListColumn, type MenuPlace } from '../../ui/index.ts';

export interface EditedFilter { readonly column: string; readonly place: MenuPlace }
interface FilterBarProps<Row> {
  readonly columns: readonly ListColumn<Row>[];
  readonly filters: readonly ListFilter[];
  readonly isDefault: boolean;
  readonly edited: EditedFilter | null;
  readonly onEdit: (edited: EditedFilter | null) => void;
  readonly onFilters: (filters: readonly ListFilter[] | undefined) => void;
  readonly facets: (column: string, contains: string) => Promise<Facets>;
}

export function FilterBar<Row>({ columns, filters, isDefault, edited, onEdit, onFilters, facets }: FilterBarProps<Row>) {
  const zone = useSettings((s) => s.timeZone);
  const [adding, setAdding] = useState<MenuPlace | null>(null);
  const filterable = columns.filter((c) => c.filter !== undefined);
  const column = edited === null ? undefined : filterable.find((c) => c.id === edited.column);
  const under = (e: Element): MenuPlace => { const r = e.getBoundingClientRect(); return { x: r.left, y: r.bottom }; };
  const set = (id: string, own: readonly ListFilter[]) => onFilters([...filters.filter((f) => f.column !== id), ...own]);
  return (
    <div className="filter-bar" role="group" aria-label="Filters">
      {[...new Set(filters.map((f) => f.column))].map((id) => {
        const of = columns.find((c) => c.id === id);
        const title = of?.title ?? id;
        return (
          <span key={id} className="filter-chip">
            <button type="button" onClick={(e) => onEdit({ column: id, place: under(e.currentTarget) })}><span className="tertiary">{title}:</span> <InertText text={filters.filter((f) => f.column === id).map((f) => words(f, of, zone)).join(', ')} limit={120} /></button>
            <button type="button" aria-label={`Remove the filter ${title}`} onClick={() => set(id, [])}><DismissRegular aria-hidden /></button>
          </span>);
      })}
      <button type="button" className="btn quiet" onClick={(e) => setAdding(under(e.currentTarget))}><AddRegular aria-hidden />Add filter</button>
      {isDefault ? null : <button type="button" className="btn quiet link" onClick={() => onFilters(undefined)}>Reset all</button>}
      <ContextMenu label="Add filter" place={adding} onClose={() => setAdding(null)} entries={filterable.map((c) => ({ text: c.title, run: () => { const place = adding!; setAdding(null); requestAnimationFrame(() => onEdit({ column: c.id, place })); } }))} />
      {column?.filter ? <FilterEditor key={column.id} title={column.title} column={column.id} kind={column.filter} place={edited?.place ?? null} filters={filters.filter((f) => f.column === column.id)} onChange={(own) => set(column.id, own)} facets={(contains) => facets(column.id, contains)} onClose={() => onEdit(null)} timeField={timeField(zone)} /> : null}
    </div>
  );
}

function words<Row>(filter: ListFilter, column: ListColumn<Row> | undefined, zone: TimeZoneName): string {
  const name = (value: string) => (column?.filter?.kind === 'time' ? formatTime(Number(value), zone) : value === '' ? ((column?.filter?.kind === 'values' ? column.filter.none : undefined) ?? 'None') : column?.filter?.kind === 'values' ? (column.filter.label?.(value) ?? value) : value);
  const values = filter.values.slice(0, 3).map(name).join(', ') + (filter.values.length > 3 ? ` and ${filter.values.length - 3} more` : '');
  switch (filter.op) {
    case 'in': return values;
    case 'notIn': return `not ${values}`;
    case 'contains': return `contains ${values}`;
    case 'atLeast': return `from ${values}`;
    case 'atMost': return `to ${values}`;
  }
}

/** A `datetime-local` field knows no zone: its text is read as the zone that is shown. */
const timeField = (zone: TimeZoneName) => ({
  zone: zone === 'utc' ? 'UTC' : 'local time',
  toText: (us: number) => new Date(us / 1000 - (zone === 'utc' ? 0 : new Date(us / 1000).getTimezoneOffset() * 60_000)).toISOString().slice(0, 19),
  toUs: (text: string) => { const ms = Date.parse(zone === 'utc' ? `${text}Z` : text); return Number.isFinite(ms) ? ms * 1000 : null; },
});
