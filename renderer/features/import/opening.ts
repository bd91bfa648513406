/** All ways in which files and cases come into the workbench, as one set of commands. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { create } from 'zustand';
import { CallError, pathsOf, type Client } from '../../platform/index.ts';
import { useClient } from '../../state/index.ts';
import { describeError } from '../../ui/index.ts';
import { droppedFiles } from './dropped-files.ts';

type ChooserKind = 'case' | 'sources';
/** Files on their way to a host that cannot read them from where they lie. */
export interface Uploading { readonly fileName: string; readonly index: number; readonly count: number; readonly sentBytes: number; readonly bytes: number }
interface OpeningState { readonly chooser: ChooserKind | null; /** Format under which what is chosen next is read; null: as its content tells. */ readonly format: string | null; /** Of times that state no zone, as `+02:00`; null: UTC is assumed, and said. Holds until it is changed. */ readonly zone: string | null; readonly problem: { code: string; message: string } | null; readonly uploading: Uploading | null; /** Files that were handed over as copies, by the path of the copy. */ readonly copies: ReadonlyMap<string, File> }
const useOpeningState = create<OpeningState>(() => ({ chooser: null, format: null, zone: null, problem: null, uploading: null, copies: new Map() }));
const isCase = (path: string) => path.toLowerCase().endsWith('.redthread');

export function useZone(): readonly [zone: string | null, set: (zone: string | null) => void] {
  return [useOpeningState((s) => s.zone), (zone) => useOpeningState.setState({ zone })];
}

export function useUploading(): Uploading | null { return useOpeningState((s) => s.uploading); }

/** A message with the names of dropped files where it names the copies that were made of them. */
export function useWithoutCopies(message: string): string {
  return [...useOpeningState((s) => s.copies)].reduce((text, [path, file]) => text.replaceAll(path, () => file.name), message);
}

export function useOpening() {
  const client = useClient();
  const navigate = useNavigate();
  const { chooser, format, problem } = useOpeningState();
  const commands = useMemo(() => makeCommands(client, () => void navigate({ to: '/incidents' })), [client, navigate]);
  return { ...commands, chooser, format, problem };
}

function makeCommands(client: Client, showQueue: () => void) {
  const set = (s: Partial<OpeningState>) => useOpeningState.setState(s);
  const attempt = async (work: () => Promise<void>) => {
    set({ problem: null });
    try { await work(); } catch (error) { set({ problem: describeError(error), uploading: null }); }
  };
  const takePaths = (paths: readonly string[], format: string | null) => attempt(async () => {
    set({ chooser: null, format: null });
    const cases = paths.filter(isCase);
    const sources = paths.filter((p) => !isCase(p));
    if (cases.length > 0) { await client.call('case.open', { path: cases.at(-1)! }); if (sources.length === 0) showQueue(); }
    if (sources.length > 0) {
      const { zone } = useOpeningState.getState();
      await client.call('import.start', { paths: sources, ...(format === null ? {} : { format }), ...(zone === null ? {} : { zone }) });
    }
  });
  const choose = (kind: ChooserKind, format: string | null = null) => attempt(async () => {
    const { nativeDialogs } = await client.call('app.info', {});
    if (!nativeDialogs) { set({ chooser: kind, format }); return; }
    const { paths } = await client.call('dialog.openFiles', { title: kind === 'case' ? 'Open case' : 'Import files', kind });
    if (paths.length > 0) await takePaths(paths, format);
  });
  const takeFiles = async (files: readonly File[], format: string | null) => {
    const sending = (file: File, sentBytes: number): Uploading => ({ fileName: file.name, index: files.indexOf(file), count: files.length, sentBytes, bytes: file.size });
    set({ uploading: sending(files[0]!, 0) });
    const paths = await pathsOf(client, files, (file, sentBytes) => set({ uploading: sending(file, sentBytes) }));
    set({ uploading: null, copies: new Map(paths.map((path, i) => [path, files[i]!])) });
    await takePaths(paths, format);
  };
  return {
    takePaths: (paths: readonly string[], format: string | null) => void takePaths(paths, format),
    takeFiles: (dropped: Promise<readonly File[]>) => void attempt(async () => {
      const files = await dropped;
      if (files.length === 0) throw new CallError({ code: 'badRequest', message: 'What was dropped holds no file.' });
      await takeFiles(files, null);
    }),
    /** Reads files again under a format by name. Copies went with the import that failed, so those files are handed over once more. */
    readAs: (paths: readonly string[], format: string) => void attempt(async () => {
      const { copies } = useOpeningState.getState();
      const files = paths.map((p) => copies.get(p)).filter((f) => f !== undefined);
      if (files.length === paths.length) await takeFiles(files, format);
      else await takePaths(paths, format);
    }),
    chooseCase: () => void choose('case'),
    chooseSources: () => void choose('sources'),
    /** Files that are read under a format by name, whatever their content looks like. */
    chooseSourcesAs: (format: string) => void choose('sources', format),
    closeChooser: () => set({ chooser: null, format: null }),
    openCase: (path: string) => void attempt(async () => { await client.call('case.open', { path }); showQueue(); }),
    closeCase: () => void attempt(async () => { await client.call('case.close', {}); }),
    openSample: () => void attempt(async () => { const { importId } = await client.call('case.openSample', {}); if (importId === null) showQueue(); }),
    dismiss: () => set({ problem: null }),
  };
}

/** Makes the whole window a drop target. True while files are dragged over it. */
export function useDroppedFiles(take: (files: Promise<readonly File[]>) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  useEffect(() => { latest.current = take; });
  useEffect(() => {
    let depth = 0;
    const hasFiles = (e: DragEvent) => e.dataTransfer?.types.includes('Files') === true;
    const enter = (e: DragEvent) => { if (hasFiles(e)) { depth++; setOver(true); } };
    const leave = (e: DragEvent) => { if (hasFiles(e) && --depth <= 0) { depth = 0; setOver(false); } };
    const hover = (e: DragEvent) => { if (hasFiles(e)) e.preventDefault(); };
    const drop = (e: DragEvent) => {
      if (!hasFiles(e)) return;
      e.preventDefault();
      depth = 0;
      setOver(false);
      if (e.dataTransfer !== null) latest.current(droppedFiles(e.dataTransfer));
    };
    const pairs = [['dragenter', enter], ['dragleave', leave], ['dragover', hover], ['drop', drop]] as const;
    for (const [name, f] of pairs) window.addEventListener(name, f);
    return () => { for (const [name, f] of pairs) window.removeEventListener(name, f); };
  }, []);
  return over;
}
