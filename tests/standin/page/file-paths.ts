/**
 * Runs in the isolated world: where dropped and chosen files lie. Electron answers `getPathForFile` at once; the stand-in has to ask the
 * browser, so it holds the first event that brings files, learns their paths, and lets the event happen again.
 */
export interface FilePaths {
  pathOf(file: File): string;
  resolved(id: number, paths: readonly string[]): void;
}

/** `ask` is told how many files now lie in `world[slot]`; the process reads them there and calls `resolved`. */
export function trackFilePaths(ask: (id: number, count: number) => unknown, world: Record<string, unknown>, slot: string): FilePaths {
  const paths = new WeakMap<File, string>();
  const held = new Map<number, { readonly files: readonly File[]; readonly again: () => void }>();
  const lists: Record<number, readonly File[]> = {};
  let nextId = 1;
  world[slot] = lists;
  const hold = (event: Event, files: readonly File[], again: () => void): void => {
    if (files.every((file) => paths.has(file))) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    const id = nextId++;
    held.set(id, { files, again });
    lists[id] = files;
    ask(id, files.length);
  };
  window.addEventListener('drop', (event) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    const { target, clientX, clientY } = event;
    hold(event, files, () => {
      const dataTransfer = new DataTransfer();
      for (const file of files) dataTransfer.items.add(file);
      target?.dispatchEvent(new DragEvent('drop', { dataTransfer, clientX, clientY, bubbles: true, cancelable: true, composed: true }));
    });
  }, true);
  for (const type of ['input', 'change']) {
    window.addEventListener(type, (event) => {
      const { target } = event;
      if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
      hold(event, [...(target.files ?? [])], () => { target.dispatchEvent(new Event(type, { bubbles: true })); });
    }, true);
  }
  return {
    pathOf: (file) => paths.get(file) ?? '',
    resolved(id, found) {
      const waiting = held.get(id);
      held.delete(id);
      delete lists[id];
      waiting?.files.forEach((file, index) => { paths.set(file, found[index] ?? ''); });
      waiting?.again();
    },
  };
}
