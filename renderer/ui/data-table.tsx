/** A list that a person sorts and selects in: AG Grid Community with the look of the house. */
import {
  CellStyleModule, ClientSideRowModelModule, ColumnApiModule, ColumnAutoSizeModule, ModuleRegistry, RowApiModule, RowSelectionModule, RowStyleModule, ScrollApiModule, themeQuartz, type ColDef, type ColumnState, type GridApi,
} from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useEffect, useMemo, useRef } from 'react';

ModuleRegistry.registerModules([ClientSideRowModelModule, RowSelectionModule, ColumnApiModule, ColumnAutoSizeModule, RowApiModule, ScrollApiModule, CellStyleModule, RowStyleModule]);

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
  readonly nonce: string;
  readonly rowHeight?: number;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const api = useRef<GridApi<Row> | null>(null);
  // Row classes are worked out when rows are drawn.
  useEffect(() => api.current?.redrawRows(), [props.selectedId]);
  const columns = useMemo(() => [...props.columns], [props.columns]);
  const save = () => { if (api.current) props.onColumnState?.(api.current.getColumnState()); };
  const copy = () => {
    if (!api.current || !props.copyText) return;
    const ticked = api.current.getSelectedRows();
    const focused = api.current.getFocusedCell();
    const row = focused === null ? undefined : api.current.getDisplayedRowAtIndex(focused.rowIndex)?.data;
    const rows = ticked.length > 0 ? ticked : row === undefined ? [] : [row];
    if (rows.length > 0) void navigator.clipboard.writeText(props.copyText(rows)).catch(() => undefined);
  };
  return (
    <div style={{ height: '100%' }} role="region" aria-label={props.label} onKeyDown={(e) => { if ((e.ctrlKey || e.metaKey) && e.key === 'c') copy(); }}>
      <AgGridReact<Row>
        theme={theme} styleNonce={props.nonce} rowData={props.rows as Row[]} columnDefs={columns} getRowId={(p) => props.rowId(p.data)} rowHeight={props.rowHeight ?? 26}
        defaultColDef={{ sortable: true, resizable: true, suppressHeaderMenuButton: true }} multiSortKey="ctrl" suppressCellFocus={false} animateRows={false} suppressDragLeaveHidesColumns
        {...(props.onTicked ? { rowSelection: { mode: 'multiRow' as const, checkboxes: true, headerCheckbox: true, enableClickSelection: false } } : {})}
        rowClassRules={{ 'row-current': (p) => p.data !== undefined && props.rowId(p.data) === props.selectedId }}
        onGridReady={(e) => { api.current = e.api; if (props.columnState) e.api.applyColumnState({ state: props.columnState, applyOrder: true }); }}
        onSelectionChanged={(e) => props.onTicked?.(e.api.getSelectedRows())}
        onRowClicked={(e) => { if (e.data !== undefined && !(e.event?.target instanceof Element && e.event.target.closest('a,button,input,.ag-selection-checkbox'))) props.onActivate?.(e.data, 'click'); }}
        onCellKeyDown={(e) => { if (e.data !== undefined && e.event instanceof KeyboardEvent && e.event.key === 'Enter') props.onActivate?.(e.data, 'enter'); }}
        onSortChanged={save} onColumnMoved={(e) => { if (e.finished) save(); }} onColumnResized={(e) => { if (e.finished && e.source !== 'api') save(); }}
      />
    </div>
  );
}
export type { ColDef, ColumnState };
