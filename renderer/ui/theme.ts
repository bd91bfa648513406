/** Tokens as CSS variables. */
import tokens from '../../resources/look/tokens.json';

export type ThemeName = 'dark' | 'light';
export const themeTokens = tokens.themes;
export const words = { severity: tokens.severity, verdict: tokens.verdict, remediation: tokens.remediation, action: tokens.action } as const;

/** `severity.high.color` becomes `--severity-high-color`. */
function flatten(value: object, prefix: string, out: [string, string][]): [string, string][] {
  for (const [key, v] of Object.entries(value)) {
    const name = `${prefix}-${key}`;
    if (typeof v === 'object' && v !== null) flatten(v, name, out);
    else out.push([name, String(v)]);
  }
  return out;
}

/** Sets every token of a theme on the document; through the CSSOM, which the content policy allows. */
export function applyTheme(name: ThemeName): void {
  const root = document.documentElement;
  root.dataset['theme'] = name;
  root.style.setProperty('color-scheme', name);
  for (const [key, value] of flatten(tokens.themes[name], '-', [])) root.style.setProperty(key, value);
}
