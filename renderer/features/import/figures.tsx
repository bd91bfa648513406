/** Counts as large figures with their names under them. */
export const number = (value: number): string => value.toLocaleString('en');
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

export interface Figure { readonly name: string; readonly value: string; readonly tone?: 'attention' }
export function Figures({ items }: { items: readonly Figure[] }) {
  return <dl className="figures">{items.map((f) => <div key={f.name}><dt>{f.name}</dt><dd style={f.tone ? { color: `var(--tone-${f.tone}-color)` } : {}}>{f.value}</dd></div>)}</dl>;
}
