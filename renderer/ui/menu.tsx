/** A menu at a point: for rows, by right click or by the keyboard's menu key. */
import { Menu, MenuItem, MenuList, MenuPopover } from '@fluentui/react-components';
import { useMemo } from 'react';

export interface MenuEntry {
  readonly text: string;
  /** The key that does the same without the menu. */
  readonly hint?: string;
  readonly run: () => void;
}
/** In pixels of the window. */
export interface MenuPlace { readonly x: number; readonly y: number }

/** Shows `entries` at `place`; null is closed. Who shows it takes the focus back when it closes. */
export function ContextMenu({ label, place, entries, onClose }: { label: string; place: MenuPlace | null; entries: readonly MenuEntry[]; onClose: () => void }) {
  const target = useMemo(() => ({ getBoundingClientRect: () => new DOMRect(place?.x ?? 0, place?.y ?? 0, 0, 0) }), [place]);
  return (
    <Menu open={place !== null} positioning={{ target, position: 'below', align: 'start' }} onOpenChange={(_e, { open }) => { if (!open) onClose(); }}>
      <MenuPopover>
        <MenuList aria-label={label}>
          {entries.map((e) => <MenuItem key={e.text} onClick={e.run} {...(e.hint === undefined ? {} : { secondaryContent: e.hint })}>{e.text}</MenuItem>)}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
