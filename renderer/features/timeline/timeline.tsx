/** The timeline of an entity: every event with the alerts among them, read as it scrolls, whatever their number. */
import { ArrowExportRegular, FlagRegular, LinkRegular, ColumnTripleRegular, SearchRegular } from '@fluentui/react-icons';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ListFilter, ListOrder } from '../../../shared/contract/model.ts';
import type { OfTimeline, TimelineFacets, TimelineRow } from '../../../shared/contract/timeline.ts';
import { cspNonce } from '../../platform/index.ts';
import { useCall, useClient, useLayout, useSettings, useSettled } from '../../state/index.ts';
import { arrange, ColumnChooser, copiedRows, defangText, describeError, EmptyState, ErrorState, ListGrid, Loading, Panes, plural, type ColumnView, type ListColumn, type MenuEntry } from '../../ui/index.ts';
import { AlertPane } from '../alerts/index.ts';
import { FilterBar, save, viewLink, type EditedFilter, type ListAddress } from '../lists/index.ts';
import { useIsReadOnly } from '../manage/index.ts';
import { timelineCsv, type CsvState } from './csv.ts';
import { GROUP_LABEL, rowIdOf, timelineColumns } from './columns.tsx';
import { EventPane } from './event-pane.tsx';
import { selectedOf, selectedText, timelineFilters, toggled, withSpan, type Selected } from './filters.ts';
import { Overview } from './overview.tsx';
import './timeline.css';

const OLDEST_FIRST: readonly ListOrder[] = [{ column: 'time', descending: false }];
/** Shown as switches of their own. */
const SWITCHED = new Set(['group', 'flag', 'named']);

export function Timeline({ entityId, isOfDevice, address, onAddress }: { entityId: string; isOfDevice: boolean; address: ListAddress; onAddress: (change: ListAddress) => void }) {
  const client = useClient();
  const zone = useSettings((s) => s.timeZone);
  const isReadOnly = useIsReadOnly();
  const [typed, setTyped] = useState(address.search ?? '');
  const search = useSettled(typed);
  const inAddress = useRef(address.search ?? '');
  useEffect(() => { if (search !== inAddress.current) { inAddress.current = search; onAddress({ search: search === '' ? undefined : search }); } }, [search, onAddress]);
  useEffect(() => { if ((address.search ?? '') !== inAddress.current) { inAddress.current = address.search ?? ''; setTyped(address.search ?? ''); } }, [address.search]);
  const filters = useMemo(() => address.filters ?? [], [address.filters]);
  const onFilters = useCallback((next: readonly ListFilter[] | undefined) => onAddress({ filters: next === undefined || next.length === 0 ? undefined : next }), [onAddress]);
  const order = address.order?.some((o) => o.column === 'time') === true ? address.order.filter((o) => o.column === 'time').slice(0, 1) : OLDEST_FIRST;
  const descending = order[0]!.descending;
  const key = JSON.stringify({ entityId, filters: timelineFilters(filters, search) });
  const of = useMemo((): OfTimeline => ({ scope: { entityId }, filters: timelineFilters(filters, search) }), [key]); // oxlint-disable-line react-hooks/exhaustive-deps -- told by its key
  const facets = useCall('timeline.facets', of, { keepPrevious: true });
  const whole = useCall('timeline.page', { scope: { entityId }, limit: 1 }, { keepPrevious: true });
  const [ticked, setTicked] = useState<readonly TimelineRow[]>([]);
  const [tickKey, setTickKey] = useState(0);
  const [told, setTold] = useState('');
  const [csv, setCsv] = useState<CsvState | null>(null);
  const cancelled = useRef(false);
  const [edited, setEdited] = useState<EditedFilter | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const [remembered, rememberView] = useLayout<ColumnView[]>('columns.timeline');
  const [sizes, saveSizes] = useLayout<Record<string, number>>('panes.timeline');

  const flag = useCallback((rows: readonly TimelineRow[], flagged: boolean) => {
    const eventIds = rows.flatMap((r) => (r.kind === 'event' ? [r.eventId] : [])).slice(0, 1000);
    if (eventIds.length === 0) return;
    void client.call('event.flag', { eventIds, flagged }).then(({ changed }) => { setTold(`${plural(changed, 'event')} ${flagged ? 'flagged' : 'unflagged'}`); setTickKey((n) => n + 1); }, (e: unknown) => setTold(`The flags were not changed: ${describeError(e).message}`));
  }, [client]);
  // An account is filtered by its id and shown by its name: of those counted now, and of those a search for a value found.
  const [found, setFound] = useState<TimelineFacets['accounts']['items']>([]);
  const counted = facets.data?.accounts.items;
  const names = useMemo(() => new Map([...found, ...(counted ?? [])].map((a) => [a.value, a.name ?? a.value])), [found, counted]);
  const columns = useMemo(() => timelineColumns({ zone, isOfDevice, accountName: (id) => names.get(id) ?? id, onFlag: isReadOnly ? null : (r) => flag([r], !r.isFlagged) }), [zone, isOfDevice, isReadOnly, flag, names]);
  const view = useMemo(() => arrange(columns, remembered), [columns, remembered]);
  const shownColumns = view.filter((v) => !v.isHidden).flatMap((v) => columns.find((c) => c.id === v.id) ?? []);
  const read = useCallback(async (offset: number, limit: number) => {
    const got = await client.call('timeline.page', { ...of, offset, limit, descending });
    return { rows: got.items.map((row) => ({ kind: 'row' as const, row, id: rowIdOf(row) })), total: got.total };
  }, [client, of, descending]);
  const selected = selectedOf(address.selected);
  const select = (s: Selected | null) => onAddress({ selected: s === null ? undefined : selectedText(s) });
  const place = useCall('event.get', { ...of, eventId: selected?.kind === 'event' ? selected.eventId : 0 }, { enabled: selected?.kind === 'event' });
  const at = place.data?.neighbours.offset ?? null;
  const reveal = at === null ? null : descending ? place.data!.neighbours.rows - 1 - at : at;
  const total = facets.data?.total;
  const all = whole.data?.total ?? 0;
  const hidden = all - (total ?? 0);
  const showAll = () => { setTyped(''); inAddress.current = ''; onAddress({ search: undefined, filters: undefined }); };
  const copy = (rows: readonly TimelineRow[], raw: boolean) => void navigator.clipboard.writeText(copiedRows(rows.map((row) => shownColumns.map((c) => (raw && c.id === 'summary' && row.kind === 'event' ? row.summary : c.isNetwork?.(row) === true && !raw ? defangText(c.text(row)) : c.text(row)))))).then(() => setTold(`${plural(rows.length, 'row')} copied${raw ? ', indicators raw' : ''}`), () => setTold('The clipboard is not available'));
  const exportCsv = () => {
    cancelled.current = false;
    setCsv({ written: 0, total: total ?? 0 });
    timelineCsv((cursor) => client.call('timeline.csv', { ...of, descending, ...(cursor === null ? {} : { cursor }) }), setCsv, () => cancelled.current).then((made) => {
      if (made === null) { setCsv(null); return; }
      save(made.file, 'timeline.csv');
      setCsv({ written: made.rows, total: made.rows, done: true });
    }, (error: unknown) => setCsv({ written: 0, total: 0, failed: describeError(error).message }));
  };
  const columnMenu = (column: ListColumn<TimelineRow>): MenuEntry[] => [
    ...(column.id === 'time' ? [{ text: 'Oldest first', run: () => onAddress({ order: undefined }) }, { text: 'Newest first', run: () => onAddress({ order: [{ column: 'time', descending: true }] }) }] : []),
    ...(column.filter === undefined ? [] : [{ text: 'Filter…', run: () => requestAnimationFrame(() => { const r = document.querySelector(`.ag-header-cell[col-id="${CSS.escape(column.id)}"]`)?.getBoundingClientRect(); setEdited({ column: column.id, place: { x: r?.left ?? 100, y: r?.bottom ?? 100 } }); }) }]),
    { text: 'Hide', run: () => rememberView(view.map((v) => (v.id === column.id ? { ...v, isHidden: true } : v))) }, { text: 'Choose columns…', run: () => setChoosing(true) },
  ];
  if (facets.isError) return <ErrorState title="The timeline cannot be read" error={facets.error} onRetry={() => void facets.refetch()}><button type="button" className="btn" onClick={showAll}>Take all filters away</button></ErrorState>;
  const list = (
    <div className="pane list-view">
      {facets.data === undefined ? null : <>
        <Overview of={of} filters={filters} onFilters={onFilters} />
        <Switches facets={facets.data} filters={filters} onFilters={onFilters} />
        <div className="list-tools">
          <span className="search"><SearchRegular aria-hidden /><input className="input" type="search" aria-label="Search the timeline" placeholder="Text of events and alerts" value={typed} maxLength={500} onChange={(e) => setTyped(e.target.value)} /></span>
          <FilterBar columns={columns} filters={filters.filter((f) => !SWITCHED.has(f.column))} isDefault={address.filters === undefined} edited={edited} onEdit={setEdited} onFilters={(next) => onFilters(next === undefined ? undefined : [...filters.filter((f) => SWITCHED.has(f.column)), ...next])}
            facets={async (column, contains) => { const got = await client.call('timeline.facets', { ...of, ...(contains === '' ? {} : { contains }) }); setFound((list) => [...list, ...got.accounts.items].slice(-500)); return facetOf(got, column); }} />
          <span style={{ flex: 1 }} />
          {ticked.length === 0 || isReadOnly ? null : <><button type="button" className="btn" onClick={() => flag(ticked, true)}><FlagRegular aria-hidden />Flag {ticked.length.toLocaleString('en')}</button><button type="button" className="btn quiet" onClick={() => flag(ticked, false)}>Remove flags</button></>}
          <button type="button" className="btn quiet" onClick={() => void navigator.clipboard.writeText(viewLink()).then(() => setTold('Link to this view copied'), () => setTold('The clipboard is not available'))}><LinkRegular aria-hidden />Copy link</button>
          <button type="button" className="btn quiet" onClick={() => setChoosing(true)}><ColumnTripleRegular aria-hidden />Columns</button>
          <button type="button" className="btn quiet" disabled={total === undefined || total === 0 || (csv !== null && csv.done !== true && csv.failed === undefined)} onClick={exportCsv}><ArrowExportRegular aria-hidden />Export CSV</button>
        </div></>}
      <div style={{ flex: 1, minHeight: 0 }}>
        {total === undefined ? <Loading label="Reading the timeline" rows={10} /> : total === 0 ? <EmptyState title="No event matches" actions={<button type="button" className="btn" onClick={showAll}>Show all {plural(all, 'row')}</button>}>Search and filters hide all {plural(all, 'row')} of this timeline.</EmptyState> : (
          <ListGrid<TimelineRow> label="Timeline" columns={columns} view={view} onView={(next) => rememberView([...next])} order={order} onOrder={(next) => onAddress({ order: next.some((o) => o.descending) ? [{ column: 'time', descending: true }] : undefined })} rowsFrom={read} contentKey={`${key} ${descending}`} revision={facets.dataUpdatedAt} selectedId={address.selected ?? null} reveal={reveal}
            onActivate={(r) => { if (r.kind === 'row') select(selectedOf(r.id)); }} onTicked={setTicked} tickKey={tickKey} onKey={(r, e) => { if (e.key.toLowerCase() !== 'f' || e.ctrlKey || e.metaKey || e.altKey || isReadOnly || r.kind !== 'row' || r.row.kind !== 'event') return false; flag([r.row], !r.row.isFlagged); return true; }}
            rowMenu={(r) => [...(r.kind === 'event' && !isReadOnly ? [{ text: r.isFlagged ? 'Remove the flag' : 'Flag this event', hint: 'F', run: () => flag([r], !r.isFlagged) }] : []), { text: 'Copy', hint: 'Ctrl+C', run: () => copy([r], false) }, { text: 'Copy with raw indicators', hint: 'Ctrl+Shift+C', run: () => copy([r], true) }]}
            columnMenu={columnMenu} filtered={new Set(filters.map((f) => f.column))} onCopy={copy} nonce={cspNonce()} />
        )}
      </div>
      <div className="foot">
        <span role="status">{facets.data === undefined ? '' : `${ticked.length > 0 ? `${ticked.length.toLocaleString('en')} ticked · ` : ''}${plural(facets.data.events, 'event')}, and ${plural(facets.data.alerts, 'alert')} among them · ${descending ? 'newest' : 'oldest'} first`}</span>
        <span style={{ flex: 1 }} />
        {csv === null ? null : csv.failed !== undefined ? <span className="failed">The file was not written: {csv.failed}</span> : csv.done ? <span role="status">{plural(csv.written, 'row')} exported</span> : <span role="status">Writing {csv.written.toLocaleString('en')} of {csv.total.toLocaleString('en')} <button type="button" className="btn quiet link" onClick={() => { cancelled.current = true; }}>Cancel</button></span>}
        {told === '' ? null : <span role="status">{told}</span>}
        {total !== undefined && hidden > 0 ? <span>{plural(hidden, 'row')} {hidden === 1 ? 'is' : 'are'} hidden by this view <button type="button" className="btn quiet link" onClick={showAll}>Show {hidden === 1 ? 'it' : 'them'}</button></span> : null}
      </div>
      {isChoosing ? <ColumnChooser columns={columns} view={view} onView={(next) => rememberView([...next])} onReset={() => rememberView([])} onClose={() => setChoosing(false)} /> : null}
    </div>
  );
  return (
    <Panes direction="horizontal" label="Timeline" sizes={sizes} onSizes={saveSizes} panes={[
      { id: 'timeline', size: 68, min: 35, content: list },
      ...(selected === null ? [] : [{ id: 'selected', size: 32, min: 20, content: selected.kind === 'alert' ? <AlertPane key={selected.alertId} alertId={selected.alertId} onClose={() => select(null)} /> : <EventPane of={of} eventId={selected.eventId} onClose={() => select(null)} onSelect={select} onSpan={(from, to) => onFilters(withSpan(filters, from, to))} /> }]),
    ]} />
  );
}

type SwitchProps = { readonly column: 'group' | 'flag' | 'named'; readonly value: string; readonly text: string; readonly count: number; readonly filters: readonly ListFilter[]; readonly onFilters: (next: readonly ListFilter[]) => void };
function Switch({ column, value, text, count, filters, onFilters }: SwitchProps) {
  const isOn = filters.some((f) => f.column === column && f.values.includes(value));
  return <button type="button" className="switch" aria-pressed={isOn} disabled={count === 0 && !isOn} onClick={() => onFilters(toggled(filters, column, value))}>{text} <span className="mono tertiary">{count.toLocaleString('en')}</span></button>;
}

/** Event groups, flags and techniques with their counts: one click keeps only them. */
function Switches({ facets, filters, onFilters }: { facets: TimelineFacets; filters: readonly ListFilter[]; onFilters: (next: readonly ListFilter[]) => void }) {
  const on = { filters, onFilters };
  return (
    <div className="switches" role="group" aria-label="Show only">
      {facets.groups.items.map((g) => <Switch key={g.value} {...on} column="group" value={g.value} text={GROUP_LABEL[g.value] ?? g.value} count={g.events + g.alerts} />)}
      <span className="switches-gap" aria-hidden />
      <Switch {...on} column="named" value="techniques" text="Techniques" count={facets.dataTypes.techniques} />
      <Switch {...on} column="flag" value="flagged" text="Flagged" count={facets.flagged} />
    </div>
  );
}

function facetOf(facets: TimelineFacets, column: string): { items: { value: string; count: number }[]; total: number } {
  const of = column === 'actionType' ? facets.actionTypes : column === 'account' ? facets.accounts : column === 'technique' ? facets.techniques : facets.sources;
  return { items: of.items.map((i) => ({ value: i.value, count: i.events + i.alerts })), total: of.total };
}
