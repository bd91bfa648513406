/** The table of every list: rows come in blocks from the store, which sorts and filters; AG Grid draws, scrolls and keeps the keyboard. */
import {
  CellStyleModule, ColumnApiModule, ColumnAutoSizeModule, InfiniteRowModelModule, ModuleRegistry, RowApiModule, RowSelectionModule, RowStyleModule, ScrollApiModule, themeQuartz, type ColDef, type GridApi, type IDatasource, type RowClassRules,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { FilterRegular, MoreVerticalRegular } from '@fluentui/react-icons';
import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { ContextMenu, type MenuEntry, type MenuPlace } from '../menu.tsx';
import type { ColumnView, ListColumn, SortedBy } from './columns.ts';

ModuleRegistry.registerModules([InfiniteRowModelModule, RowSelectionModule, ColumnApiModule, ColumnAutoSizeModule, RowApiModule, ScrollApiModule, CellStyleModule, RowStyleModule]);

const theme = themeQuartz.withParams({
  backgroundColor: 'var(--layer-content)', foregroundColor: 'var(--text-primary)', headerBackgroundColor: 'var(--layer-bar)', headerTextColor: 'var(--text-secondary)', borderColor: 'var(--stroke-normal)', rowBorder: { color: 'var(--stroke-subtle)' },
  rowHoverColor: 'var(--layer-hover)', selectedRowBackgroundColor: 'var(--layer-selected)', accentColor: 'var(--accent-line)', checkboxUncheckedBorderColor: 'var(--stroke-control)', fontFamily: 'inherit', fontSize: 13, headerFontSize: 12, rowHeight: 26, headerHeight: 28, spacing: 4,
  cellHorizontalPadding: 8, borderRadius: 0, wrapperBorderRadius: 0, wrapperBorder: false, headerColumnBorder: { color: 'var(--stroke-subtle)' }, iconSize: 14, browserColorScheme: 'inherit',
});
const BLOCK = 200;
const EVERY_COLUMN = { resizable: true, suppressHeaderMenuButton: true } as const;
const TICKING = { mode: 'multiRow', checkboxes: true, headerCheckbox: false, enableClickSelection: false, isRowSelectable: (node: { data?: GridRow<unknown> | undefined }) => node.data?.kind === 'row' } as const;

/** A row of the list, a row under an expanded one, or the line that says how many more there are under it. */
export type GridRow<Row> = { readonly kind: 'row'; readonly row: Row; readonly id: string } | { readonly kind: 'child'; readonly parent: string; readonly id: string; readonly child: unknown } | { readonly kind: 'more'; readonly parent: string; readonly id: string; readonly text: ReactNode };

export interface ListGridProps<Row> {
  readonly label: string;
  readonly columns: readonly ListColumn<Row>[];
  readonly view: readonly ColumnView[];
  readonly onView: (view: readonly ColumnView[]) => void;
  readonly order: readonly SortedBy[];
  readonly onOrder: (order: readonly SortedBy[]) => void;
  /** Rows from `offset`, under the order that the head shows. Throws what the list shows as an error. */
  readonly rowsFrom: (offset: number, limit: number, order: readonly SortedBy[]) => Promise<{ readonly rows: readonly GridRow<Row>[]; readonly total: number }>;
  /** Another key: other rows, from the top. */
  readonly contentKey: string;
  /** A higher number: the same rows, read again. */
  readonly revision: number;
  readonly selectedId: string | null;
  /** The row at this place is scrolled into view when the place changes. */
  readonly reveal?: number | null;
  readonly onActivate: (row: GridRow<Row>, how: 'click' | 'enter') => void;
  readonly onTicked?: ((rows: readonly Row[]) => void) | undefined;
  /** Ticks are taken away when this changes. */
  readonly tickKey?: number;
  readonly rowMenu?: ((row: Row) => readonly MenuEntry[]) | undefined;
  readonly columnMenu: (column: ListColumn<Row>) => readonly MenuEntry[];
  readonly filtered: ReadonlySet<string>;
  readonly onCopy: (rows: readonly Row[], raw: boolean) => void;
  readonly onKey?: ((row: GridRow<Row>, event: KeyboardEvent) => boolean) | undefined;
  readonly nonce: string;
}

/** Ids of the columns that are filtered. */
const Filtered = createContext<ReadonlySet<string>>(new Set());
interface HeadParams { displayName: string; column: { getColId(): string }; openMenu: (columnId: string, at: Element) => void }
/** The name, whether it is filtered, and the way to everything else. The menu also opens by right click, and by Shift+F10 or Alt+Down on the head. */
function Head({ displayName, column, openMenu }: HeadParams) {
  const filtered = useContext(Filtered);
  const id = column.getColId();
  return (
    <span className="list-head"><span className="ellipsis">{displayName}</span>{filtered.has(id) ? <FilterRegular className="list-filtered" aria-label="filtered" /> : null}
      <button type="button" tabIndex={-1} className="list-menu" aria-label={`Menu of ${displayName}`} onClick={(e) => { e.stopPropagation(); openMenu(id, e.currentTarget); }} onPointerDown={(e) => e.stopPropagation()}><MoreVerticalRegular /></button></span>
  );
}

export function ListGrid<Row>(props: ListGridProps<Row>) {
  const api = useRef<GridApi<GridRow<Row>> | null>(null);
  const latest = useRef(props);
  useLayoutEffect(() => { latest.current = props; });
  const box = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<(MenuPlace & { entries: readonly MenuEntry[]; label: string }) | null>(null);
  const rowClasses = useMemo((): RowClassRules<GridRow<Row>> => ({ 'row-current': (p) => p.data !== undefined && p.data.id === latest.current.selectedId, 'row-child': (p) => p.data !== undefined && p.data.kind !== 'row' }), []);
  const focusCell = () => { const cell = api.current?.getFocusedCell(); if (cell) api.current?.setFocusedCell(cell.rowIndex, cell.column); };
  const openColumnMenu = useCallback((columnId: string, at: Element) => {
    const column = latest.current.columns.find((c) => c.id === columnId);
    const rect = at.getBoundingClientRect();
    if (column) setMenu({ x: rect.left, y: rect.bottom, label: `${column.title}: column`, entries: latest.current.columnMenu(column) });
  }, []);

  // One source for the life of the grid, so that ticks and widths stay; what it reads is the newest question.
  const source = useMemo((): IDatasource => ({
    getRows: (p) => {
      const order = p.sortModel.map((s): SortedBy => ({ column: s.colId, descending: s.sort === 'desc' }));
      const asked = latest.current.contentKey;
      latest.current.rowsFrom(p.startRow, p.endRow - p.startRow, order).then(
        ({ rows, total }) => { if (asked === latest.current.contentKey) p.successCallback([...rows], total); else p.failCallback(); },
        () => p.failCallback(),
      );
    },
  }), []);
  const columnDefs = useMemo(() => props.columns.map((column): ColDef<GridRow<Row>> => ({
    colId: column.id, headerName: column.title, sortable: column.isSortable !== false, ...(column.order === undefined ? {} : { sortingOrder: ['desc', 'asc', null] as const satisfies readonly unknown[] as never }), minWidth: column.minWidth ?? 60,
    ...(column.width === undefined ? {} : { initialWidth: column.width }), ...(column.flex === undefined ? {} : { initialFlex: column.flex }), ...(column.className === undefined ? {} : { cellClass: column.className }),
    headerComponentParams: { innerHeaderComponent: Head, innerHeaderComponentParams: { openMenu: openColumnMenu } },
    suppressHeaderKeyboardEvent: (p) => {
      const { event } = p;
      if (event.type !== 'keydown' || !(event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey) || (event.key === 'ArrowDown' && event.altKey))) return false;
      event.preventDefault();
      if (event.target instanceof Element) openColumnMenu(column.id, event.target);
      return true;
    },
    cellRenderer: ({ data }: { data?: GridRow<Row> }) => (data === undefined ? <span className="skeleton list-waiting" /> : data.kind === 'row' ? column.cell(data.row) : data.kind === 'child' ? (column.childCell?.(data.child as never) ?? null) : column.flex === undefined ? null : data.text),
  })), [props.columns, openColumnMenu]);

  const applyView = (grid: GridApi<GridRow<Row>>) => {
    const { view, columns, order } = latest.current;
    grid.applyColumnState({
      applyOrder: true,
      state: view.map((v) => { const c = columns.find((x) => x.id === v.id); const at = order.findIndex((o) => o.column === v.id); return {
        colId: v.id, hide: v.isHidden, pinned: v.isPinned ? 'left' as const : null, ...(v.width === null ? { width: c?.width ?? 160, flex: c?.flex ?? null } : { width: v.width, flex: null }), sort: at < 0 ? null : order[at]!.descending ? 'desc' as const : 'asc' as const, sortIndex: at < 0 ? null : at }; }),
    });
  };
  const shown = JSON.stringify([props.view, props.order]);
  const applied = useRef('');
  useEffect(() => { if (api.current && applied.current !== shown) { applied.current = shown; applyView(api.current); } }, [shown]);
  const readView = (grid: GridApi<GridRow<Row>>) => {
    const state = grid.getColumnState().filter((c) => latest.current.columns.some((x) => x.id === c.colId));
    const next = state.map((c): ColumnView => ({ id: c.colId, isHidden: c.hide === true, width: c.flex != null ? null : (c.width ?? null), isPinned: c.pinned === 'left' }));
    applied.current = JSON.stringify([next, latest.current.order]);
    latest.current.onView(next);
  };
  const readOrder = (grid: GridApi<GridRow<Row>>) => {
    const order = grid.getColumnState().filter((c) => c.sort != null).toSorted((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0)).map((c): SortedBy => ({ column: c.colId, descending: c.sort === 'desc' }));
    if (JSON.stringify(order) === JSON.stringify(latest.current.order)) return;
    applied.current = JSON.stringify([latest.current.view, order]);
    latest.current.onOrder(order);
  };

  const first = useRef(true);
  useEffect(() => { if (first.current) return; api.current?.purgeInfiniteCache(); api.current?.ensureIndexVisible(0, 'top'); }, [props.contentKey]);
  useEffect(() => { if (!first.current) api.current?.refreshInfiniteCache(); first.current = false; }, [props.revision]);
  useEffect(() => { api.current?.deselectAll(); }, [props.tickKey]);
  const hadSelection = useRef(false);
  useEffect(() => {
    const grid = api.current;
    if (grid === null) return;
    // The pane about the row has gone with the focus in it.
    const isOrphan = hadSelection.current && props.selectedId === null && (document.activeElement === null || document.activeElement === document.body);
    hadSelection.current = props.selectedId !== null;
    const hadFocus = isOrphan || (box.current?.contains(document.activeElement) === true && document.activeElement?.closest('.ag-cell') !== null);
    grid.redrawRows();
    // Redrawn cells are new elements: without this the keyboard would be nowhere.
    if (hadFocus) focusCell();
  }, [props.selectedId]);

  const toReveal = props.reveal ?? null;
  useEffect(() => { if (toReveal !== null) api.current?.ensureIndexVisible(toReveal); }, [toReveal]);

  // Two stops for the Tab key, the head and the rows, where arrows walk; not one per cell.
  const tab = (target: Element, back: boolean): boolean => {
    const grid = api.current;
    if (grid === null || box.current === null) return false;
    const cell = grid.getFocusedCell();
    if (target.closest('.ag-cell') !== null && back && cell) { box.current.querySelector<HTMLElement>(`.ag-header-cell[col-id="${CSS.escape(cell.column.getColId())}"]`)?.focus(); return true; }
    if (target.closest('.ag-header-cell') !== null && !back && grid.getDisplayedRowCount() > 0) {
      const row = cell?.rowIndex ?? grid.getFirstDisplayedRowIndex();
      const column = cell?.column ?? grid.getAllDisplayedColumns()[0];
      if (column === undefined) return false;
      grid.ensureIndexVisible(row);
      grid.setFocusedCell(row, column);
      return true;
    }
    return focusBeside(box.current, back);
  };
  const rowsToCopy = (): Row[] => {
    const grid = api.current;
    const ticked = grid?.getSelectedRows().flatMap((r) => (r.kind === 'row' ? [r.row] : [])) ?? [];
    const focused = grid?.getFocusedCell();
    const row = focused ? grid?.getDisplayedRowAtIndex(focused.rowIndex)?.data : undefined;
    return ticked.length > 0 ? ticked : row?.kind === 'row' ? [row.row] : [];
  };
  return (
    <div ref={box} style={{ height: '100%' }} role="region" aria-label={props.label} onKeyDownCapture={(e) => {
      if (e.key !== 'Tab' || e.ctrlKey || e.altKey || e.metaKey || !(e.target instanceof Element) || e.target.closest('.ag-cell, .ag-header-cell') === null) return;
      if (tab(e.target, e.shiftKey)) { e.preventDefault(); e.stopPropagation(); }
    }} onKeyDown={(e) => {
      // Text that a person marked is theirs to copy.
      if (!(e.ctrlKey || e.metaKey) || e.key.toLowerCase() !== 'c' || document.getSelection()?.isCollapsed === false) return;
      const rows = rowsToCopy();
      if (rows.length > 0) { e.preventDefault(); props.onCopy(rows, e.shiftKey); }
    }}>
      <Filtered.Provider value={props.filtered}>
      <AgGridReact<GridRow<Row>>
        theme={theme} styleNonce={props.nonce} rowModelType="infinite" datasource={source} cacheBlockSize={BLOCK} maxBlocksInCache={20} columnDefs={columnDefs} getRowId={(p) => p.data.id}
        defaultColDef={EVERY_COLUMN} maintainColumnOrder multiSortKey="ctrl" suppressCellFocus={false} animateRows={false} suppressDragLeaveHidesColumns rowClassRules={rowClasses} {...(props.onTicked ? { rowSelection: TICKING } : {})}
        onGridReady={(e) => { api.current = e.api; applied.current = shown; applyView(e.api); if (toReveal !== null) e.api.ensureIndexVisible(toReveal, 'middle'); }}
        onSelectionChanged={(e) => props.onTicked?.(e.api.getSelectedRows().flatMap((r) => (r.kind === 'row' ? [r.row] : [])))}
        onRowClicked={(e) => { if (e.data !== undefined && !(e.event?.target instanceof Element && e.event.target.closest('a,button,input,.ag-selection-checkbox'))) props.onActivate(e.data, 'click'); }}
        onCellKeyDown={(e) => {
          if (e.data === undefined || !(e.event instanceof KeyboardEvent)) return;
          if (props.onKey?.(e.data, e.event) === true) { e.event.preventDefault(); return; }
          if (e.event.key === 'Enter') props.onActivate(e.data, 'enter');
          else if (props.rowMenu && e.data.kind === 'row' && (e.event.key === 'ContextMenu' || (e.event.key === 'F10' && e.event.shiftKey)) && e.event.target instanceof Element) {
            e.event.preventDefault();
            const rect = e.event.target.getBoundingClientRect();
            setMenu({ x: rect.left + 8, y: rect.bottom, label: `${props.label}: row`, entries: props.rowMenu(e.data.row) });
          }
        }}
        preventDefaultOnContextMenu
        onCellContextMenu={(e) => { if (e.data?.kind === 'row' && props.rowMenu && e.event instanceof MouseEvent) setMenu({ x: e.event.clientX, y: e.event.clientY, label: `${props.label}: row`, entries: props.rowMenu(e.data.row) }); }}
        onColumnHeaderContextMenu={(e) => { const id = 'getColId' in e.column ? e.column.getColId() : null; const at = id === null ? null : box.current?.querySelector(`.ag-header-cell[col-id="${CSS.escape(id)}"]`); if (id !== null && at) openColumnMenu(id, at); }}
        onSortChanged={(e) => {  if (e.source !== 'api') readOrder(e.api); }} onColumnMoved={(e) => { if (e.finished && e.source !== 'api') readView(e.api); }} onColumnResized={(e) => { if (e.finished && e.source !== 'api') readView(e.api); }}
      />
      </Filtered.Provider>
      <ContextMenu label={menu?.label ?? ''} place={menu} entries={menu?.entries ?? []} onClose={() => { setMenu(null); requestAnimationFrame(() => { if (document.activeElement === document.body) focusCell(); }); }} />
    </div>
  );
}

const TABBABLE = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]';
/** Gives the keyboard to what the Tab key would reach after (or before) everything in `box`. False where there is nothing. */
function focusBeside(box: Element, back: boolean): boolean {
  const stops = [...document.querySelectorAll<HTMLElement>(TABBABLE)].filter((e) => e.tabIndex >= 0 && !box.contains(e) && e.checkVisibility({ visibilityProperty: true }) && e.closest('[inert]') === null);
  const next = back ? stops.findLast((e) => (box.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING) !== 0) : stops.find((e) => (box.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0);
  next?.focus();
  return next !== undefined;
}
