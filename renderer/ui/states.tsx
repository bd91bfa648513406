/** Loading, empty and error: every list and pane has all three. */
import { DocumentSearch20Regular, ErrorCircle20Regular } from '@fluentui/react-icons';
import { useState, type ReactNode } from 'react';
import { InertText } from './text.tsx';

export function Loading({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_v, i) => <div key={i} className="skeleton" style={{ width: `${90 - ((i * 17) % 45)}%` }} />)}
      <span className="visually-hidden">{label}</span>
    </div>
  );
}

/** Says why nothing is shown and the shortest way out. */
export function EmptyState({ title, children, actions, icon }: { title: string; children?: ReactNode; actions?: ReactNode; icon?: ReactNode }) {
  return (
    <div className="state">
      <div>
        <span className="state-icon" aria-hidden>{icon ?? <DocumentSearch20Regular />}</span>
        <h2>{title}</h2>
        {children ? <p>{children}</p> : null}
        {actions ? <div className="actions">{actions}</div> : null}
      </div>
    </div>
  );
}

/** What happened, to what, what is safe, the ways out, and the code to copy. */
export function ErrorState({ title, error, onRetry, safe = 'Reading changes nothing: the case file is as it was.', children }: { title: string; error: unknown; onRetry?: () => void; safe?: string; children?: ReactNode }) {
  const { code, message } = describeError(error);
  return (
    <div className="state" role="alert">
      <div>
        <span className="state-icon failed" aria-hidden><ErrorCircle20Regular /></span>
        <h2>{title}</h2>
        <p><InertText text={message} limit={2000} /></p>
        <p>{safe}</p>
        <div className="actions">{onRetry ? <button type="button" className="btn" onClick={onRetry}>Try again</button> : null}{children}<CopyButton text={() => errorDetails(title, error)}>Copy details</CopyButton></div>
        <p className="error-code mono">{code}</p>
      </div>
    </div>
  );
}

/** Copies a text and says that it did. */
export function CopyButton({ text, children }: { text: () => string; children: ReactNode }) {
  const [done, setDone] = useState<'no' | 'yes' | 'failed'>('no');
  const copy = () => void navigator.clipboard.writeText(text()).then(() => setDone('yes'), () => setDone('failed'));
  return <button type="button" className="btn quiet" onClick={copy}>{done === 'yes' ? 'Copied' : done === 'failed' ? 'The clipboard is not available' : children}</button>;
}

export function describeError(error: unknown): { code: string; message: string } {
  const code = error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : 'internal';
  return { code, message: error instanceof Error ? error.message : String(error) };
}

/** For a message to a colleague: no case data beyond what the message itself names. */
function errorDetails(title: string, error: unknown): string {
  const { code, message } = describeError(error);
  const details = error !== null && typeof error === 'object' && 'details' in error ? JSON.stringify(error.details) : '{}';
  return [`Redthread: ${title}`, `code ${code}`, message, ...(details === '{}' ? [] : [details])].join('\n');
}
