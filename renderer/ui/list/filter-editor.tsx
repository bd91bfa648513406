/** What a column is filtered by: values with their counts, a text, or a range. Changes apply at once. */
import { Popover, PopoverSurface } from '@fluentui/react-components';
import { useCallback, useEffect, useId, useMemo, useState } from 'react';
import type { Facets, ListFilter } from '../../../shared/contract/model.ts';
import { plural } from '../labels.ts';
import type { MenuPlace } from '../menu.tsx';
import { ErrorState, Loading } from '../states.tsx';
import { InertText } from '../text.tsx';
import type { ColumnFilter } from './columns.ts';

export interface FilterEditorProps {
  readonly title: string;
  readonly column: string;
  readonly kind: ColumnFilter;
  readonly place: MenuPlace | null;
  readonly filters: readonly ListFilter[];
  readonly onChange: (filters: readonly ListFilter[]) => void;
  readonly facets: (contains: string) => Promise<Facets>;
  readonly onClose: () => void;
  /** Microseconds to the text of a `datetime-local` field in the zone that is shown, and back. */
  readonly timeField: { readonly toText: (us: number) => string; readonly toUs: (text: string) => number | null; readonly zone: string };
}

export function FilterEditor(props: FilterEditorProps) {
  const target = useMemo(() => ({ getBoundingClientRect: () => new DOMRect(props.place?.x ?? 0, props.place?.y ?? 0, 0, 0) }), [props.place]);
  // The surface takes the keyboard and gives it back; the page behind stays reachable.
  const surface = useCallback((element: HTMLDivElement | null) => {
    if (element === null) return undefined;
    const before = document.activeElement;
    element.focus();
    return () => { if (before instanceof HTMLElement && before.isConnected && (document.activeElement === document.body || element.contains(document.activeElement))) before.focus(); };
  }, []);
  return (
    <Popover open={props.place !== null} positioning={{ target, position: 'below', align: 'start', offset: 4 }} onOpenChange={(_e, { open }) => { if (!open) props.onClose(); }}>
      <PopoverSurface ref={surface} tabIndex={-1} aria-label={`Filter by ${props.title}`} className="filter-editor" onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); props.onClose(); } }}>
        <h2>{props.title}</h2>
        {props.kind.kind === 'values' ? <Values {...props} kind={props.kind} /> : props.kind.kind === 'text' ? <Text {...props} /> : <Range {...props} kind={props.kind} />}
        <p className="filter-foot"><button type="button" className="btn" disabled={props.filters.length === 0} onClick={() => props.onChange([])}>Clear</button><button type="button" className="btn primary" onClick={props.onClose}>Done</button></p>
      </PopoverSurface>
    </Popover>
  );
}

function Values({ column, kind, filters, onChange, facets }: FilterEditorProps & { kind: ColumnFilter & { kind: 'values' } }) {
  const [typed, setTyped] = useState('');
  const [answer, setAnswer] = useState<{ facets: Facets } | { error: unknown } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => { facets(typed).then((f) => { if (isCurrent) setAnswer({ facets: f }); }, (error: unknown) => { if (isCurrent) setAnswer({ error }); }); }, typed === '' ? 0 : 150);
    return () => { isCurrent = false; clearTimeout(timer); };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the question is the column and what is typed
  }, [column, typed]);
  // Shown at once; the list follows when the address has changed.
  const [chosen, setChosen] = useState<readonly string[]>(filters.find((f) => f.op === 'in')?.values ?? []);
  const given = JSON.stringify(filters.find((f) => f.op === 'in')?.values ?? []);
  useEffect(() => setChosen(JSON.parse(given) as string[]), [given]);
  const name = (value: string) => (value === '' ? (kind.none ?? 'None') : (kind.label?.(value) ?? value));
  const toggle = (value: string) => { const next = chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value]; setChosen(next); onChange(next.length === 0 ? [] : [{ column, op: 'in', values: next }]); };
  if (answer === null) return <Loading label="Reading values" rows={4} />;
  if ('error' in answer) return <ErrorState title="The values cannot be listed" error={answer.error} />;
  const { items, total } = answer.facets;
  const counted = new Map(items.map((f) => [f.value, f.count]));
  const shown = [...items.map((f) => f.value), ...(typed === '' ? chosen.filter((v) => !counted.has(v)) : [])];
  return (
    <>
      {total > 10 || typed !== '' ? <input className="input" type="search" aria-label="Find a value" placeholder="Find a value" value={typed} maxLength={200} onChange={(e) => setTyped(e.target.value)} /> : null}
      <ul className="filter-values">
        {shown.map((value) => <li key={value}><label><input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} /><span className="ellipsis"><InertText text={name(value)} limit={120} /></span><span className="tertiary mono">{(counted.get(value) ?? 0).toLocaleString('en')}</span></label></li>)}
        {shown.length === 0 ? <li className="tertiary">No value{typed === '' ? ' in this list' : ' matches'}.</li> : null}
      </ul>
      {items.length < total ? <p className="small tertiary">The {items.length.toLocaleString('en')} most frequent of {plural(total, 'value')}; type to find the others.</p> : null}
    </>
  );
}

function Text({ column, filters, onChange }: FilterEditorProps) {
  const id = useId();
  const [typed, setTyped] = useState(filters.find((f) => f.op === 'contains')?.values[0] ?? '');
  useEffect(() => {
    const timer = setTimeout(() => { if (typed !== (filters.find((f) => f.op === 'contains')?.values[0] ?? '')) onChange(typed === '' ? [] : [{ column, op: 'contains', values: [typed] }]); }, 200);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only what is typed starts a change
  }, [typed]);
  return <><label htmlFor={id} className="small tertiary">Contains</label><input id={id} className="input" value={typed} maxLength={500} onChange={(e) => setTyped(e.target.value)} /></>;
}

function Range({ column, kind, filters, onChange, timeField }: FilterEditorProps & { kind: ColumnFilter & { kind: 'time' | 'number' } }) {
  const isTime = kind.kind === 'time';
  const value = (op: 'atLeast' | 'atMost') => { const v = filters.find((f) => f.op === op)?.values[0]; return v === undefined ? '' : isTime ? timeField.toText(Number(v)) : v; };
  const set = (op: 'atLeast' | 'atMost', text: string) => {
    const bound = text === '' ? null : isTime ? timeField.toUs(text) : Number(text);
    const others = filters.filter((f) => f.op !== op);
    onChange(bound === null || !Number.isFinite(bound) ? others : [...others, { column, op, values: [String(bound)] }]);
  };
  return (
    <div className="filter-range">
      {(['atLeast', 'atMost'] as const).map((op) => <label key={op}><span className="small tertiary">{op === 'atLeast' ? 'From' : 'To'}{isTime ? ` (${timeField.zone})` : ''}</span><input className="input" type={isTime ? 'datetime-local' : 'number'} {...(isTime ? { step: 1 } : {})} value={value(op)} onChange={(e) => set(op, e.target.value)} /></label>)}
    </div>
  );
}
