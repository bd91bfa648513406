/** Rows that are open in a list, and where what stands under them lies among the rows that are shown. */
export interface Opened<Child> { readonly id: string; /** Row of the list, without anything opened. */ readonly index: number; readonly children: readonly Child[]; readonly total: number }
export type Place<Child> = { readonly kind: 'row'; readonly index: number } | { readonly kind: 'under'; readonly of: Opened<Child>; readonly nth: number };

/** Lines under an opened row: its children, and one that says how many more there are. */
export const linesUnder = (o: Opened<unknown>): number => o.children.length + (o.children.length < o.total ? 1 : 0);
export const linesIn = (opened: readonly Opened<unknown>[]): number => opened.reduce((n, o) => n + linesUnder(o), 0);

/** What stands at a line. `opened` is ordered by `index`. */
export function placeOf<Child>(opened: readonly Opened<Child>[], line: number): Place<Child> {
  let shift = 0;
  for (const o of opened) {
    const at = o.index + shift;
    if (line <= at) break;
    if (line <= at + linesUnder(o)) return { kind: 'under', of: o, nth: line - at - 1 };
    shift += linesUnder(o);
  }
  return { kind: 'row', index: line - shift };
}
