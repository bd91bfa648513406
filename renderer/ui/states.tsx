/** Loading, empty and error: every list and pane has all three. */
import type { ReactNode } from 'react';

export function Loading({ label, rows = 6 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_v, i) => <div key={i} className="skeleton" style={{ width: `${90 - ((i * 17) % 45)}%` }} />)}
      <span className="visually-hidden">{label}</span>
    </div>
  );
}

export function EmptyState({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return <div className="state"><h2>{title}</h2>{children ? <p>{children}</p> : null}{actions ? <div className="actions">{actions}</div> : null}</div>;
}

/** What happened, to what, what is safe, and the ways out. */
export function ErrorState({ title, error, onRetry, children }: { title: string; error: unknown; onRetry?: () => void; children?: ReactNode }) {
  const { code, message } = describeError(error);
  return (
    <div className="state" role="alert">
      <h2>{title}</h2>
      <p>{message}</p>
      <p className="mono tertiary">{code}</p>
      <div className="actions">{onRetry ? <button type="button" className="btn" onClick={onRetry}>Try again</button> : null}{children}</div>
    </div>
  );
}

export function describeError(error: unknown): { code: string; message: string } {
  const code = error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : 'internal';
  return { code, message: error instanceof Error ? error.message : String(error) };
}
