/** Panes side by side or stacked, with splitters that work by keyboard; sizes are given back to whoever remembers them. */
import { Fragment, type ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';

export interface PaneSpec {
  readonly id: string;
  readonly content: ReactNode;
  /** Percent of the whole when nothing is remembered. */
  readonly size: number;
  readonly min?: number;
}

export function Panes({ panes, direction, sizes, onSizes, label }: { panes: readonly PaneSpec[]; direction: 'horizontal' | 'vertical'; sizes?: Readonly<Record<string, number>> | undefined; onSizes?: (sizes: Record<string, number>) => void; label: string }) {
  const known = sizes !== undefined && panes.every((p) => typeof sizes[p.id] === 'number');
  return (
    <Group orientation={direction} defaultLayout={known ? Object.fromEntries(panes.map((p) => [p.id, sizes[p.id]!])) : Object.fromEntries(panes.map((p) => [p.id, p.size]))} onLayoutChanged={(layout, { isUserInteraction }) => { if (isUserInteraction) onSizes?.({ ...sizes, ...layout }); }} style={{ height: '100%' }}>
      {panes.map((p, i) => (
        <Fragment key={p.id}>
          {i > 0 ? <Separator className="splitter" aria-label={`${label}: size of ${panes[i - 1]!.id} and ${p.id}`} style={direction === 'horizontal' ? { width: 5 } : { height: 5 }} /> : null}
          <Panel id={p.id} minSize={`${p.min ?? 10}%`} style={{ overflow: 'hidden' }}>{p.content}</Panel>
        </Fragment>
      ))}
    </Group>
  );
}

export function Pane({ title, extra, children, label }: { title: ReactNode; extra?: ReactNode; children: ReactNode; label?: string }) {
  return (
    <section className="pane" {...(label === undefined ? {} : { 'aria-label': label })}>
      <div className="pane-bar"><span style={{ flex: 1 }} className="ellipsis">{title}</span>{extra}</div>
      <div className="pane-body">{children}</div>
    </section>
  );
}
