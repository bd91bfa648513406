export { CallError, connect, openWindow, type Client } from './connect.ts';
export { pathsOf, type UploadProgress } from './files.ts';
export { busy, whenIdle, whileBusy } from './idle.ts';
export { createWorker, cspNonce } from './trust.ts';
