/** `call`, `verify` and `info`: questions to a case. None of them changes it. */
import { resolve } from 'node:path';
import { isProcedure, procedures, RedthreadError, sumWarnings, type CaseInfo, type Output } from '../../shared/contract/index.ts';
import type { Core } from '../core/core.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { ask, print, printable, toJson, wantsJson, withCore } from './host.ts';
import { listCounts } from './import-command.ts';

function withCase<T>(casePath: string, work: (core: Core, info: CaseInfo) => Promise<T>): Promise<T> {
  return withCore(async (core) => work(core, await ask(core, 'case.open', { path: resolve(casePath) })));
}

/** Any query of the contract. What changes a case has commands of its own, or the workbench. */
export function callQuery(casePath: string, procedure: string, input: string): Promise<Exit> {
  if (!isProcedure(procedure)) throw new RedthreadError('unknownProcedure', `There is no procedure ${procedure}.`);
  if (procedures[procedure].type !== 'query') throw new RedthreadError('badRequest', `${procedure} changes something; call only asks.`);
  const parsed = parseInput(input);
  return withCase(casePath, async (core) => {
    // The core checks the input against the procedure's schema.
    await print(toJson(await ask(core, procedure, parsed as never)));
    return EXIT.done;
  });
}

function parseInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RedthreadError('badRequest', `The input is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Checks the bytes kept in the case and, where they still exist, the source files. A source file that is gone is no fault of the case. */
export function verifyCase(casePath: string, options: { json?: boolean }): Promise<Exit> {
  return withCase(casePath, async (core) => {
    const result = await ask(core, 'case.verify', {});
    await print(wantsJson(options) ? toJson(result) : describeVerify(result));
    return result.ok ? EXIT.done : EXIT.caseUnusable;
  });
}

function describeVerify(result: Output<'case.verify'>): string {
  const { activityLog: log } = result;
  return [
    ...result.sources.map((s) => `${s.path}: stored ${s.stored}, file ${s.file}, ${s.records} records${s.badRecords > 0 ? `, ${s.badRecords} damaged` : ''}`),
    `activity log: ${log.entries} entries, ${log.intact ? 'intact' : `broken at ${log.brokenAt ?? '?'}`}`,
    ...result.problems,
    result.ok ? 'ok' : 'NOT ok',
  ].map(printable).join('\n');
}

/** What the case holds, under the keys that imports report. Durations stand with the sources: totals are equal for equal cases. */
export function caseInfo(casePath: string, options: { json?: boolean }): Promise<Exit> {
  return withCase(casePath, async (_core, info) => {
    const { path, name, caseId, schemaVersion, createdUs, readOnly, counts, rejected, sources } = info;
    const sum = (key: 'records' | 'duplicates' | 'bytes'): number => sources.reduce((total, source) => total + source[key], 0);
    const totals = { records: sum('records'), imported: counts, duplicates: sum('duplicates'), rejected, warnings: sumWarnings(sources.map((s) => s.warnings)), bytes: sum('bytes') };
    if (options.json === true) await print(toJson({ case: path, name, caseId, schemaVersion, createdUs, readOnly, sources, totals }));
    else await print([
      `${path} (version ${schemaVersion}${readOnly ? ', read-only' : ''})`,
      `${listCounts(counts)}; ${totals.records} records from ${sources.length} sources, ${rejected} rejected`,
      ...sources.map((s) => `  ${s.sha256.slice(0, 12)} ${s.format} ${s.records} records ${s.path}`),
    ].map(printable).join('\n'));
    return EXIT.done;
  });
}
