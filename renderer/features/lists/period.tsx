/** The time range of a list. A case is of the past: ranges end with its newest record, not with today. */
import type { ListFilter } from '../../../shared/contract/model.ts';

const DAY_US = 86_400e6;
const PERIODS = [['1', 'Last day'], ['3', 'Last 3 days'], ['7', 'Last week'], ['30', 'Last 30 days'], ['180', 'Last 6 months']] as const;

/** `newestUs`: the latest activity in the case; null where there is none. Custom ranges are filters of the column. */
export function Period({ column, newestUs, filters, onFilters }: { column: string; newestUs: number | null; filters: readonly ListFilter[]; onFilters: (filters: readonly ListFilter[]) => void }) {
  const own = filters.filter((f) => f.column === column);
  const others = filters.filter((f) => f.column !== column);
  const startOf = (days: string) => String(Math.floor((newestUs ?? 0) - Number(days) * DAY_US));
  const value = own.length === 0 ? 'all' : own.length === 1 && own[0]!.op === 'atLeast' ? (PERIODS.find(([days]) => startOf(days) === own[0]!.values[0])?.[0] ?? 'custom') : 'custom';
  return (
    <select className="input" aria-label="Time range" title="Before the newest activity in the case" value={value} disabled={newestUs === null} onChange={(e) => onFilters(e.target.value === 'all' ? others : [...others, { column, op: 'atLeast', values: [startOf(e.target.value)] }])}>
      <option value="all">All times</option>
      {PERIODS.map(([days, text]) => <option key={days} value={days}>{text} of the case</option>)}
      {value === 'custom' ? <option value="custom">Custom range</option> : null}
    </select>
  );
}
