/** Text from evidence, shown so that it can neither act nor deceive. */
import { visibleParts, defang } from '../../shared/base/text.ts';
import { NETWORK_KINDS, type EntityKind } from '../../shared/domain/entity/kinds.ts';

const SHOWN = 20_000;

/** Invisible and reordering characters appear as their code points, in brackets that also survive copying; never a link; at most `limit` characters, and it says so. */
export function InertText({ text, limit = SHOWN }: { text: string; limit?: number }) {
  const cut = text.length > limit;
  return (
    <bdi>
      {visibleParts(cut ? text.slice(0, limit) : text).map((p, i) => (p.kind === 'plain' ? p.text : <span key={i} className="codepoint">⟨{p.text}⟩</span>))}
      {cut ? <span className="tertiary"> … {(text.length - limit).toLocaleString('en')} more characters</span> : null}
    </bdi>
  );
}

/** Network indicators are defanged on screen. */
export const shownName = (kind: EntityKind, name: string): string => (NETWORK_KINDS.has(kind) ? defang(name) : name);

const INDICATOR = /^(?:\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?|[a-z][a-z0-9+.-]*:\/\/\S+)$/i;
/** A value of an attribute: addresses and URLs stand defanged, as everywhere on screen. */
export function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return INDICATOR.test(text) ? defang(text) : text;
}

export function EntityName({ kind, name }: { kind: EntityKind; name: string }) {
  return <InertText text={shownName(kind, name)} limit={300} />;
}

export { defang as defangText } from '../../shared/base/text.ts';
