/** A list with everything a person does to one: search, filters, order, columns, ticks, expanded rows, copy, file and link. */
import { ArrowExportRegular, ChevronDownRegular, ChevronRightRegular, ColumnTripleRegular, LinkRegular, SearchRegular } from '@fluentui/react-icons';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { ListFilter, ListOrder } from '../../../shared/contract/model.ts';
import type { Input, Output } from '../../../shared/contract/procedures.ts';
import { cspNonce } from '../../platform/index.ts';
import { useCall, useClient, useLayout, useSettled } from '../../state/index.ts';
import { arrange, ColumnChooser, copiedRows, defangText, EmptyState, ErrorState, ListGrid, Loading, plural, sortWords, type ColumnView, type GridRow, type ListColumn, type MenuEntry, type SortedBy } from '../../ui/index.ts';
import { viewLink, type ListAddress } from './address.ts';
import { csvFile, save, type CsvProgress } from './csv-file.ts';
import { linesIn, placeOf, type Opened } from './expansion.ts';
import { FilterBar, type EditedFilter } from './filter-bar.tsx';
import { SavedViews } from './saved-views.tsx';

export type ListProcedure = 'incident.list' | 'alert.list' | 'evidence.byEntity' | 'asset.list';
type RowOf<P extends ListProcedure> = Output<P>['items'][number];
type Scope = { readonly incidentId?: string; readonly entityId?: string; readonly alertId?: string; readonly category?: Input<'asset.list'>['category'] };
/** Children shown under an expanded row; the last line leads to the rest. */
const CHILDREN_SHOWN = 10;

export interface ListViewProps<P extends ListProcedure, Child> {
  readonly procedure: P;
  readonly list: Input<'list.facets'>['list'];
  readonly scope: Scope;
  /** Names the region: "Incidents". */
  readonly label: string;
  readonly noun: readonly [one: string, many: string];
  readonly columns: readonly ListColumn<RowOf<P>>[];
  readonly rowId: (row: RowOf<P>) => string;
  /** Under which columns and views are remembered. */
  readonly viewKey: string;
  readonly address: ListAddress;
  readonly onAddress: (change: ListAddress) => void;
  readonly defaultOrder: readonly ListOrder[];
  readonly defaultFilters?: readonly ListFilter[];
  readonly searchHint: string;
  readonly onActivate: (row: RowOf<P>, how: 'click' | 'enter') => void;
  readonly rowMenu?: (row: RowOf<P>) => readonly MenuEntry[];
  readonly onTicked?: (rows: readonly RowOf<P>[]) => void;
  readonly tickKey?: number;
  /** Said when the list is empty without any filter. */
  readonly empty: ReactNode;
  readonly tools?: ReactNode;
  readonly expand?: { readonly children: (row: RowOf<P>, limit: number) => Promise<{ items: readonly Child[]; total: number }>; readonly childId: (child: Child) => string; readonly label: (row: RowOf<P>) => string; readonly more: (row: string, hidden: number) => ReactNode; readonly onChild: (child: Child) => void };
  /** Tells where the selected row stands and how to reach its neighbours. */
  readonly onPlace?: (place: ListPlace<RowOf<P>> | null) => void;
}
export interface ListPlace<Row> { readonly at: number; readonly total: number; readonly go: (step: number) => Promise<Row | null> }

export function ListView<P extends ListProcedure, Child = never>(props: ListViewProps<P, Child>) {
  type Row = RowOf<P>;
  const { procedure, address, onAddress, expand } = props;
  const columns = useMemo(() => props.columns.filter((c) => c.isFilterOnly !== true), [props.columns]);
  const client = useClient();
  const scopeText = JSON.stringify(props.scope);
  const [typed, setTyped] = useState(address.search ?? '');
  const search = useSettled(typed);
  const inAddress = useRef(address.search ?? '');
  // Somebody who went on while the search settled stays where they went.
  const router = useRouter();
  const [here] = useState(router.latestLocation.pathname);
  useEffect(() => { if (search !== inAddress.current && router.latestLocation.pathname === here) { inAddress.current = search; onAddress({ search: search === '' ? undefined : search }); } }, [search, onAddress, router, here]);
  useEffect(() => { if ((address.search ?? '') !== inAddress.current) { inAddress.current = address.search ?? ''; setTyped(address.search ?? ''); } }, [address.search]);
  const defaults = props.defaultFilters ?? [];
  const filters = address.filters ?? defaults;
  const order = address.order ?? props.defaultOrder;
  const [remembered, rememberView] = useLayout<ColumnView[]>(`columns.${props.viewKey}`);
  const view = useMemo(() => arrange(columns, remembered), [columns, remembered]);
  const [edited, setEdited] = useState<EditedFilter | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const [ticked, setTicked] = useState(0);
  const [csv, setCsv] = useState<(CsvProgress & { done?: boolean; failed?: string }) | null>(null);
  const cancelled = useRef(false);
  const [told, setTold] = useState('');

  const question = { ...props.scope, ...(search === '' ? {} : { search }), ...(filters.length === 0 ? {} : { filters: [...filters] }) };
  const counted = useCall(procedure, { ...question, limit: 1 } as Input<P>, { keepPrevious: true });
  const whole = useCall(procedure, { ...props.scope, limit: 1 } as Input<P>, { keepPrevious: true });
  const total = (counted.data as { total: number } | undefined)?.total;
  const all = (whole.data as { total: number } | undefined)?.total ?? 0;
  const contentKey = JSON.stringify(question);
  const page = useCallback((offset: number, limit: number, by: readonly ListOrder[], of: object) => client.call(procedure, { ...of, order: [...by], offset, limit } as Input<P>) as Promise<{ items: Row[]; total: number }>, [client, procedure]);

  // Where rows stand, as far as they were read under this question and order.
  const [opened, setOpened] = useState<readonly Opened<Child>[]>([]);
  const openedNow = useRef(opened);
  openedNow.current = opened;
  const [bump, setBump] = useState(0);
  const places = useRef({ key: '', at: new Map<string, number>() });
  const placesKey = `${contentKey} ${JSON.stringify(order)}`;
  if (places.current.key !== placesKey) places.current = { key: placesKey, at: new Map() };
  useEffect(() => { setOpened([]); setBump((n) => n + 1); }, [placesKey]);
  const read = useCallback(async (offset: number, limit: number, by: readonly SortedBy[]): Promise<{ rows: GridRow<Row>[]; total: number }> => {
    const open = openedNow.current;
    const lines = Array.from({ length: limit }, (_v, i) => placeOf(open, offset + i));
    const indices = lines.flatMap((l) => (l.kind === 'row' ? [l.index] : []));
    const from = indices[0] ?? 0;
    const got = indices.length === 0 ? await page(0, 1, by, question) : await page(from, indices.at(-1)! - from + 1, by, question);
    got.items.forEach((row, i) => places.current.at.set(props.rowId(row), (indices.length === 0 ? 0 : from) + i));
    const rows = lines.flatMap((l): GridRow<Row>[] => {
      if (l.kind === 'row') { const row = got.items[l.index - from]; return row === undefined ? [] : [{ kind: 'row', row, id: props.rowId(row) }]; }
      const child = l.of.children[l.nth];
      return child === undefined ? [{ kind: 'more', parent: l.of.id, id: `${l.of.id} more`, text: expand!.more(l.of.id, l.of.total - l.of.children.length) }] : [{ kind: 'child', parent: l.of.id, id: `${l.of.id} ${expand!.childId(child)}`, child }];
    });
    return { rows, total: got.total + linesIn(open) };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the question is told by its key
  }, [page, contentKey]);
  const toggle = useCallback((row: Row) => {
    const id = props.rowId(row);
    if (openedNow.current.some((o) => o.id === id)) { setOpened((list) => list.filter((o) => o.id !== id)); setBump((n) => n + 1); return; }
    void expand!.children(row, CHILDREN_SHOWN).then(({ items, total: of }) => {
      const index = places.current.at.get(id);
      if (index === undefined) return;
      setOpened((list) => [...list.filter((o) => o.id !== id), { id, index, children: items, total: of }].toSorted((a, b) => a.index - b.index));
      setBump((n) => n + 1);
    }).catch(() => undefined);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- functions of the declaration
  }, []);

  const drawn = useMemo(() => {
    if (!expand) return columns;
    const first = columns.findIndex((c) => c.flex !== undefined);
    return columns.map((c, i): ListColumn<Row> => (i !== first ? c : { ...c, cell: (row) => <span className="list-expandable"><Expander isOpen={openedNow.current.some((o) => o.id === props.rowId(row))} label={expand.label(row)} onToggle={() => toggle(row)} />{c.cell(row)}</span> }));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- functions of the declaration; `opened` redraws the open ones
  }, [columns, opened, toggle]);

  const { onPlace } = props;
  const at = address.selected === undefined ? undefined : places.current.at.get(address.selected);
  useEffect(() => {
    if (!onPlace) return;
    if (address.selected === undefined || at === undefined || total === undefined) { onPlace(null); return; }
    onPlace({ at, total, go: async (step) => { const next = at + step; if (next < 0 || next >= total) return null; const { items } = await page(next, 1, order, question); const row = items[0]; if (row !== undefined) places.current.at.set(props.rowId(row), next); return row ?? null; } });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the question is told by its key
  }, [at, total, address.selected, placesKey, onPlace, bump]);

  const columnMenu = (column: ListColumn<Row>): MenuEntry[] => {
    const rest = order.filter((o) => o.column !== column.id);
    const place = () => { const r = document.querySelector(`.ag-header-cell[col-id="${CSS.escape(column.id)}"]`)?.getBoundingClientRect(); return { x: r?.left ?? 100, y: r?.bottom ?? 100 }; };
    const set = (change: Partial<ColumnView>) => rememberView(view.map((v) => (v.id === column.id ? { ...v, ...change } : v)));
    const own = view.findIndex((v) => v.id === column.id);
    const move = (step: number) => { const next = [...view]; const [one] = next.splice(own, 1); next.splice(own + step, 0, one!); rememberView(next); };
    return [
      ...(column.isSortable === false ? [] : [{ text: 'Sort ascending', run: () => onAddress({ order: [{ column: column.id, descending: false }] }) }, { text: 'Sort descending', run: () => onAddress({ order: [{ column: column.id, descending: true }] }) },
        ...(order.length > 0 && rest.length === order.length ? [{ text: 'Then by this column', hint: 'Ctrl+click', run: () => onAddress({ order: [...order, { column: column.id, descending: column.order !== undefined }] }) }] : []), ...(rest.length < order.length ? [{ text: 'Do not sort by this', run: () => onAddress({ order: rest.length === 0 ? undefined : rest }) }] : [])]),
      ...(column.filter === undefined ? [] : [{ text: 'Filter…', run: () => requestAnimationFrame(() => setEdited({ column: column.id, place: place() })) }]),
      { text: view[own]?.isPinned ? 'Do not keep in view' : 'Keep in view', run: () => set({ isPinned: view[own]?.isPinned !== true }) }, ...(own > 0 ? [{ text: 'Move left', run: () => move(-1) }] : []), ...(own < view.length - 1 ? [{ text: 'Move right', run: () => move(1) }] : []),
      ...(view.filter((v) => !v.isHidden).length > 1 ? [{ text: 'Hide', run: () => set({ isHidden: true }) }] : []), { text: 'Choose columns…', run: () => setChoosing(true) },
    ];
  };
  const shownColumns = view.filter((v) => !v.isHidden).flatMap((v) => columns.find((c) => c.id === v.id) ?? []);
  const copy = (rows: readonly Row[], raw: boolean) => void navigator.clipboard.writeText(copiedRows(rows.map((row) => shownColumns.map((c) => (c.isNetwork?.(row) === true && !raw ? defangText(c.text(row)) : c.text(row)))))).then(() => setTold(`${plural(rows.length, 'row')} copied${raw ? ', indicators raw' : ''}`), () => setTold('The clipboard is not available'));
  const exportCsv = () => {
    cancelled.current = false;
    setCsv({ written: 0, total: total ?? 0 });
    csvFile(shownColumns, (offset, limit) => page(offset, limit, order, question), setCsv, () => cancelled.current).then((made) => {
      if (made === null) { setCsv(null); return; }
      save(made.file, `${props.label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.csv`);
      setCsv({ written: made.rows, total: made.rows, done: true });
    }, (error: unknown) => setCsv({ written: 0, total: 0, failed: error instanceof Error ? error.message : String(error) }));
  };
  const copyLink = () => void navigator.clipboard.writeText(viewLink()).then(() => setTold('Link to this view copied'), () => setTold('The clipboard is not available'));
  const filtered = useMemo(() => new Set(filters.map((f) => f.column)), [filters]);
  const isDefault = address.filters === undefined || JSON.stringify(address.filters) === JSON.stringify(defaults);

  const bar = (
    <div className="list-tools">
      <span className="search"><SearchRegular aria-hidden /><input className="input" type="search" aria-label={`Search ${props.noun[1]}`} placeholder={props.searchHint} value={typed} maxLength={500} onChange={(e) => setTyped(e.target.value)} /></span>
      <FilterBar columns={props.columns} filters={filters} isDefault={isDefault} edited={edited} onEdit={setEdited} onFilters={(next) => onAddress({ filters: next })} facets={(column, contains) => client.call('list.facets', { ...question, list: props.list, column, ...(contains === '' ? {} : { contains }) } as Input<'list.facets'>)} />
      <span style={{ flex: 1 }} />
      {props.tools}
      <SavedViews viewKey={props.viewKey} address={address} onChoose={(next) => { setTyped(next.search ?? ''); inAddress.current = next.search ?? ''; onAddress({ search: next.search, filters: next.filters, order: next.order }); }} />
      <button type="button" className="btn quiet" onClick={copyLink}><LinkRegular aria-hidden />Copy link</button>
      <button type="button" className="btn quiet" onClick={() => setChoosing(true)}><ColumnTripleRegular aria-hidden />Columns</button>
      <button type="button" className="btn quiet" disabled={total === undefined || total === 0 || (csv !== null && csv.done !== true && csv.failed === undefined)} onClick={exportCsv}><ArrowExportRegular aria-hidden />Export CSV</button>
    </div>
  );
  const hidden = all - (total ?? 0);
  const showAll = () => { setTyped(''); inAddress.current = ''; onAddress({ search: undefined, filters: [] }); };
  return (
    <div className="pane list-view" data-list={scopeText}>
      {all === 0 && total === 0 ? null : bar}
      <div style={{ flex: 1, minHeight: 0 }}>
        {counted.isError ? <ErrorState title={`The ${props.noun[1]} cannot be listed`} error={counted.error} onRetry={() => void counted.refetch()} /> : total === undefined ? <Loading label={`Reading ${props.noun[1]}`} rows={10} /> : total === 0 ? (
          all === 0 ? props.empty : <EmptyState title={`No ${props.noun[0]} matches`} actions={<button type="button" className="btn" onClick={showAll}>Show all {plural(all, props.noun[0], props.noun[1])}</button>}>Search and filters hide all {plural(all, props.noun[0], props.noun[1])} of this list.</EmptyState>
        ) : (
          <ListGrid<Row> label={props.label} columns={drawn} view={view} onView={(next) => rememberView([...next])} order={order} onOrder={(next) => onAddress({ order: next.length === 0 ? undefined : next })} rowsFrom={read} contentKey={contentKey} revision={counted.dataUpdatedAt + bump} selectedId={address.selected ?? null}
            onActivate={(row, how) => { if (row.kind === 'row') props.onActivate(row.row, how); else if (row.kind === 'child') expand!.onChild(row.child as Child); }} {...(props.onTicked ? { onTicked: (rows: readonly Row[]) => { setTicked(rows.length); props.onTicked!(rows); } } : {})} {...(props.tickKey === undefined ? {} : { tickKey: props.tickKey })}
            rowMenu={(row) => [...(props.rowMenu?.(row) ?? []), ...(expand ? [{ text: expand.label(row), hint: '+', run: () => toggle(row) }] : []), { text: 'Copy', hint: 'Ctrl+C', run: () => copy([row], false) }, { text: 'Copy with raw indicators', hint: 'Ctrl+Shift+C', run: () => copy([row], true) }]}
            columnMenu={columnMenu} filtered={filtered} onCopy={copy} onKey={(row, e) => { if (!expand || row.kind !== 'row' || (e.key !== '+' && e.key !== '-')) return false; if (openedNow.current.some((o) => o.id === row.id) === (e.key === '-')) toggle(row.row); return true; }} nonce={cspNonce()} />
        )}
      </div>
      <div className="foot">
        <span role="status">{total === undefined ? '' : `${ticked > 0 ? `${ticked.toLocaleString('en')} ticked · ` : ''}${plural(total, props.noun[0], props.noun[1])}${total === 0 ? '' : ` · ${sortWords(columns, order)}`}`}</span>
        <span style={{ flex: 1 }} />
        {csv === null ? null : csv.failed !== undefined ? <span className="failed">The file was not written: {csv.failed}</span> : csv.done ? <span role="status">{plural(csv.written, 'row')} of {plural(csv.total, props.noun[0], props.noun[1])} exported</span> : <span role="status">Writing {csv.written.toLocaleString('en')} of {csv.total.toLocaleString('en')} <button type="button" className="btn quiet link" onClick={() => { cancelled.current = true; }}>Cancel</button></span>}
        {told === '' ? null : <span role="status">{told}</span>}
        {total !== undefined && hidden > 0 ? <span>{plural(hidden, props.noun[0], props.noun[1])} {hidden === 1 ? 'is' : 'are'} hidden by this view <button type="button" className="btn quiet link" onClick={showAll}>Show {hidden === 1 ? 'it' : 'them'}</button></span> : null}
      </div>
      {isChoosing ? <ColumnChooser columns={columns} view={view} onView={(next) => rememberView([...next])} onReset={() => rememberView([])} onClose={() => setChoosing(false)} /> : null}
    </div>
  );
}

function Expander({ isOpen, label, onToggle }: { isOpen: boolean; label: string; onToggle: () => void }) {
  return <button type="button" className="list-expander" aria-expanded={isOpen} aria-label={label} onClick={(e) => { e.stopPropagation(); onToggle(); }}>{isOpen ? <ChevronDownRegular aria-hidden /> : <ChevronRightRegular aria-hidden />}</button>;
}
