/** What a person sees first: how to bring a case in, the sample, recent cases, and what Redthread never does. */
import { DocumentArrowDownRegular } from '@fluentui/react-icons';
import { useNavigate } from '@tanstack/react-router';
import { useCall, useSettings, formatShort } from '../../state/index.ts';
import { InertText } from '../../ui/index.ts';
import { useOpening } from '../import/index.ts';

export function FirstStart() {
  const navigate = useNavigate();
  const opening = useOpening();
  const recent = useSettings((s) => s.recentCases);
  const zone = useSettings((s) => s.timeZone);
  const { data: current } = useCall('case.current', {});
  return (
    <div className="start">
      <div>
        <h1>Open a case</h1>
        <section className="dropzone" aria-label="Drop files">
          <DocumentArrowDownRegular fontSize={32} aria-hidden />
          <p><strong>Drop exported files or a case file anywhere in this window</strong></p>
          <p className="tertiary">Microsoft Defender XDR incidents, alerts and hunting results · Defender for Endpoint records · Sysmon and Windows events · plain, .zip, .gz or .tar.gz</p>
          <div className="actions">
            <button type="button" className="btn primary" onClick={opening.chooseSources}>Import files</button>
            <button type="button" className="btn" onClick={opening.chooseCase}>Open case</button>
            <button type="button" className="btn" onClick={opening.openSample}>Open the sample case</button>
          </div>
        </section>
        <div className="cards">
          <section className="card" aria-label="Recent cases">
            <h2>Recent cases</h2>
            {current ? <button type="button" className="link" onClick={() => void navigate({ to: '/incidents' })}>Go on with <InertText text={current.name} limit={80} /></button> : null}
            {recent.length === 0 ? <p className="tertiary">None yet. A case is one file; what you open appears here.</p> : (
              <ul className="recent">
                {recent.map((c) => (
                  <li key={c.path}>
                    <button type="button" onClick={() => opening.openCase(c.path)}>
                      <span><InertText text={c.name} limit={80} /></span><span className="mono tertiary">{formatShort(c.openedUs, zone)}</span>
                      <span className="caption tertiary ellipsis" style={{ gridColumn: '1 / -1' }} title={c.path}><InertText text={c.path} limit={200} /></span>
                    </button>
                  </li>
                ))}
              </ul>
            )}
          </section>
          <section className="card" aria-label="What Redthread never does">
            <h2>What Redthread never does</h2>
            <p className="secondary">It opens no network connection: no look-ups, no updates, no telemetry. Addresses and links in evidence are text.</p>
            <p className="secondary">It executes nothing. Scripts, commands and remediation actions in a case are shown, never run.</p>
            <p className="secondary">It changes no source file. A case keeps its own copy of what was imported, with the SHA-256 of each file.</p>
          </section>
        </div>
      </div>
    </div>
  );
}
