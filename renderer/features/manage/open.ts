/** Which dialog of this feature is open in this window. */
import { create } from 'zustand';

export type Managed =
  | { readonly kind: 'incidents'; readonly ids: readonly string[] } | { readonly kind: 'alerts'; readonly ids: readonly string[] } | { readonly kind: 'merge'; readonly ids: readonly string[] } | { readonly kind: 'move'; readonly ids: readonly string[] }
  | { readonly kind: 'verdict'; readonly ids: readonly string[]; readonly name: string }
  | { readonly kind: 'tags'; readonly items: readonly { readonly id: string; readonly name: string; readonly tags: readonly string[] }[] };

export const useManaged = create<{ readonly open: Managed | null }>(() => ({ open: null }));
export const openManage = (open: Managed): void => useManaged.setState({ open });
export const closeManage = (): void => useManaged.setState({ open: null });
