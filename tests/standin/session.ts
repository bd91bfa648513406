/** `session.defaultSession`: request filtering for real; permission handlers are kept so that a test can ask them. */
import type { CallbackResponse, OnBeforeRequestListenerDetails } from 'electron';

export type BeforeRequest = (details: OnBeforeRequestListenerDetails, answer: (response: CallbackResponse) => void) => void;
type PermissionRequest = (contents: unknown, permission: string, answer: (isGranted: boolean) => void) => void;
type PermissionCheck = (contents: unknown, permission: string) => boolean;

export const handlers: { beforeRequest: BeforeRequest | null; permissionRequest: PermissionRequest | null; permissionCheck: PermissionCheck | null } = {
  beforeRequest: null, permissionRequest: null, permissionCheck: null,
};

export const defaultSession = {
  webRequest: {
    onBeforeRequest(listener: BeforeRequest | null): void {
      handlers.beforeRequest = listener;
    },
  },
  setPermissionRequestHandler(handler: PermissionRequest | null): void {
    handlers.permissionRequest = handler;
  },
  setPermissionCheckHandler(handler: PermissionCheck | null): void {
    handlers.permissionCheck = handler;
  },
  /** For tests only: what the app's handlers answer. */
  askPermission(permission: string): { requested: boolean; checked: boolean } {
    let requested = true;
    handlers.permissionRequest?.(null, permission, (isGranted) => { requested = isGranted; });
    return { requested, checked: handlers.permissionCheck?.(null, permission) ?? true };
  },
};
