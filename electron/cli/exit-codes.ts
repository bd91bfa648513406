/** What the command's exit says. Stable: scripts rely on it. */
import type { ErrorCode } from '../../shared/contract/index.ts';

export const EXIT = {
  done: 0,
  /** Done, but rows were rejected or a file among others could not be read; also what is not expected at all. */
  partly: 1,
  usage: 2,
  inputUnreadable: 3,
  caseUnusable: 4,
  interrupted: 130,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

const BY_CODE: { readonly [C in ErrorCode]?: Exit } = {
  badRequest: EXIT.usage, unknownProcedure: EXIT.usage, notFound: EXIT.usage, unsupported: EXIT.usage,
  sourceUnreadable: EXIT.inputUnreadable, sourceUnknownFormat: EXIT.inputUnreadable, sourceTooLarge: EXIT.inputUnreadable,
  caseUnusable: EXIT.caseUnusable, caseNewer: EXIT.caseUnusable, caseLocked: EXIT.caseUnusable, caseReadOnly: EXIT.caseUnusable,
  notACase: EXIT.caseUnusable, noCaseOpen: EXIT.caseUnusable, importCancelled: EXIT.interrupted, cancelled: EXIT.interrupted,
};
export const exitOf = (code: ErrorCode): Exit => BY_CODE[code] ?? EXIT.partly;
