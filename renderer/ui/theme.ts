/** Tokens as CSS variables, and as the theme of the Fluent components. */
import { webDarkTheme, webLightTheme, type Theme } from '@fluentui/react-components';
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

/** Fluent's own tokens, moved to the house's sizes and colours; the components themselves stay as they are. */
function fluentTheme(base: Theme, name: ThemeName): Theme {
  const { layer, text, stroke, accent, focus } = tokens.themes[name];
  return {
    ...base,
    fontFamilyBase: tokens.type.family.base, fontFamilyMonospace: tokens.type.family.mono, fontSizeBase200: '12px', lineHeightBase200: '16px', fontSizeBase300: '13px', lineHeightBase300: '18px', borderRadiusSmall: '2px', borderRadiusMedium: '3px', borderRadiusLarge: '4px',
    colorNeutralBackground1: layer.overlay, colorNeutralBackground1Hover: layer.hover, colorNeutralBackground1Pressed: layer.hover, colorNeutralBackground1Selected: layer.selected, colorNeutralForeground1: text.primary, colorNeutralForeground1Hover: text.primary,
    colorNeutralForeground2: text.primary, colorNeutralForeground2Hover: text.primary, colorNeutralForeground3: text.tertiary, colorNeutralForegroundDisabled: text.disabled, colorNeutralStroke1: stroke.strong, colorNeutralStroke2: stroke.normal, colorTransparentStroke: stroke.strong,
    colorBrandBackground: accent.fill, colorBrandBackgroundHover: accent.fillHover, colorBrandForeground1: text.link, colorStrokeFocus1: focus.inner, colorStrokeFocus2: focus.outer,
  };
}
export const fluentThemes: Readonly<Record<ThemeName, Theme>> = { dark: fluentTheme(webDarkTheme, 'dark'), light: fluentTheme(webLightTheme, 'light') };
