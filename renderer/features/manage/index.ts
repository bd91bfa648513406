export { Activities } from './activities.tsx';
export { Comments } from './comments.tsx';
export { Conflicts, LocalMark } from './conflicts.tsx';
export { ManageHost, UndoLast } from './host.tsx';
export { ManageButton, useIsReadOnly } from './manage-button.tsx';
export { openManage } from './open.ts';
