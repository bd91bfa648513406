/** Severity, verdict and status: always a glyph and a word, never colour alone. */
import type { ReactNode } from 'react';
import { visibleText } from '../../shared/base/text.ts';
import { label } from './labels.ts';
import { InertText } from './text.tsx';
import { words } from './theme.ts';

export type SeverityName = 'high' | 'medium' | 'low' | 'informational' | 'unknown';
export type VerdictName = 'malicious' | 'compromised' | 'suspicious' | 'unknown' | 'noThreatsFound';

const SHAPE: Record<SeverityName, ReactNode> = {
  high: <path d="M6 0 11 5H1ZM6 5.5 11 10.5H1Z" />, medium: <path d="M6 1 11.5 10.5H.5Z" />, low: <path d="M6 .5 11.5 6 6 11.5 .5 6Z" />, informational: <circle cx="6" cy="6" r="4.5" />,
  unknown: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.6" />,
};

export function SeverityGlyph({ severity, size = 12 }: { severity: SeverityName; size?: number }) {
  return <svg width={size} height={size} viewBox="0 0 12 12" fill="currentColor" aria-hidden style={{ color: `var(--severity-${severity}-color)` }}>{SHAPE[severity]}</svg>;
}
export function SeverityBadge({ severity }: { severity: SeverityName }) {
  return <span className="badge"><SeverityGlyph severity={severity} />{words.severity[severity].word}</span>;
}

const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.4 } as const;
const VERDICT_SHAPE: Record<VerdictName, ReactNode> = {
  malicious: <><circle cx="7" cy="7" r="6" {...stroke} /><path d="M4.6 4.6 9.4 9.4M9.4 4.6 4.6 9.4" {...stroke} /></>,
  compromised: <><circle cx="4.5" cy="9.5" r="3" {...stroke} /><path d="M6.7 7.3 12 2M10 4l2 2" {...stroke} /></>,
  suspicious: <><path d="M1 7Q7 1 13 7Q7 13 1 7Z" {...stroke} /><circle cx="7" cy="7" r="1.8" fill="currentColor" /></>,
  unknown: <><circle cx="7" cy="7" r="6" {...stroke} /><path d="M5.3 5.6a1.8 1.8 0 1 1 2.4 1.7c-.5.2-.7.5-.7 1.1M7 10.2v.9" {...stroke} /></>,
  noThreatsFound: <><circle cx="7" cy="7" r="6" {...stroke} /><path d="m4.2 7.2 2 2 3.6-4" {...stroke} /></>,
};
export const verdictToken = (v: VerdictName) => (v === 'noThreatsFound' ? 'clean' : v);
export const verdictWord = (verdict: string): string => (Object.hasOwn(VERDICT_SHAPE, verdict) ? words.verdict[verdictToken(verdict as VerdictName)].word : verdict);

/** Risk and exposure levels, in the signs of severities; other words stand as they are. */
export function RiskBadge({ level }: { level: string }) {
  const known = level.toLowerCase();
  return <span className="badge">{known === 'high' || known === 'medium' || known === 'low' || known === 'informational' ? <SeverityGlyph severity={known} /> : null}<InertText text={label(level)} limit={40} /></span>;
}
export function VerdictBadge({ verdict, boxed = false }: { verdict: VerdictName; boxed?: boolean }) {
  const token = verdictToken(verdict);
  const box = boxed ? { border: `1px solid var(--verdict-${token}-stroke)`, background: `var(--verdict-${token}-tint)`, borderRadius: 3, padding: '0 6px' } : {};
  return (
    <span className="badge" style={box}>
      <svg width={14} height={14} viewBox="0 0 14 14" aria-hidden style={{ color: `var(--verdict-${token}-color)` }}>{VERDICT_SHAPE[verdict]}</svg>
      {words.verdict[token].word}
    </span>
  );
}

const STATUS_TONE: Record<string, string> = { active: 'attention', new: 'attention', inProgress: 'inProgress', resolved: 'done', redirected: 'inactive', awaitingAction: 'attention', unknown: 'inactive' };
const STATUS_WORD: Record<string, string> = { active: 'Active', new: 'New', inProgress: 'In progress', resolved: 'Resolved', redirected: 'Redirected', awaitingAction: 'Awaiting action', unknown: 'Unknown' };
export const statusWord = (status: string): string => STATUS_WORD[status] ?? status;
export function StatusBadge({ status }: { status: string }) {
  const tone = STATUS_TONE[status] ?? 'inactive';
  return (
    <span className="badge">
      <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden style={{ color: `var(--tone-${tone}-color)` }}>
        {tone === 'done' ? <path d="m2 6.5 3 3 5-7" {...stroke} strokeWidth={1.6} /> : tone === 'inProgress' ? <><circle cx="6" cy="6" r="4.5" {...stroke} /><path d="M6 1.5A4.5 4.5 0 0 1 6 10.5Z" fill="currentColor" /></> : <circle cx="6" cy="6" r="4" {...stroke} strokeWidth={2} />}
      </svg>
      {statusWord(status)}
    </span>
  );
}

const ORIGIN: Readonly<Record<string, string>> = { telemetry: 'Created here from telemetry', correlated: 'Grouped here', stub: 'Named by an alert', analyst: 'Made here' };
/** How an incident came to be. `stub`: an alert names it, its own record was not imported. */
export const originWord = (origin: string): string => ORIGIN[origin] ?? 'Imported';
/** Nothing for what was simply imported. */
export const OriginChip = ({ origin }: { origin: string }) => (Object.hasOwn(ORIGIN, origin) ? <span className="chip origin">{ORIGIN[origin]}</span> : null);

export const Tag = ({ text, system = false }: { text: ReactNode; system?: boolean }) => <span className={system ? 'chip system' : 'chip'}>{text}</span>;

/** Tags in one line of a list: as many as `shown`, the rest as a number with their names on hover. `first` comes before them and counts. */
export function TagList({ system, custom, shown = 1, first }: { system: readonly string[]; custom: readonly string[]; shown?: number; first?: ReactNode }) {
  const all = [...system.map((text) => ({ text, isSystem: true })), ...custom.map((text) => ({ text, isSystem: false }))];
  const room = first ? Math.max(0, shown - 1) : shown;
  const rest = all.slice(room);
  return (
    <span className="tag-list">
      {first}
      {all.slice(0, room).map((t) => <Tag key={t.text} system={t.isSystem} text={<InertText text={t.text} limit={40} />} />)}
      {rest.length > 0 ? <span className="tertiary small" title={rest.map((t) => visibleText(t.text).slice(0, 80)).join('\n')}>+{rest.length}</span> : null}
    </span>
  );
}
