/** Whether the case file is sound: asked for by the person, because it reads every byte of the case. */
import { CheckmarkCircle16Regular, Circle16Regular, Warning16Regular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { CaseInfo, Output } from '../../shared/contract/procedures.ts';
import { visibleText } from '../../shared/base/text.ts';
import { useClient } from '../state/index.ts';
import { describeError, Dialog, InertText, plural } from '../ui/index.ts';

type Report = Output<'case.verify'>;
type Health = { readonly at: 'unchecked' | 'checking' } | { readonly at: 'checked'; readonly report: Report } | { readonly at: 'failed'; readonly message: string };
const PROBLEMS_SHOWN = 100;
const FILE_WORD = { ok: 'unchanged', missing: 'not there any more', changed: 'changed since' } as const;

/** Remount (`key`) when the case or its revision changes: an older answer says nothing about it. */
export function CaseHealth({ current }: { current: CaseInfo }) {
  const client = useClient();
  const [health, setHealth] = useState<Health>({ at: 'unchecked' });
  const [isOpen, setOpen] = useState(false);
  const check = () => {
    setHealth({ at: 'checking' });
    client.call('case.verify', {}).then((report) => setHealth({ at: 'checked', report }), (error: unknown) => setHealth({ at: 'failed', message: describeError(error).message })).finally(() => setOpen(true));
  };
  const sound = health.at === 'checked' && health.report.ok;
  const text = health.at === 'unchecked' ? 'Check case file' : health.at === 'checking' ? 'Checking case file…' : health.at === 'failed' ? 'Check did not finish' : sound ? 'Case file checked, sound' : 'Case file has problems';
  return (
    <>
      <button type="button" className={`status-button${health.at === 'unchecked' || health.at === 'checking' || sound ? '' : ' failed'}`} disabled={health.at === 'checking'} onClick={() => (health.at === 'unchecked' ? check() : setOpen(true))} title={visibleText(current.path)}>
        {sound ? <CheckmarkCircle16Regular aria-hidden /> : health.at === 'checked' || health.at === 'failed' ? <Warning16Regular aria-hidden /> : <Circle16Regular aria-hidden />}{text}
      </button>
      <span className="visually-hidden" role="status">{health.at === 'unchecked' ? '' : text}</span>
      {isOpen ? (
        <Dialog title={health.at === 'failed' ? 'The check did not finish' : sound ? 'The case file is sound' : 'The case file was checked'} onClose={() => setOpen(false)} footer={<><button type="button" className="btn" onClick={() => { setOpen(false); check(); }}>Check again</button><button type="button" className="btn primary" onClick={() => setOpen(false)}>Close</button></>}>
          {health.at === 'failed' ? <p><InertText text={health.message} limit={2000} /></p> : health.at === 'checked' ? <Checked report={health.report} /> : null}
        </Dialog>
      ) : null}
    </>
  );
}

function Checked({ report }: { report: Report }) {
  const records = report.sources.reduce((n, s) => n + s.records, 0);
  return (
    <>
      <p>{plural(report.sources.length, 'source')} with {plural(records, 'record')} compared with their SHA-256. Activity log: {plural(report.activityLog.entries, 'entry', 'entries')}, {report.activityLog.intact ? 'chain intact' : `chain broken at entry ${report.activityLog.brokenAt ?? '?'}`}.</p>
      {report.problems.length > 0 ? <ul className="callout" style={{ margin: '10px 0' }}>{report.problems.slice(0, PROBLEMS_SHOWN).map((p) => <li key={p}><InertText text={p} limit={500} /></li>)}{report.problems.length > PROBLEMS_SHOWN ? <li>and {plural(report.problems.length - PROBLEMS_SHOWN, 'more problem')}</li> : null}</ul> : null}
      <table className="plain-table" style={{ marginTop: 10 }}>
        <thead><tr><th scope="col">Source file</th><th scope="col">Copy in the case</th><th scope="col">File on disk</th><th scope="col" className="number">Records</th></tr></thead>
        <tbody>{report.sources.map((s) => <tr key={s.sourceId}><td><InertText text={s.path.split(/[\\/]/).at(-1) ?? s.path} limit={120} /></td><td>{s.stored === 'ok' && s.badRecords === 0 ? 'Sound' : s.stored === 'ok' ? plural(s.badRecords, 'bad record') : 'Damaged'}</td><td>{FILE_WORD[s.file]}</td><td className="mono number">{s.records.toLocaleString('en')}</td></tr>)}</tbody>
      </table>
      <p className="small tertiary" style={{ marginTop: 8 }}>The case keeps its own copy: a source file that is gone or has changed takes nothing away.</p>
    </>
  );
}
