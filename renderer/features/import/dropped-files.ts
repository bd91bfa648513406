/** Files of a drop. Folders are walked, so that an exported folder can be dropped as it is. */

/** What one import takes at most. */
const FILES_AT_MOST = 1000;

/** Call it inside the drop event: the browser forgets what was dropped when the event ends. */
export function droppedFiles(transfer: DataTransfer): Promise<readonly File[]> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null)).filter((e) => e !== null);
  const plain = [...transfer.files];
  return entries.some((e) => e.isDirectory) ? filesBelow(entries) : Promise.resolve(plain);
}

/** Files in and below `entries`, by name, so that the same folder always gives the same order. Rejects beyond what one import takes. */
export async function filesBelow(entries: readonly FileSystemEntry[]): Promise<readonly File[]> {
  const files: File[] = [];
  const visit = async (entry: FileSystemEntry): Promise<void> => {
    if (files.length > FILES_AT_MOST) return;
    if (isFile(entry)) files.push(await new Promise<File>((resolve, reject) => { entry.file(resolve, reject); }));
    else if (isFolder(entry)) for (const child of (await childrenOf(entry)).sort((a, b) => (a.name < b.name ? -1 : 1))) await visit(child);
  };
  for (const entry of entries) await visit(entry);
  if (files.length > FILES_AT_MOST) throw Object.assign(new Error(`More than ${FILES_AT_MOST.toLocaleString('en')} files were dropped. Drop them in parts, or as one .zip.`), { code: 'sourceTooLarge' });
  return files;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A reader gives a folder in parts, and an empty part at its end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (part.length === 0 || all.length > FILES_AT_MOST) return all;
    all.push(...part);
  }
}
