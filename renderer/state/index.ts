export { ClientContext, useClient } from './client.ts';
export { makeQueryClient, useCall, useInvalidation } from './queries.ts';
export { useSettled } from './settled.ts';
export { connectSession, patchSession, useSession } from './session.ts';
export { changeSettings, connectSettings, useLayout, useSettings, useThemeName } from './settings.ts';
export { formatDuration, formatShort, formatTime, TimeText, type TimeZoneName } from './time.tsx';
