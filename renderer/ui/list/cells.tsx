/** What columns of many lists have in common. */
import { formatUtc } from '../../../shared/base/time.ts';
import { visibleText } from '../../../shared/base/text.ts';
import { label } from '../labels.ts';
import { InertText } from '../text.tsx';
import type { ColumnFilter } from './columns.ts';

/** Text of evidence in one line, whole on hover. */
export const Words = ({ text }: { text: string }) => <span className="ellipsis" title={visibleText(text)}><InertText text={text} limit={200} /></span>;
/** A time for files and the clipboard: ISO 8601 in UTC, empty where there is none. */
export const isoText = (us: number | null): string => (us === null ? '' : formatUtc(us));
/** Filters by the values of an imported enumeration, shown as labels. `none` names the rows without a value. */
export const labelFilter = (none?: string): ColumnFilter => ({ kind: 'values', label, ...(none === undefined ? {} : { none }) });
