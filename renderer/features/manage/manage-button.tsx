/** Opens a dialog of this feature; switched off where the case cannot be written, and says so. */
import type { ReactNode } from 'react';
import { useCall } from '../../state/index.ts';
import { openManage, type Managed } from './open.ts';

export const useIsReadOnly = (): boolean => useCall('case.current', {}).data?.readOnly === true;
export const READ_ONLY = 'This case cannot be written. Copy it to a folder you can write to, then open the copy.';

/** `open` null: nothing to act on yet; `hint` says what is missing. */
export function ManageButton({ open, primary = false, hint, children }: { open: Managed | null; primary?: boolean; hint?: string; children: ReactNode }) {
  const isReadOnly = useIsReadOnly();
  const title = isReadOnly ? READ_ONLY : hint;
  return <button type="button" className={primary ? 'btn primary' : 'btn'} disabled={isReadOnly || open === null} {...(title === undefined ? {} : { title })} onClick={() => { if (open !== null) openManage(open); }}>{children}</button>;
}
