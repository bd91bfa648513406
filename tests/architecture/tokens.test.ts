/** The figures that the look promises, computed from the colours of resources/look/tokens.json: WCAG contrast, and CIE76 distance under Machado 2009. */
import { describe, expect, it } from 'vitest';
import tokens from '../../resources/look/tokens.json' with { type: 'json' };

/** WCAG 1.4.3 for text, 1.4.11 for glyphs, lines, handles and focus. */
const TEXT = 4.5;
const MARK = 3;
/** Least CIE76 distance between two levels of one scale, in every kind of colour vision. */
const APART = 20;
const HUES_AT_MOST = 7;

type Rgb = readonly [number, number, number];
const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const clamp = (c: number): number => Math.min(1, Math.max(0, c));
const rgb = (hex: string): Rgb => {
  expect(hex).toMatch(/^#[0-9a-f]{6}$/);
  const at = (i: number) => linear(parseInt(hex.slice(i, i + 2), 16) / 255);
  return [at(1), at(3), at(5)];
};
const luminance = (hex: string): number => { const [r, g, b] = rgb(hex); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Full deficiency matrices of Machado, Oliveira and Fernandes (2009), applied to linear RGB. */
const VISION: Readonly<Record<string, readonly Rgb[]>> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
/** CIELAB under D65 of a colour as that vision sees it. */
function lab(hex: string, vision: readonly Rgb[]): Rgb {
  const source = rgb(hex);
  const [r, g, b] = vision.map((row) => clamp(row[0] * source[0] + row[1] * source[1] + row[2] * source[2])) as unknown as Rgb;
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [x, y, z] = [f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047), f(0.2126729 * r + 0.7151522 * g + 0.072175 * b), f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

type Scale = Readonly<Record<string, { readonly color: string; readonly tint: string }>>;
/** Every colour that is under `least` on one of the surfaces, with its figure. */
function under(least: number, colours: Readonly<Record<string, string>>, surfaces: Readonly<Record<string, string>>): string[] {
  return Object.entries(colours).flatMap(([name, colour]) => Object.entries(surfaces).filter(([, s]) => contrast(colour, s) < least).map(([on, s]) => `${name} on ${on}: ${contrast(colour, s).toFixed(2)}`));
}
const pick = <T extends Record<string, string>, K extends keyof T>(of: T, ...keys: K[]): Pick<T, K> => Object.fromEntries(keys.map((k) => [k, of[k]])) as Pick<T, K>;
function tooClose(scale: Scale): string[] {
  return Object.entries(VISION).flatMap(([vision, matrix]) => {
    const levels = Object.entries(scale).map(([level, c]) => [level, lab(c.color, matrix)] as const);
    return levels.flatMap(([a, x], i) => levels.slice(i + 1).filter(([, y]) => distance(x, y) < APART).map(([b, y]) => `${a} and ${b} in ${vision}: ${distance(x, y).toFixed(1)}`));
  });
}

for (const [name, theme] of Object.entries(tokens.themes)) {
  const scales = { severity: theme.severity, verdict: theme.verdict, tone: theme.tone } as const;
  const canvas = { canvas: theme.graph.canvas };
  describe(`${name} theme`, () => {
    it('has text of at least 4.5:1 on every layer, and on the primary button', () => {
      expect(under(TEXT, pick(theme.text, 'primary', 'secondary', 'tertiary', 'link'), theme.layer)).toEqual([]);
      expect(under(TEXT, pick(theme.text, 'onAccent'), pick(theme.accent, 'fill', 'fillHover'))).toEqual([]);
    });
    it.each(Object.entries<Scale>(scales))('has %s that is readable as text on every layer and on its own tint, and under text', (_scale, scale) => {
      for (const [level, c] of Object.entries(scale)) {
        expect(under(TEXT, { [level]: c.color }, { ...theme.layer, tint: c.tint })).toEqual([]);
        expect(under(TEXT, { primary: theme.text.primary }, { [`${level} tint`]: c.tint })).toEqual([]);
        expect(under(MARK, { [level]: c.color }, { disc: theme.graph.disc, scrubber: theme.scrubber.background, range: theme.scrubber.range })).toEqual([]);
      }
    });
    it.each(Object.entries<Scale>(scales))('keeps every pair of %s 20 apart in four kinds of colour vision', (_scale, scale) => expect(tooClose(scale)).toEqual([]));
    it('has controls, accent and focus of at least 3:1 on what they lie on', () => {
      expect(under(MARK, pick(theme.stroke, 'control'), pick(theme.layer, 'content', 'bar', 'chrome'))).toEqual([]);
      expect(under(MARK, pick(theme.accent, 'line'), theme.layer)).toEqual([]);
      expect(under(MARK, pick(theme.focus, 'outer'), theme.layer)).toEqual([]);
      expect(under(MARK, pick(theme.focus, 'inner'), { fill: theme.accent.fill, outer: theme.focus.outer })).toEqual([]);
    });
    it('has a graph whose icons, rings, edges and labels can be seen', () => {
      expect(Object.keys(theme.entity).length).toBeLessThanOrEqual(HUES_AT_MOST);
      expect(under(MARK, theme.entity, { disc: theme.graph.disc, content: theme.layer.content, selected: theme.layer.selected })).toEqual([]);
      expect(under(MARK, pick(theme.graph, 'ringNone', 'ringSelected', 'edgeObserved', 'edgeInferred', 'edgeHighlight'), canvas)).toEqual([]);
      expect(under(TEXT, pick(theme.graph, 'label'), { ...canvas, halo: theme.graph.labelHalo })).toEqual([]);
      expect(under(TEXT, pick(theme.graph, 'labelFaded'), canvas)).toEqual([]);
    });
    it('has a scrubber whose bars, handles, playhead, gaps and coverage can be seen in and outside the range', () => {
      expect(under(MARK, pick(theme.scrubber, 'bar', 'handle', 'playhead', 'gap', 'coverageFull', 'coveragePartial'), pick(theme.scrubber, 'background', 'range'))).toEqual([]);
    });
    it('maps every level and every hue', () => {
      expect(Object.keys(theme.severity)).toEqual(Object.keys(tokens.severity));
      expect(Object.keys(theme.verdict)).toEqual(Object.keys(tokens.verdict));
      expect(Object.keys(theme.entity)).toEqual(Object.keys(tokens.entityHue));
      for (const level of [...Object.values(tokens.remediation), ...Object.values(tokens.action)]) expect(Object.keys(theme.tone)).toContain(level.tone);
    });
  });
}

describe('levels', () => {
  it.each(['severity', 'verdict', 'remediation', 'action'] as const)('of %s each have a glyph and a word of their own', (scale) => {
    for (const key of ['glyph', 'word'] as const) {
      const given = Object.values(tokens[scale]).map((level) => level[key]);
      expect(given.every((text) => text !== '')).toBe(true);
      expect(new Set(given).size).toBe(given.length);
    }
  });
  it('of the traffic light protocol are readable on their background', () => {
    for (const [level, c] of Object.entries(tokens.tlp)) expect(under(TEXT, { [level]: c.text }, { background: c.background })).toEqual([]);
  });
});

describe('the check itself', () => {
  it('knows the figures of the standards', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    lab('#ffffff', VISION['normal']!).forEach((v, i) => { expect(v).toBeCloseTo([100, 0, 0][i]!, 1); });
  });
  it('finds text that is too pale, marks that are too faint, and levels that only some people can tell apart', () => {
    expect(under(TEXT, { grey: '#777777' }, { white: '#ffffff' })).toEqual(['grey on white: 4.48']);
    expect(under(MARK, { pale: '#aaaaaa' }, { white: '#ffffff' })).toHaveLength(1);
    // Red and green of one lightness: far apart for most, close for deutan vision.
    const close = tooClose({ red: { color: '#c00000', tint: '#ffffff' }, green: { color: '#5a6b00', tint: '#ffffff' } });
    expect(close.some((c) => c.includes('normal'))).toBe(false);
    expect(close.some((c) => c.includes('deutan'))).toBe(true);
  });
});
