/** The state that all windows of a case share: one versioned document, kept beside the settings and per case. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sessionState, type SessionState } from '../../../shared/contract/index.ts';
import { readJson, writeJson } from './settings.ts';

export const INITIAL_SESSION: SessionState = {
  incidentId: null, selection: { kind: 'none', id: '' }, brushStartUs: null, brushEndUs: null, cursorUs: null,
  playback: { pace: 'step', speed: 1, loop: false }, graphView: 'story', showInferred: true,
};
/** Writes wait this long, so that a dragged cursor is saved once. */
const SAVE_DELAY_MS = 400;

export class Session {
  readonly #folder: string;
  #file: string | null = null;
  #timer: NodeJS.Timeout | null = null;
  state: SessionState = INITIAL_SESSION;
  revision = 0;

  constructor(userData: string) {
    this.#folder = join(userData, 'sessions');
  }

  /** Switches to the document of a case, by the case's own id, so that a moved file keeps its state. */
  load(caseId: string | null): void {
    this.flush();
    this.#file = caseId === null ? null : join(this.#folder, `${createHash('sha256').update(caseId).digest('hex').slice(0, 24)}.json`);
    this.state = (this.#file === null ? null : readJson(this.#file, (v) => sessionState.parse({ ...INITIAL_SESSION, ...(v as object) }))) ?? INITIAL_SESSION;
    this.revision++;
  }

  patch(patch: Partial<SessionState>): number {
    this.state = sessionState.parse({ ...this.state, ...patch });
    this.revision++;
    this.#timer ??= setTimeout(() => this.flush(), SAVE_DELAY_MS);
    return this.revision;
  }

  flush(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#file !== null) writeJson(this.#file, this.state);
  }
}
