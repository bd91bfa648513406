/** A modal dialog: the browser's own, so that focus is kept in and given back, and Escape closes. */
import { useEffect, useId, useRef, type ReactNode } from 'react';

export function Dialog({ title, children, footer, onClose, narrow = false }: { narrow?: boolean; title: string; children: ReactNode; footer: ReactNode; onClose: () => void }) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog ref={ref} className={narrow ? 'dialog narrow' : 'dialog'} aria-labelledby={id} onKeyDown={(e) => { if (e.key === 'Escape' && !e.defaultPrevented) { e.preventDefault(); onClose(); } }} onCancel={(e) => { e.preventDefault(); onClose(); }}>
      <header><h2 id={id}>{title}</h2></header>
      <div className="body">{children}</div>
      <footer>{footer}</footer>
    </dialog>
  );
}
