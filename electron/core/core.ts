/** Face of the backend that Electron main, loopback and the CLI mount. Knows no Electron and no HTTP. */
import type { EventName, EventPayload, Reply } from '../../shared/contract/index.ts';

/** The three things in which hosts differ, beside how a client connects. */
export interface HostShell {
  readonly host: 'electron' | 'loopback' | 'cli';
  readonly nativeDialogs: boolean;
  readonly versions: Readonly<Record<string, string>>;
  /** Asks for files; empty when the person cancelled. Throws `unsupported` where the host has no dialogs. */
  openFiles(request: { title: string; kind: 'case' | 'sources' }): Promise<readonly string[]>;
  /** Opens a window at a route of the workbench. Returns an address when the page itself has to open it. */
  openWindow(route: string): Promise<string | null>;
}

export interface CoreOptions {
  /** Folder of settings, sessions and cases made without a chosen place. */
  readonly userData: string;
  /** Built entry files of the two worker threads. */
  readonly storeWorker: string;
  readonly importWorker: string;
  /** Folder with the bundled sample case's source files. */
  readonly samples: string;
  readonly version: string;
  /** Who is recorded in the activity log. */
  readonly actor: string;
  /** Microseconds since 1970; taken as an argument so that tests own the clock. */
  readonly now: () => number;
}

export interface Core {
  /** The single way in. Unknown names and malformed inputs come back as errors; nothing throws. Outputs are checked when `checkOutputs`. */
  call(procedure: unknown, input: unknown, shell: HostShell): Promise<Reply<unknown>>;
  on(listener: <E extends EventName>(event: E, payload: EventPayload<E>) => void): () => void;
  close(): Promise<void>;
}
