export { FileChooser } from './file-chooser.tsx';
export { ImportPanel } from './import-panel.tsx';
export { useDroppedFiles, useOpening } from './opening.ts';
