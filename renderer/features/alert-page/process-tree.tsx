/** A process tree as a list that opens: every node a process with its command line, alerts and time. Further children are asked for. */
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import { useRef, useState, type KeyboardEvent } from 'react';
import { visibleText } from '../../../shared/base/text.ts';
import type { ProcessNode } from '../../../shared/contract/model.ts';
import { TimeText, useClient } from '../../state/index.ts';
import { EntityIcon, InertText, label, plural, SeverityGlyph, VerdictBadge, verdictToken } from '../../ui/index.ts';

const MORE = 100;
export interface TreeAlert { readonly alertId: string; readonly title: string; readonly severity: ProcessNode['maxSeverity'] }
/** A process, or (`more`) the line that brings further children of one. */
interface Line { readonly node: ProcessNode; readonly depth: number; readonly hasChildren: boolean; readonly isOpen: boolean; readonly more: number }

export function ProcessTree({ label: name, nodes, marked, alerts, onSelect, selectedId = null }: { label: string; nodes: readonly ProcessNode[]; marked?: ReadonlySet<string>; alerts?: ReadonlyMap<string, TreeAlert>; onSelect?: (entityId: string) => void; selectedId?: string | null }) {
  const client = useClient();
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [fetched, setFetched] = useState<ReadonlyMap<string, readonly ProcessNode[]>>(new Map());
  const [problem, setProblem] = useState<string | null>(null);
  const box = useRef<HTMLUListElement>(null);
  const byParent = Map.groupBy(nodes, (n) => n.parentEntityId);
  const childrenOf = (n: ProcessNode): readonly ProcessNode[] => fetched.get(n.entityId) ?? byParent.get(n.entityId) ?? [];
  const lines: Line[] = [];
  const seen = new Set<string>();
  const walk = (node: ProcessNode, depth: number): void => {
    // Records may contradict each other: a process is drawn once.
    if (seen.has(node.entityId)) return;
    seen.add(node.entityId);
    const children = childrenOf(node);
    const isOpen = !closed.has(node.entityId) && children.length > 0;
    lines.push({ node, depth, hasChildren: node.childCount > 0, isOpen, more: 0 });
    if (!isOpen) return;
    for (const child of children) walk(child, depth + 1);
    if (node.childCount > children.length) lines.push({ node, depth: depth + 1, hasChildren: false, isOpen: false, more: node.childCount - children.length });
  };
  const known = new Set(nodes.map((n) => n.entityId));
  for (const root of nodes.filter((n) => n.parentEntityId === null || !known.has(n.parentEntityId))) walk(root, 0);
  const load = (node: ProcessNode) => {
    const have = childrenOf(node);
    void client.call('process.children', { entityId: node.entityId, limit: Math.max(MORE, have.length + MORE) }).then(({ items }) => {
      const own = new Map(have.map((c) => [c.entityId, c]));
      setFetched((m) => new Map(m).set(node.entityId, items.map((c) => own.get(c.entityId) ?? { ...c, parentEntityId: node.entityId })));
      setClosed((s) => { const next = new Set(s); next.delete(node.entityId); return next; });
    }, (e: unknown) => setProblem(e instanceof Error ? e.message : String(e)));
  };
  const toggle = (line: Line) => {
    if (line.isOpen) setClosed((s) => new Set(s).add(line.node.entityId));
    else if (childrenOf(line.node).length === 0) load(line.node);
    else setClosed((s) => { const next = new Set(s); next.delete(line.node.entityId); return next; });
  };
  const onKey = (e: KeyboardEvent, at: number) => {
    const line = lines[at]!;
    const focus = (index: number) => box.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[index]?.focus();
    if (e.key === 'ArrowDown') focus(Math.min(lines.length - 1, at + 1));
    else if (e.key === 'ArrowUp') focus(Math.max(0, at - 1));
    else if (e.key === 'ArrowRight' && line.hasChildren && !line.isOpen) toggle(line);
    else if (e.key === 'ArrowRight' && line.isOpen) focus(at + 1);
    else if (e.key === 'ArrowLeft' && line.isOpen) toggle(line);
    else if (e.key === 'ArrowLeft') focus(lines.findLastIndex((l, i) => i < at && l.depth < line.depth));
    else if ((e.key === 'Enter' || e.key === ' ') && line.more > 0) load(line.node);
    else if (e.key === 'Enter' || e.key === ' ') onSelect?.(line.node.entityId);
    else return;
    e.preventDefault();
  };
  return (
    <>
      {problem === null ? null : <p className="callout" role="alert"><InertText text={problem} limit={500} /></p>}
      <ul ref={box} role="tree" aria-label={name} className="process-tree">
        {lines.map((line, at) => {
          const { node, depth } = line;
          if (line.more > 0) return <li key={`${node.entityId} more`} role="none"><div role="treeitem" aria-level={depth + 1} aria-selected={false} tabIndex={-1} className="tree-more link" style={{ paddingLeft: 36 + depth * 20 }} onClick={() => load(node)} onKeyDown={(e) => onKey(e, at)}>{plural(line.more, 'more child', 'more children')}</div></li>;
          return (
            <li key={node.entityId} role="none">
              <div role="treeitem" aria-level={depth + 1} aria-selected={node.entityId === selectedId} {...(line.hasChildren ? { 'aria-expanded': line.isOpen } : {})} aria-label={`${visibleText(node.displayName)}${marked?.has(node.entityId) ? ', of this alert' : ''}`} tabIndex={at === 0 ? 0 : -1}
                className={marked?.has(node.entityId) ? 'tree-node marked' : 'tree-node'} style={{ paddingLeft: 8 + depth * 20 }} onClick={() => onSelect?.(node.entityId)} onKeyDown={(e) => onKey(e, at)}>
                {line.hasChildren ? <button type="button" tabIndex={-1} className="list-expander" aria-label={line.isOpen ? 'Close' : 'Open'} onClick={(e) => { e.stopPropagation(); toggle(line); }}>{line.isOpen ? <ChevronDownRegular aria-hidden /> : <ChevronRightRegular aria-hidden />}</button> : <span className="list-expander" aria-hidden />}
                <span className="tree-icon" style={{ borderColor: `var(--verdict-${verdictToken(node.verdict)}-color)` }}><EntityIcon kind="process" /></span>
                <span className="tree-text"><span className="ellipsis"><strong><InertText text={node.displayName} limit={120} /></strong>{node.verdict === 'unknown' ? null : <> <VerdictBadge verdict={node.verdict} /></>}{node.account === null ? null : <span className="tertiary"> <InertText text={node.account.displayName} limit={80} /></span>}{node.integrityLevel === null ? null : <span className="tertiary"> · {label(node.integrityLevel)}</span>}</span>
                  {node.commandLine === null ? null : <span className="mono small ellipsis secondary" title={visibleText(node.commandLine).slice(0, 1000)}><InertText text={node.commandLine} limit={400} /></span>}</span>
                <span className="tree-alerts">{node.alertIds.slice(0, 2).map((id) => { const a = alerts?.get(id); return a === undefined ? null : <Link key={id} className="chip" to="/alerts/$alertId" params={{ alertId: id }} onClick={(e) => e.stopPropagation()}>{a.severity === null ? null : <SeverityGlyph severity={a.severity} size={10} />} <InertText text={a.title} limit={60} /></Link>; })}{node.alertCount > 0 && alerts === undefined ? <span className="tertiary small">{plural(node.alertCount, 'alert')}</span> : null}</span>
                <TimeText us={node.startUs} short missing="no start" />
              </div>
            </li>);
        })}
      </ul>
    </>
  );
}
