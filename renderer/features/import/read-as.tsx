/** The format under which files are read: as their content tells, or by name. */
import { useState } from 'react';
import { useCall } from '../../state/index.ts';
import { InertText, plural } from '../../ui/index.ts';
import { fileName } from './figures.tsx';
import { useOpening, useWithoutCopies, useZone } from './opening.ts';

export function FormatSelect({ value, onChange, isDetecting }: { value: string | null; onChange: (format: string | null) => void; isDetecting: boolean }) {
  const formats = useCall('import.formats', {});
  return (
    <label className="read-as"><span className="secondary">Read as</span>
      <select className="input" value={value ?? ''} onChange={(e) => onChange(e.target.value === '' ? null : e.target.value)}>
        <option value="">{isDetecting ? 'What the content tells' : 'Choose a format'}</option>
        {formats.data?.map((f) => <option key={f.format} value={f.format}>{f.title} ({f.format})</option>)}
      </select>
    </label>
  );
}

const HALVES = ['-09:30', '-03:30', '+03:30', '+04:30', '+05:30', '+05:45', '+06:30', '+08:45', '+09:30', '+10:30', '+12:45'];
const minutesOf = (zone: string): number => (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
const ZONES = [...Array.from({ length: 27 }, (_v, i) => i - 12).filter((h) => h !== 0).map((h) => `${h < 0 ? '-' : '+'}${String(Math.abs(h)).padStart(2, '0')}:00`), ...HALVES].sort((a, b) => minutesOf(a) - minutesOf(b));

/** The zone of times that state none, for the imports to come. */
export function ZoneSelect() {
  const [zone, setZone] = useZone();
  return (
    <label className="read-as"><span className="secondary">Times without a zone are</span>
      <select className="input" value={zone ?? ''} onChange={(e) => setZone(e.target.value === '' ? null : e.target.value)}>
        <option value="">UTC (assumed, and said in the report)</option>
        {ZONES.map((z) => <option key={z} value={z}>UTC{z}</option>)}
      </select>
    </label>
  );
}

/** Offered for files that no importer took by itself. */
export function ReadAs({ paths, onStart }: { paths: readonly string[]; onStart: () => void }) {
  const { readAs } = useOpening();
  const [format, setFormat] = useState<string | null>(null);
  const names = useWithoutCopies(paths.join('\n')).split('\n').map(fileName);
  if (paths.length === 0) return null;
  return (
    <div className="read-as-row" role="group" aria-label="Read under another format">
      <span className="ellipsis">{paths.length === 1 ? <InertText text={names[0]!} limit={80} /> : plural(paths.length, 'file')}</span>
      <FormatSelect value={format} onChange={setFormat} isDetecting={false} />
      <button type="button" className="btn" disabled={format === null} onClick={() => { onStart(); readAs(paths, format!); }}>Read again</button>
    </div>
  );
}
