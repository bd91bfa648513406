/** A menu at a point: for rows, by right click or by the keyboard's menu key. */
import { Menu, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components';
import { useMemo } from 'react';

export interface MenuEntry {
  readonly text: string;
  /** The key that does the same without the menu. */
  readonly hint?: string;
  readonly run: () => void;
}
/** In pixels of the window. `from`: where focus goes back to. */
export interface MenuPlace { readonly x: number; readonly y: number; readonly from: Element | null }

/** Shows `entries` at `place`; null is closed. Focus goes back to where it was when the menu closes. */
export function ContextMenu({ label, place, entries, onClose }: { label: string; place: MenuPlace | null; entries: readonly MenuEntry[]; onClose: () => void }) {
  const target = useMemo(() => ({ getBoundingClientRect: () => new DOMRect(place?.x ?? 0, place?.y ?? 0, 0, 0) }), [place]);
  const close = () => {
    const back = place?.from;
    onClose();
    requestAnimationFrame(() => { if (back instanceof HTMLElement && back.isConnected) back.focus(); });
  };
  return (
    <Menu open={place !== null} positioning={{ target, position: 'below', align: 'start' }} onOpenChange={(_e, { open }) => { if (!open) close(); }}>
      <MenuPopover>
        <MenuList aria-label={label}>
          {entries.map((e) => <MenuItem key={e.text} onClick={e.run} {...(e.hint === undefined ? {} : { secondaryContent: e.hint })}>{e.text}</MenuItem>)}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
