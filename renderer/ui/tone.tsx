/** The state of something in one of five tones: a glyph and a word, so that colour is never the only sign. */
import {
  ArrowSync16Regular, ArrowUndo16Regular, CheckmarkRegular, CircleHalfFill16Regular, Circle16Regular, DismissRegular, HourglassHalf16Regular, Prohibited16Regular, PulseRegular, Question16Regular, SearchRegular, Shield16Regular, SubtractRegular,
  type FluentIcon,
} from '@fluentui/react-icons';
import { visibleText } from '../../shared/base/text.ts';
import { label } from './labels.ts';
import { InertText } from './text.tsx';
import { words } from './theme.ts';

type Tone = 'attention' | 'inProgress' | 'done' | 'failed' | 'inactive';
/** Drawings for the glyph names of the tokens. */
const GLYPH: Readonly<Record<string, FluentIcon>> = {
  dash: SubtractRegular, pulse: PulseRegular, hourglass: HourglassHalf16Regular, 'arrow-run': ArrowSync16Regular, check: CheckmarkRegular, half: CircleHalfFill16Regular, shield: Shield16Regular, block: Prohibited16Regular,
  'search-none': SearchRegular, cross: DismissRegular, undo: ArrowUndo16Regular, question: Question16Regular, ring: Circle16Regular,
};

export function ToneBadge({ tone, glyph, text, title }: { tone: Tone; glyph: string; text: string; title?: string }) {
  const Icon = GLYPH[glyph] ?? Question16Regular;
  return <span className="badge" {...(title === undefined ? {} : { title: visibleText(title) })}><Icon aria-hidden style={{ width: 14, height: 14, color: `var(--tone-${tone}-color)` }} /><InertText text={text} limit={80} /></span>;
}

export function RemediationBadge({ status }: { status: string }) {
  const known = Object.hasOwn(words.remediation, status) ? words.remediation[status as keyof typeof words.remediation] : { tone: 'inactive', glyph: 'question', word: label(status) };
  return <ToneBadge tone={known.tone as Tone} glyph={known.glyph} text={known.word} />;
}

const INVESTIGATION: ReadonlyMap<string, readonly [Tone, string]> = new Map(Object.entries({
  pendingapproval: ['attention', 'hourglass'], pendingresource: ['attention', 'hourglass'], running: ['inProgress', 'arrow-run'], queued: ['inactive', 'ring'], failed: ['failed', 'cross'], innerfailure: ['failed', 'cross'],
  partiallyremediated: ['attention', 'half'], partiallyinvestigated: ['attention', 'half'], successfullyremediated: ['done', 'check'], benign: ['done', 'check'], unknown: ['inactive', 'question'],
} satisfies Record<string, readonly [Tone, string]>) as [string, readonly [Tone, string]][]);
/** State of an automated investigation. States without a decision to make or a result (unsupported, suppressed, terminated) are a dash. */
export function InvestigationBadge({ state }: { state: string | null }) {
  if (state === null || state === '') return <span className="tertiary">None</span>;
  const [tone, glyph] = INVESTIGATION.get(state.toLowerCase()) ?? ['inactive', 'dash'];
  return <ToneBadge tone={tone} glyph={glyph} text={label(state)} title={state} />;
}
