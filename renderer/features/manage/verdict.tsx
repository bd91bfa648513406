/** A verdict given here, with the reason; what evidence says stays beside it. */
import { useState } from 'react';
import type { Input } from '../../../shared/contract/procedures.ts';
import { useClient } from '../../state/index.ts';
import { Dialog, InertText, plural, verdictWord } from '../../ui/index.ts';
import { Choice, Field } from './manage-form.tsx';

type Verdict = NonNullable<Input<'entity.setVerdict'>['verdict']>;
const VERDICTS: readonly Verdict[] = ['malicious', 'compromised', 'suspicious', 'unknown', 'noThreatsFound'];

export function VerdictDialog({ ids, name, onClose }: { ids: readonly string[]; name: string; onClose: () => void }) {
  const client = useClient();
  const [verdict, setVerdict] = useState<Verdict | 'imported'>('malicious');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const save = () => { client.call('entity.setVerdict', { entityIds: [...ids], verdict: verdict === 'imported' ? null : verdict, reason }).then(onClose, setProblem); };
  return (
    <Dialog narrow title="Set verdict" onClose={onClose} footer={<><button type="button" className="btn" onClick={onClose}>Cancel</button><button type="button" className="btn primary" disabled={reason.trim() === ''} onClick={save}>Set verdict</button></>}>
      {problem === null ? null : <div className="callout" role="alert"><InertText text={problem instanceof Error ? problem.message : String(problem)} limit={1000} /></div>}
      <div className="manage-form">
        <p>{ids.length === 1 ? <InertText text={name} limit={300} /> : plural(ids.length, 'entity', 'entities')}</p>
        <Field name="Verdict"><Choice value={verdict} options={[...VERDICTS.map((v) => [v, verdictWord(v)] as const), ['imported', 'As the evidence says'] as const]} onChange={(v) => setVerdict(v as typeof verdict)} /></Field>
        <Field name="Reason (required)"><textarea className="input" rows={3} maxLength={30_000} value={reason} onChange={(e) => setReason(e.target.value)} /></Field>
      </div>
    </Dialog>
  );
}
