import { z } from 'zod';

/** Every error code that may cross the contract. `message` says what happened, to what, and what to do next. `refused`: a rule of incident management forbids it; `details.rule` names the rule. */
export const ERROR_CODES = [
  'badRequest', 'unknownProcedure', 'notTrusted', 'notFound', 'noCaseOpen', 'caseUnusable', 'caseNewer', 'caseLocked', 'caseReadOnly',
  'notACase', 'sourceUnreadable', 'sourceUnknownFormat', 'sourceTooLarge', 'importRunning', 'importCancelled', 'cancelled', 'unsupported', 'refused', 'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export const errorShape = z.object({ code: z.enum(ERROR_CODES), message: z.string(), details: z.record(z.string(), z.unknown()).optional() });
export type ErrorShape = z.infer<typeof errorShape>;

/** The one error class that is allowed to reach a person. */
export class RedthreadError extends Error {
  override readonly name = 'RedthreadError';
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;
  constructor(code: ErrorCode, message: string, details?: Record<string, unknown>) {
    super(message);
    this.code = code;
    this.details = details;
  }
  toShape(): ErrorShape {
    return this.details === undefined ? { code: this.code, message: this.message } : { code: this.code, message: this.message, details: this.details };
  }
}

/** Any thrown value as a shape; what is not ours becomes `internal` with its message. */
export function toErrorShape(thrown: unknown): ErrorShape {
  if (thrown instanceof RedthreadError) return thrown.toShape();
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) };
}
