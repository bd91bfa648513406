/** What a person sees first: how to bring a case in, recent cases, the sample, and what Redthread never does. */
import { BranchForkRegular, DatabaseRegular, DocumentSearchRegular, FolderAddRegular, LockClosedRegular } from '@fluentui/react-icons';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { visibleText } from '../../../shared/base/text.ts';
import { formatShort, useCall, useSettings } from '../../state/index.ts';
import { Dialog, ErrorState, InertText, Loading, plural } from '../../ui/index.ts';
import { useOpening, ZoneSelect } from '../import/index.ts';

export function FirstStart() {
  const opening = useOpening();
  const hasSingleKeys = useSettings((s) => s.singleKeyShortcuts);
  const [showsFormats, setShowsFormats] = useState(false);
  return (
    <div className="start">
      <div>
        <div className="start-head"><BigMark /><div><h1>Start with the evidence you have</h1><p className="tertiary">Redthread reads exports of incidents, alerts, events and actions into one case file on this machine.</p></div></div>
        <section className="dropzone" aria-label="Drop files">
          <FolderAddRegular fontSize={34} aria-hidden style={{ color: 'var(--accent-line)' }} />
          <p><strong style={{ fontSize: 14 }}>Drop files or a folder anywhere in this window</strong></p>
          <p className="tertiary">JSON, NDJSON and CSV, also inside .zip, .gz or .tar.gz, and case files. Originals are read, never changed.</p>
          <div className="actions"><button type="button" className="btn primary" onClick={opening.chooseSources}>Import files</button><button type="button" className="btn" onClick={opening.chooseCase}>Open case</button></div>
        </section>
        <div className="cards">
          <RecentCases onOpen={opening.openCase} onClose={opening.closeCase} />
          <section className="card" aria-label="Try it">
            <h2>Try it</h2>
            <ul>
              <Row icon={<BranchForkRegular />} title="The sample case" says="A made-up intrusion over five days: phishing to attempted ransomware. Nothing in it is real."><button type="button" className="btn" onClick={opening.openSample}>Open the sample case</button></Row>
              <Row icon={<DocumentSearchRegular />} title="Which exports can be read?" says="Microsoft Defender XDR, Defender for Endpoint, hunting results, Sysmon and Windows events."><button type="button" className="btn" onClick={() => setShowsFormats(true)}>Show list</button></Row>
            </ul>
            {hasSingleKeys ? <p className="card-foot"><span className="secondary">Preferences and keys</span><kbd className="kbd">?</kbd></p> : null}
          </section>
        </div>
        <section className="card promise" aria-label="What Redthread never does">
          <LockClosedRegular aria-hidden style={{ color: 'var(--accent-line)', width: 16, height: 16 }} />
          <p><strong>Works without a network and executes nothing.</strong> No look-ups, no updates, no telemetry: addresses and links in evidence are text. Scripts, commands and remediation actions are shown, never run. No source file is changed: a case keeps its own copy with the SHA-256 of each file.</p>
        </section>
      </div>
      {showsFormats ? <Formats onClose={() => setShowsFormats(false)} /> : null}
    </div>
  );
}

function RecentCases({ onOpen, onClose }: { onOpen: (path: string) => void; onClose: () => void }) {
  const navigate = useNavigate();
  const recent = useSettings((s) => s.recentCases);
  const zone = useSettings((s) => s.timeZone);
  const { data: current } = useCall('case.current', {});
  return (
    <section className="card" aria-label="Recent cases">
      <h2>Open a case</h2>
      <ul className="recent">
        {current ? (
          <li><button type="button" onClick={() => void navigate({ to: '/incidents' })}><DatabaseRegular aria-hidden /><span className="ellipsis"><strong>Go on with <InertText text={current.name} limit={80} /></strong></span><span className="small tertiary">open now</span><span className="small tertiary ellipsis second">{plural(current.counts.events, 'event')} · {plural(current.counts.incidents, 'incident')}</span></button></li>
        ) : null}
        {recent.filter((c) => c.path !== current?.path).map((c) => (
          <li key={c.path}>
            <button type="button" onClick={() => onOpen(c.path)}>
              <DatabaseRegular aria-hidden /><span className="ellipsis"><strong><InertText text={c.name} limit={80} /></strong></span><span className="mono tertiary">{formatShort(c.openedUs, zone)}</span>
              <span className="small tertiary ellipsis second" title={visibleText(c.path)}><InertText text={c.path} limit={200} /></span>
            </button>
          </li>
        ))}
      </ul>
      {recent.length === 0 && !current ? <p className="tertiary card-text">None yet. A case is one file; what you open appears here.</p> : null}
      {current ? <p className="card-foot"><span className="secondary">Imported files join the open case; the sample takes none</span><button type="button" className="btn" onClick={onClose}>Close case</button></p> : null}
      <p className="card-foot"><span className="secondary">A case file from elsewhere</span><kbd className="kbd">Ctrl O</kbd></p>
    </section>
  );
}

function Row({ icon, title, says, children }: { icon: ReactNode; title: string; says: string; children: ReactNode }) {
  return <li className="start-row"><span aria-hidden>{icon}</span><div><strong>{title}</strong><p className="small tertiary">{says}</p></div>{children}</li>;
}

function Formats({ onClose }: { onClose: () => void }) {
  const opening = useOpening();
  const formats = useCall('import.formats', {});
  return (
    <Dialog title="Which exports can be read" onClose={onClose} footer={<button type="button" className="btn primary" onClick={onClose}>Close</button>}>
      <p className="secondary" style={{ marginBottom: 8 }}>The format is told from the content, not from the name; “Import as” reads files under a format that you choose. Plain files, .zip, .gz, .tar and .tar.gz; UTF-8 or UTF-16.</p>
      <div style={{ marginBottom: 10 }}><ZoneSelect /></div>
      {formats.isError ? <ErrorState title="The list cannot be read" error={formats.error} onRetry={() => void formats.refetch()} /> : formats.data === undefined ? <Loading label="Reading the list" /> : (
        <table className="plain-table middle"><thead><tr><th scope="col">What it is</th><th scope="col">Format name</th><th scope="col"><span className="visually-hidden">Import</span></th></tr></thead><tbody>{formats.data.map((f) => <tr key={f.format}><td>{f.title}</td><td className="mono">{f.format}</td><td><button type="button" className="btn" aria-label={`Import as ${f.format}`} onClick={() => { onClose(); opening.chooseSourcesAs(f.format); }}>Import as…</button></td></tr>)}</tbody></table>
      )}
    </Dialog>
  );
}

function BigMark() {
  return <svg width="44" height="44" viewBox="0 0 18 18" aria-hidden><path d="M3 14C7 14 6 5 10 5s2 5 5 5" fill="none" stroke="var(--severity-high-color)" strokeWidth="1.6" /><circle cx="3" cy="14" r="2" fill="var(--accent-line)" /><circle cx="15" cy="10" r="2" fill="var(--severity-high-color)" /></svg>;
}
