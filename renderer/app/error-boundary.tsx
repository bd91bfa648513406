import { Component, type ErrorInfo, type ReactNode } from 'react';

/** The last resort: says what happened instead of a white page, and how to go on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };
  static getDerivedStateFromError(error: Error): { error: Error } { return { error }; }
  override componentDidCatch(error: Error, info: ErrorInfo): void { console.error(error, info.componentStack); }
  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <Stopped title="This window met a fault" message={`${error.message}. The case file is not affected.`}>
        <button type="button" className="btn primary" onClick={() => location.reload()}>Reload this window</button>
        <button type="button" className="btn" onClick={() => { location.hash = '#/'; location.reload(); }}>Go to the start</button>
      </Stopped>
    );
  }
}

export function Stopped({ title, message, children }: { title: string; message: string; children?: ReactNode }) {
  return <div className="state" role="alert"><div><h2>{title}</h2><p>{message}</p>{children ? <div className="actions">{children}</div> : null}</div></div>;
}
