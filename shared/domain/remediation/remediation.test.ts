import { describe, expect, it } from 'vitest';
import { ENTITY_KINDS } from '../entity/kinds.ts';
import { inferActionType } from './index.ts';

describe('the action that pending evidence asks for', () => {
  it.each([
    ['file', 'quarantineFile'],
    ['process', 'stopProcess'],
    ['registryKey', 'removeRegistryKey'],
    ['registryValue', 'removeRegistryKey'],
    ['email', 'softDeleteEmail'],
    ['mailCluster', 'softDeleteEmail'],
    ['url', 'blockUrl'],
    ['user', 'disableUser'],
    ['device', 'isolateDevice'],
  ] as const)('%s: %s', (kind, type) => expect(inferActionType(kind)).toBe(type));
  it('asks for a review where no action is known, and has an answer for every kind', () => {
    expect(inferActionType('other')).toBe('review');
    expect(ENTITY_KINDS.filter((kind) => inferActionType(kind) === '')).toEqual([]);
  });
});
