/** The format under which files are read: as their content tells, or by name. */
import { useState } from 'react';
import { useCall } from '../../state/index.ts';
import { InertText, plural } from '../../ui/index.ts';
import { fileName } from './figures.tsx';
import { useOpening, useWithoutCopies } from './opening.ts';

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
