/** IPC values in the stand-in's process: what a structured clone lets through, as text for the page. */
import { flatten, revive } from '../../shared/contract/wire.ts';
import type { Packed } from './page/codec.ts';

/** Refuses with Electron's words what a structured clone refuses. */
export function packClone(value: unknown): Packed {
  let clone: unknown;
  try {
    clone = structuredClone(value);
  } catch {
    throw new Error('An object could not be cloned.');
  }
  const parts: Uint8Array[] = [];
  const v = flatten(clone, parts);
  return { v, b: parts.map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('base64')) };
}

export function unpackArguments(packed: Packed): unknown[] {
  const value = revive(packed.v, packed.b.map((text) => new Uint8Array(Buffer.from(text, 'base64'))));
  return Array.isArray(value) ? value : [];
}
