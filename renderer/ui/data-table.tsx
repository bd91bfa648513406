/** A list that a person sorts and selects in: AG Grid Community with the look of the house. */
import {
  CellStyleModule, ClientSideRowModelApiModule, ClientSideRowModelModule, ColumnApiModule, ColumnAutoSizeModule, ModuleRegistry, RowApiModule, RowSelectionModule, RowStyleModule, ScrollApiModule, themeQuartz, type ColDef, type ColumnState, type GridApi, type RowClassRules,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { ContextMenu, type MenuEntry, type MenuPlace } from './menu.tsx';

ModuleRegistry.registerModules([ClientSideRowModelModule, ClientSideRowModelApiModule, RowSelectionModule, ColumnApiModule, ColumnAutoSizeModule, RowApiModule, ScrollApiModule, CellStyleModule, RowStyleModule]);

const theme = themeQuartz.withParams({
  backgroundColor: 'var(--layer-content)', foregroundColor: 'var(--text-primary)', headerBackgroundColor: 'var(--layer-bar)', headerTextColor: 'var(--text-secondary)', borderColor: 'var(--stroke-normal)', rowBorder: { color: 'var(--stroke-subtle)' },
  rowHoverColor: 'var(--layer-hover)', selectedRowBackgroundColor: 'var(--layer-selected)', accentColor: 'var(--accent-line)', checkboxUncheckedBorderColor: 'var(--stroke-control)', fontFamily: 'inherit', fontSize: 13, headerFontSize: 12, rowHeight: 26, headerHeight: 28, spacing: 4,
  cellHorizontalPadding: 8, borderRadius: 0, wrapperBorderRadius: 0, wrapperBorder: false, headerColumnBorder: { color: 'var(--stroke-subtle)' }, iconSize: 14,
});

export interface DataTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly ColDef<Row>[];
  readonly rowId: (row: Row) => string;
  /** Ticked rows change. */
  readonly onTicked?: (rows: Row[]) => void;
  /** A row is clicked, or Enter is pressed on it. */
  readonly onActivate?: (row: Row, event: 'click' | 'enter') => void;
  readonly selectedId?: string | null;
  readonly columnState?: ColumnState[] | undefined;
  readonly onColumnState?: (state: ColumnState[]) => void;
  /** What Ctrl+C puts on the clipboard for the ticked or focused rows. */
  readonly copyText?: (rows: readonly Row[]) => string;
  /** What the menu of a row offers: right click, or the menu key on a focused cell. */
  readonly rowMenu?: (row: Row) => readonly MenuEntry[];
  /** The order of the rows changed; null is the order they were given in. */
  readonly onSorted?: (by: SortedBy | null) => void;
  /** Wins over the remembered sort, for addresses that carry one. */
  readonly sort?: { readonly colId: string; readonly descending: boolean } | undefined;
  /** Ids of the rows in the order in which they are shown. */
  readonly onOrder?: (ids: readonly string[]) => void;
  readonly nonce: string;
  readonly rowHeight?: number;
}
export interface SortedBy { readonly colId: string; readonly descending: boolean; /** "sorted by last activity, newest first" */ readonly words: string }
/** What `context` of a column may say about its values, so that a sort can be put into words. */
export type ColumnOrder = 'time' | 'rank';
const ORDER_WORDS: Readonly<Record<ColumnOrder | 'text', readonly [ascending: string, descending: string]>> = { time: ['oldest first', 'newest first'], rank: ['lowest first', 'highest first'], text: ['A to Z', 'Z to A'] };

/** The first column of the sort; further ones only break ties. */
function sortedBy<Row>(api: GridApi<Row>): SortedBy | null {
  const first = api.getColumnState().filter((c) => c.sort != null).sort((a, b) => (a.sortIndex ?? 0) - (b.sortIndex ?? 0))[0];
  if (first === undefined) return null;
  const column = api.getColumn(first.colId)?.getColDef();
  const descending = first.sort === 'desc';
  const kind: ColumnOrder | 'text' = column?.context === 'time' ? 'time' : column?.context === 'rank' ? 'rank' : 'text';
  const name = (column?.headerName ?? first.colId).replace(/ \((UTC|local)\)$/, '');
  return { colId: first.colId, descending, words: `sorted by ${name.toLowerCase()}, ${ORDER_WORDS[kind][descending ? 1 : 0]}` };
}

// One object each for the life of the page: the grid takes a new one for a change of its columns, and forgets widths and places.
const EVERY_COLUMN = { sortable: true, resizable: true, suppressHeaderMenuButton: true } as const;
const TICKING = { mode: 'multiRow', checkboxes: true, headerCheckbox: true, enableClickSelection: false } as const;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const api = useRef<GridApi<Row> | null>(null);
  const latest = useRef(props);
  useLayoutEffect(() => { latest.current = props; });
  const rowClasses = useMemo((): RowClassRules<Row> => ({ 'row-current': (p) => p.data !== undefined && latest.current.rowId(p.data) === latest.current.selectedId }), []);
  const [menu, setMenu] = useState<(MenuPlace & { row: Row }) | null>(null);
  // Row classes are worked out when rows are drawn.
  const box = useRef<HTMLDivElement>(null);
  const focusCell = () => {
    const cell = api.current?.getFocusedCell();
    if (cell) api.current?.setFocusedCell(cell.rowIndex, cell.column);
  };
  const hadSelection = useRef(false);
  useEffect(() => {
    const grid = api.current;
    if (grid === null) return;
    // The pane about the row has gone with the focus in it.
    const isOrphan = hadSelection.current && props.selectedId == null && (document.activeElement === null || document.activeElement === document.body);
    hadSelection.current = props.selectedId != null;
    const hadFocus = isOrphan || box.current?.contains(document.activeElement) === true && document.activeElement?.closest('.ag-cell') !== null;
    grid.redrawRows();
    // Redrawn cells are new elements: without this the keyboard would be nowhere.
    if (hadFocus) focusCell();
    const node = props.selectedId == null ? undefined : grid.getRowNode(props.selectedId);
    if (node) grid.ensureNodeVisible(node);
  }, [props.selectedId]);
  // As initial values, so that other heads (another time zone) leave the person's widths and sort alone.
  const columns = useMemo(() => props.columns.map(({ width, flex, ...column }): ColDef<Row> => ({ ...column, ...(width === undefined ? {} : { initialWidth: width }), ...(flex == null ? {} : { initialFlex: flex }) })), [props.columns]);
  const save = () => { if (api.current) props.onColumnState?.(api.current.getColumnState()); };
  const ready = (grid: GridApi<Row>) => {
    api.current = grid;
    if (props.columnState) grid.applyColumnState({ state: props.columnState, applyOrder: true });
    if (props.sort && grid.getColumn(props.sort.colId) !== null) grid.applyColumnState({ state: [{ colId: props.sort.colId, sort: props.sort.descending ? 'desc' : 'asc' }], defaultState: { sort: null } });
    props.onSorted?.(sortedBy(grid));
  };
  const tellOrder = (grid: GridApi<Row>) => {
    const ids: string[] = [];
    grid.forEachNodeAfterFilterAndSort((node) => { if (node.id !== undefined) ids.push(node.id); });
    props.onOrder?.(ids);
  };
  const copy = () => {
    if (!api.current || !props.copyText) return;
    const ticked = api.current.getSelectedRows();
    const focused = api.current.getFocusedCell();
    const row = focused === null ? undefined : api.current.getDisplayedRowAtIndex(focused.rowIndex)?.data;
    const rows = ticked.length > 0 ? ticked : row === undefined ? [] : [row];
    // Text that a person marked is theirs to copy.
    if (document.getSelection()?.isCollapsed === false) return;
    if (rows.length > 0) void navigator.clipboard.writeText(props.copyText(rows)).catch(() => undefined);
  };
  return (
    <div ref={box} style={{ height: '100%' }} role="region" aria-label={props.label} onKeyDown={(e) => { if ((e.ctrlKey || e.metaKey) && e.key === 'c') copy(); }}>
      <AgGridReact<Row>
        theme={theme} styleNonce={props.nonce} rowData={props.rows as Row[]} columnDefs={columns} getRowId={(p) => props.rowId(p.data)} rowHeight={props.rowHeight ?? 26}
        defaultColDef={EVERY_COLUMN} maintainColumnOrder multiSortKey="ctrl" suppressCellFocus={false} animateRows={false} suppressDragLeaveHidesColumns
        {...(props.onTicked ? { rowSelection: TICKING } : {})} rowClassRules={rowClasses}
        onGridReady={(e) => ready(e.api)} {...(props.onOrder ? { onModelUpdated: (e: { api: GridApi<Row> }) => tellOrder(e.api) } : {})}
        onSelectionChanged={(e) => props.onTicked?.(e.api.getSelectedRows())}
        onRowClicked={(e) => { if (e.data !== undefined && !(e.event?.target instanceof Element && e.event.target.closest('a,button,input,.ag-selection-checkbox'))) props.onActivate?.(e.data, 'click'); }}
        onCellKeyDown={(e) => {
          if (e.data === undefined || !(e.event instanceof KeyboardEvent)) return;
          if (e.event.key === 'Enter') props.onActivate?.(e.data, 'enter');
          else if (props.rowMenu && (e.event.key === 'ContextMenu' || (e.event.key === 'F10' && e.event.shiftKey)) && e.event.target instanceof Element) {
            e.event.preventDefault();
            const box = e.event.target.getBoundingClientRect();
            setMenu({ x: box.left + 8, y: box.bottom, row: e.data });
          }
        }}
        preventDefaultOnContextMenu={props.rowMenu !== undefined}
        onCellContextMenu={(e) => { if (e.data !== undefined && props.rowMenu && e.event instanceof MouseEvent) setMenu({ x: e.event.clientX, y: e.event.clientY, row: e.data }); }}
        onSortChanged={(e) => { if (e.source !== 'api') save(); props.onSorted?.(sortedBy(e.api)); }} onColumnMoved={(e) => { if (e.finished) save(); }} onColumnResized={(e) => { if (e.finished && e.source !== 'api') save(); }}
      />
      {props.rowMenu ? <ContextMenu label={`${props.label}: row`} place={menu} entries={menu === null ? [] : props.rowMenu(menu.row)} onClose={() => { setMenu(null); requestAnimationFrame(focusCell); }} /> : null}
    </div>
  );
}
export type { ColDef, ColumnState };
