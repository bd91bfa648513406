import { describe, expect, it } from 'vitest';
import { ENTITY_KINDS } from '../entity/kinds.ts';
import { ACTION_TYPES, inferActionType } from './index.ts';

/** Kinds whose action is known; every other is for a person to decide. */
const KNOWN = {
  file: 'quarantineFile',
  process: 'stopProcess',
  registryKey: 'removeRegistryKey',
  registryValue: 'removeRegistryKey',
  email: 'softDeleteEmail',
  mailCluster: 'softDeleteEmail',
  url: 'blockUrl',
  user: 'disableUser',
  device: 'isolateDevice',
};

describe('the action that pending evidence asks for', () => {
  it('is known for nine kinds and a review for all others', () => {
    const asked = ENTITY_KINDS.map((kind) => [kind, inferActionType(kind)] as const);
    expect(Object.fromEntries(asked.filter(([, type]) => type !== 'review'))).toEqual(KNOWN);
    expect(asked.filter(([, type]) => type === 'review').map(([kind]) => kind)).toEqual(
      expect.arrayContaining(['ip', 'domain', 'mailbox', 'service', 'scheduledTask', 'oauthApp', 'other']),
    );
  });
});

describe('types of actions', () => {
  it('are each named once, with those of delivered mail', () => {
    expect(new Set(ACTION_TYPES).size).toBe(ACTION_TYPES.length);
    expect(ACTION_TYPES.filter((type) => /Email|^move/.test(type))).toEqual([
      'softDeleteEmail',
      'hardDeleteEmail',
      'quarantineEmail',
      'moveToJunk',
      'moveToInbox',
      'moveToDeletedItems',
      'remediateEmail',
    ]);
  });
});
