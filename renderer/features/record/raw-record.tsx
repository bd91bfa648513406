import { useState } from 'react';
import { TimeText, useCall } from '../../state/index.ts';
import { ErrorState, InertText, Loading } from '../../ui/index.ts';

/** JSON is indented for reading; the bytes themselves are what the case keeps. */
function readable(text: string): string {
  try { return JSON.stringify(JSON.parse(text), null, 2); } catch { return text; }
}

/** A button that opens the raw record under it. */
export function RawRecord({ recordId, label = 'Raw record' }: { recordId: number; label?: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <button type="button" className="link small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{isOpen ? `Hide ${label.toLowerCase()}` : label}</button>
      {isOpen ? <Body recordId={recordId} /> : null}
    </div>
  );
}

function Body({ recordId }: { recordId: number }) {
  const raw = useCall('record.raw', { recordId });
  if (raw.isError) return <ErrorState title="The raw record cannot be read" error={raw.error} onRetry={() => void raw.refetch()} />;
  if (raw.data === undefined) return <Loading label="Reading the raw record" rows={3} />;
  const { record } = raw.data;
  return (
    <div style={{ border: '1px solid var(--stroke-normal)', borderRadius: 3, marginTop: 6, background: 'var(--layer-bar)' }}>
      <p className="caption tertiary" style={{ padding: '6px 10px' }}>
        <InertText text={record.fileName} limit={120} />{record.member === null ? null : <> › <InertText text={record.member} limit={120} /></>}, line {record.line}, bytes {record.byteOffset}–{record.byteOffset + record.byteLength}
        <br />SHA-256 <span className="mono">{raw.data.sha256}</span><br />Read as {raw.data.format}, imported <TimeText us={raw.data.importedUs} />
      </p>
      <pre className="raw mono" tabIndex={0} style={{ maxHeight: 320, overflow: 'auto', borderTop: '1px solid var(--stroke-normal)' }}><InertText text={readable(raw.data.text)} /></pre>
      {raw.data.truncated ? <p className="caption tertiary" style={{ padding: '4px 10px' }}>Only the first 1 MiB of {record.byteLength.toLocaleString('en')} bytes is shown.</p> : null}
    </div>
  );
}
