/** The kinds' icons as one texture: white shapes in a grid, tinted by the node program. */
export const ATLAS_COLUMNS = 8;
export const CELL = 64;

/** Draws the paths of each icon (20 by 20 units) into its cell. */
export function drawAtlas(icons: readonly (readonly string[])[]): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = ATLAS_COLUMNS * CELL;
  canvas.height = Math.ceil(icons.length / ATLAS_COLUMNS) * CELL;
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#fff';
  icons.forEach((paths, i) => {
    context.setTransform(CELL / 20, 0, 0, CELL / 20, (i % ATLAS_COLUMNS) * CELL, Math.floor(i / ATLAS_COLUMNS) * CELL);
    for (const d of paths) context.fill(new Path2D(d));
  });
  return canvas;
}
