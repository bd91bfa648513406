export { AlertPage } from './alert-page.tsx';
export { LinkedBy, LinkedByCell, linkedByWords } from './linked-by.tsx';
export { ProcessTree } from './process-tree.tsx';
