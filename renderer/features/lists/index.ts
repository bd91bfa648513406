export { listAddress, routeOf, viewLink, type ListAddress } from './address.ts';
export { csvFile, save } from './csv-file.ts';
export { FilterBar, type EditedFilter } from './filter-bar.tsx';
export { Period } from './period.tsx';
export { ListView, type ListPlace, type ListViewProps } from './list-view.tsx';
