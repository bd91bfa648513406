import { resolve } from 'node:path';

/**
 * Files named on a command line, absolute. Packaged, `argv` is `[program, ...args]`; from a checkout it is `[electron, folder, ...args]`.
 * Everything that starts with a dash is a switch of ours or of Chromium.
 */
export function filesOf(argv: readonly string[], isPackaged: boolean, folder: string): readonly string[] {
  const plain = argv.slice(1).filter((argument) => argument !== '' && !argument.startsWith('-'));
  return plain.slice(isPackaged ? 0 : 1).map((argument) => resolve(folder, argument));
}
