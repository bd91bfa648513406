/** White drawings in a grid: an icon per entity kind, marks, and numbers for badges. The shader tints them. */
export const ATLAS = { columns: 16, cell: 48, kinds: 0, star: 24, check: 25, shield: 26, hourglass: 27, noTime: 28, numbers: 32, numberCount: 100 } as const;
const ROWS = Math.ceil((ATLAS.numbers + ATLAS.numberCount) / ATLAS.columns);
export const ATLAS_SIZE = [ATLAS.columns, ROWS] as const;

/** Marks in a box of 20. */
const MARKS: Readonly<Record<'star' | 'check' | 'shield' | 'hourglass' | 'noTime', { readonly path: string; readonly stroke: boolean }>> = {
  star: { path: 'M10 1.5 12.6 7l6 .8-4.4 4.1 1.1 5.9L10 15l-5.3 2.8 1.1-5.9L1.4 7.8l6-.8Z', stroke: false },
  check: { path: 'M4 10.5 8.5 15 16.5 5.5', stroke: true },
  shield: { path: 'M10 1.5 17 4v5.5c0 4-3 7.300-7 9-4-1.700-7-5-7-9V4Z', stroke: false },
  hourglass: { path: 'M5 2.500h10M5 17.500h10M6 2.500c0 4 3 5 4 7.500-1 2.500-4 3.500-4 7.500M14 2.500c0 4-3 5-4 7.500 1 2.500 4 3.500 4 7.500', stroke: true },
  noTime: { path: 'M10 2.500a7.500 7.500 0 1 1 0 15 7.500 7.500 0 0 1 0-15M10 6v4.500M4 16 16 4', stroke: true },
};

/** `shapes`: per entity kind, the outlines of its icon in a box of `box` units. */
export function drawAtlas(shapes: readonly { readonly box: number; readonly paths: readonly string[] }[]): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = ATLAS.columns * ATLAS.cell;
  canvas.height = ROWS * ATLAS.cell;
  const context = canvas.getContext('2d')!;
  context.fillStyle = context.strokeStyle = '#ffffff';
  const into = (cell: number, box: number, draw: () => void) => {
    context.save();
    context.translate((cell % ATLAS.columns) * ATLAS.cell + 2, Math.floor(cell / ATLAS.columns) * ATLAS.cell + 2);
    context.scale((ATLAS.cell - 4) / box, (ATLAS.cell - 4) / box);
    draw();
    context.restore();
  };
  shapes.slice(0, ATLAS.star).forEach(({ box, paths }, i) => { into(i, box, () => { for (const d of paths) context.fill(new Path2D(d)); }); });
  for (const [name, { path, stroke }] of Object.entries(MARKS) as [keyof typeof MARKS, (typeof MARKS)['star']][]) {
    into(ATLAS[name], 20, () => {
      context.lineWidth = 2.6;
      if (stroke) context.stroke(new Path2D(path));
      else context.fill(new Path2D(path));
    });
  }
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let n = 0; n < ATLAS.numberCount; n++) into(ATLAS.numbers + n, 44, () => writeNumber(context, n));
  return canvas;
}

/** The last cell says "99+"; the first stays empty. */
function writeNumber(context: CanvasRenderingContext2D, n: number): void {
  if (n === 0) return;
  context.font = `700 ${n < 10 ? 40 : 33}px "Inter Variable", sans-serif`;
  context.fillText(n === ATLAS.numberCount - 1 ? '99+' : String(n), 22, 24, 44);
}
