/** What windows may not do, set once for all of them; and who may call. */
import { app, session, type IpcMainInvokeEvent } from 'electron';
import { isOwnUrl, ORIGIN } from './protocol.ts';

/** No permission, no request beyond our own scheme, no foreign navigation, no popup, no webview. */
export function harden(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => { answer(false); });
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !/^(app|blob|data|devtools):/.test(details.url) });
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(`${ORIGIN}/`)) event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => { event.preventDefault(); });
  });
}

/** Only the main frame of a page of ours. `senderFrame` is null once the frame is gone: refused too. */
export function isTrustedSender(event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && isOwnUrl(frame.url);
}
