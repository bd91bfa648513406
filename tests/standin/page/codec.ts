/** Runs in the page, both worlds: values as text, so that no object crosses between worlds or to the stand-in's process. */
import { flatten, revive } from '../../../shared/contract/wire.ts';

export interface Packed { readonly v: unknown; readonly b: readonly string[] }

export function pack(value: unknown): Packed {
  const parts: Uint8Array[] = [];
  const v = flatten(value, parts);
  return { v, b: parts.map(toBase64) };
}

export function unpack(packed: Packed): unknown {
  return revive(packed.v, packed.b.map(fromBase64));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
