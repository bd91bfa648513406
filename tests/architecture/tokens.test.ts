/** The figures that resources/look/tokens.json promises, computed from the colours: WCAG contrast, and CIE76 distance under Machado 2009. */
import { describe, expect, it } from 'vitest';
import tokens from '../../resources/look/tokens.json' with { type: 'json' };

type Rgb = [number, number, number];
const parse = (hex: string): Rgb => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255) as Rgb;
const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c: number) => { const v = Math.min(1, Math.max(0, c)); return v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055; };
const luminance = (hex: string) => { const [r, g, b] = parse(hex).map(linear) as Rgb; return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const contrast = (a: string, b: string) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number]; return (x + 0.05) / (y + 0.05); };

/** Full deficiency matrices of Machado, Oliveira and Fernandes (2009), applied to linear RGB. */
const VISION: Record<string, readonly Rgb[]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
function lab(hex: string, vision: readonly Rgb[]): Rgb {
  const source = parse(hex).map(linear) as Rgb;
  const [r, g, b] = vision.map((row) => linear(gamma(row[0] * source[0] + row[1] * source[1] + row[2] * source[2]))) as Rgb;
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116);
  const [x, y, z] = [f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047), f(0.2126729 * r + 0.7151522 * g + 0.072175 * b), f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
const distance = (a: Rgb, b: Rgb) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

for (const [name, theme] of Object.entries(tokens.themes)) {
  const surfaces = [theme.layer.page, theme.layer.content, theme.layer.bar];
  describe(`${name} theme`, () => {
    it('has text of at least 4.5:1 on every layer and on its own tint', () => {
      const low: string[] = [];
      for (const [role, color] of Object.entries(theme.text)) {
        if (role === 'disabled' || role === 'onAccent') continue;
        for (const surface of Object.values(theme.layer)) if (contrast(color, surface) < 4.5) low.push(`${role} on ${surface}: ${contrast(color, surface).toFixed(2)}`);
      }
      if (contrast(theme.text.onAccent, theme.accent.fill) < 4.5) low.push('onAccent');
      for (const group of [theme.severity, theme.verdict, theme.tone]) for (const [level, c] of Object.entries(group)) if (contrast(theme.text.primary, c.tint) < 4.5 || contrast(c.color, c.tint) < 3) low.push(`${level} tint`);
      expect(low).toEqual([]);
    });
    it('has glyphs, rings, edges, handles and focus of at least 3:1 on what they lie on', () => {
      const low: string[] = [];
      for (const group of [theme.severity, theme.verdict, theme.tone]) for (const [level, c] of Object.entries(group)) for (const s of surfaces) if (contrast(c.color, s) < 3) low.push(`${level} on ${s}`);
      for (const [kind, color] of Object.entries(theme.entity)) if (contrast(color, theme.graph.disc) < 3) low.push(kind);
      for (const key of ['ringNone', 'ringSelected', 'edgeObserved', 'edgeInferred', 'edgeHighlight'] as const) if (contrast(theme.graph[key], theme.graph.canvas) < 3) low.push(key);
      for (const key of ['bar', 'handle', 'playhead'] as const) if (contrast(theme.scrubber[key], theme.scrubber.background) < 3) low.push(key);
      if (surfaces.some((s) => contrast(theme.focus.outer, s) < 3 && contrast(theme.focus.inner, s) < 3)) low.push('focus');
      for (const s of surfaces) if (contrast(theme.stroke.control, s) < 3) low.push(`control on ${s}`);
      expect(low).toEqual([]);
    });
    it('keeps severity, verdict and tone pairs 20 apart in four kinds of vision', () => {
      const close: string[] = [];
      for (const group of [theme.severity, theme.verdict, theme.tone]) for (const [vision, matrix] of Object.entries(VISION)) {
        const levels = Object.entries(group).map(([level, c]) => [level, lab(c.color, matrix)] as const);
        levels.forEach(([a, x], i) => levels.slice(i + 1).forEach(([b, y]) => { if (distance(x, y) < 20) close.push(`${a} and ${b} in ${vision}: ${distance(x, y).toFixed(1)}`); }));
      }
      expect(close).toEqual([]);
    });
  });
}
describe('levels', () => {
  it('each have a glyph and a word of their own, and at most seven entity hues', () => {
    for (const table of [tokens.severity, tokens.verdict]) for (const key of ['glyph', 'word'] as const) expect(new Set(Object.values(table).map((l) => l[key])).size).toBe(Object.keys(table).length);
    expect(Object.keys(tokens.entityHue).length).toBeLessThanOrEqual(7);
  });
  it('can be told apart by the check itself: two equal colours fail it', () => expect(distance(lab('#ff0000', VISION['deutan']!), lab('#ff0000', VISION['deutan']!))).toBe(0));
});
