export { FileChooser } from './file-chooser.tsx';
export { ImportPanel } from './import-panel.tsx';
export { ZoneSelect } from './read-as.tsx';
export { useDroppedFiles, useOpening } from './opening.ts';
