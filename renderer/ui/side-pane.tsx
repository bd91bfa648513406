/** The pane about what is selected in a list. Escape closes it. */
import { DismissRegular } from '@fluentui/react-icons';
import type { ReactNode } from 'react';

export function SidePane({ label, title, closes, onClose, children }: { label: string; title: ReactNode; /** Names the button that closes: "Close asset". */ closes: string; onClose: () => void; children: ReactNode }) {
  return (
    <section className="pane" aria-label={label} onKeyDown={(e) => { if (e.key === 'Escape' && !(e.target instanceof Element && e.target.closest('textarea, input'))) { e.preventDefault(); onClose(); } }}>
      <div className="pane-bar"><span style={{ flex: 1 }}>{title}</span><button type="button" className="icon-btn" aria-label={closes} onClick={onClose}><DismissRegular /></button></div>
      <div className="pane-body">{children}</div>
    </section>
  );
}
