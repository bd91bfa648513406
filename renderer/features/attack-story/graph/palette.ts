/** Colours and sizes of the drawing, from the tokens of a theme: uniforms, so that changing the theme writes no entity data. */
import { ENTITY_KINDS } from '../../../../shared/domain/entity/kinds.ts';
import { SEVERITIES, VERDICTS } from '../../../../shared/domain/attack-graph/index.ts';
import { KIND_HUE, themeTokens, verdictToken, type ThemeName } from '../../../ui/index.ts';
import { rgb } from './gl.ts';

export interface Palette {
  readonly theme: ThemeName;
  readonly hues: Float32Array;
  readonly verdicts: Float32Array;
  readonly severities: Float32Array;
  readonly one: Readonly<Record<'canvas' | 'disc' | 'discFaded' | 'ringNone' | 'ringSelected' | 'edgeObserved' | 'edgeInferred' | 'edgeHighlight' | 'faded' | 'label', readonly [number, number, number]>>;
}

export function paletteOf(theme: ThemeName): Palette {
  const t = themeTokens[theme];
  const flat = (colours: readonly string[]) => Float32Array.from(colours.flatMap(rgb));
  const g = t.graph;
  return {
    theme, hues: flat(ENTITY_KINDS.map((k) => t.entity[KIND_HUE[k]])), verdicts: flat(VERDICTS.map((v) => t.verdict[verdictToken(v)].color)), severities: flat(SEVERITIES.map((s) => t.severity[s].color)),
    one: { canvas: rgb(g.canvas), disc: rgb(g.disc), discFaded: rgb(g.discFaded), ringNone: rgb(g.ringNone), ringSelected: rgb(g.ringSelected), edgeObserved: rgb(g.edgeObserved), edgeInferred: rgb(g.edgeInferred), edgeHighlight: rgb(g.edgeHighlight), faded: rgb(g.faded), label: rgb(g.label) },
  };
}
