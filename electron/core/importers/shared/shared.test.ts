import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../shared/domain/facts/facts.ts';
import { deviceMention } from '../../../../shared/domain/entity/index.ts';
import { AlertDevices } from './collector.ts';
import { canonicalJson, toJson } from './json.ts';
import { allAttributes, attributes, comments, contentFingerprint, joined, pick } from './record.ts';
import { id } from './testing.ts';

const shuffled = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([k, v]) => [k, shuffled(v as Json)]),
  );
};

describe('one text for equal values', () => {
  it('does not depend on the order of fields, at any depth', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(canonicalJson(shuffled(toJson(value)))).toBe(canonicalJson(toJson(value)));
      }),
    );
  });
  it('reads back as what it was', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(JSON.parse(canonicalJson(toJson(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
  it('tells lists by their order and nested values apart', () => {
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
    expect(canonicalJson({ a: { b: 1 } })).not.toBe(canonicalJson({ a: { b: 2 } }));
  });
  it('ends on values nested without end', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 50_000; i++) deep = [deep];
    expect(canonicalJson(toJson(deep)).length).toBeLessThan(100);
  });
});

describe('fields', () => {
  it('leaves out what says nothing and protocol annotations, keeps false and zero', () => {
    expect(allAttributes({ a: '', b: null, c: [], d: {}, e: 0, f: false, 'g@odata.type': 'x', '@odata.id': 'y', h: 'v' })).toEqual({
      e: 0,
      f: false,
      h: 'v',
    });
  });
  it('bounds what one attribute holds', () => {
    const said = attributes({ text: 'x'.repeat(50_000), list: Array.from({ length: 9000 }, (_v, i) => `item ${i}`) }, ['text', 'list']);
    expect([String(said['text']).length, typeof said['list'], String(said['list']).length]).toEqual([16_001, 'string', 16_001]);
  });
  it('tells contents apart beyond what an attribute holds, and takes what says nothing for nothing', () => {
    const long = (end: string) => ({ a: 'x'.repeat(20_000) + end, b: null });
    expect(allAttributes(long('1'))).toEqual(allAttributes(long('2')));
    expect(contentFingerprint(long('1'))).not.toBe(contentFingerprint(long('2')));
    expect(contentFingerprint({ n: [], '@odata.type': 't', b: 2, a: 1, verdict: 'v' }, new Set(['verdict']))).toBe(
      contentFingerprint({ a: 1, b: 2 }),
    );
  });
  it('takes names of the input for names', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true},"constructor":"c"}') as Record<string, unknown>;
    expect(Object.keys(allAttributes(hostile)).sort()).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
  it('picks the first that says something and joins what does', () => {
    expect([pick({ a: '', b: null, c: 0, d: 'x' }, 'a', 'b', 'c', 'd'), joined('|', 'a', null, '', 'b'), joined('|', null)]).toEqual([
      0,
      'a|b',
      null,
    ]);
  });
  it('reads comments in each spelling and drops empty ones', () => {
    expect(
      comments([
        { comment: 'a', createdByDisplayName: 'x', createdDateTime: '2024-03-05T10:00:00Z' },
        { comment: 'b', createdBy: 'y', createdTime: '2024-03-05T10:00:00Z' },
        { comment: null },
        7,
      ]).map((c) => [c.comment, c.createdBy, c.createdUs]),
    ).toEqual([
      ['a', 'x', 1709632800000000],
      ['b', 'y', 1709632800000000],
    ]);
  });
});

describe('devices of an alert', () => {
  const device = (letter: string) => deviceMention({ mdeDeviceId: letter.repeat(40), name: `ws-${letter}.fabrikam.example` })!;
  it('are known by id in any case; one that the alert does not name by the id alone', () => {
    const devices = new AlertDevices();
    devices.add(device('a'), 'A'.repeat(40));
    expect(devices.byId('a'.repeat(40))).toEqual(device('a'));
    expect([id(devices.byId('b'.repeat(40))), devices.byId(null), devices.byId('')]).toEqual([`device:${'b'.repeat(40)}`, null, null]);
  });
  it('is the only one until another comes', () => {
    const devices = new AlertDevices();
    expect(devices.only).toBeNull();
    devices.add(null);
    devices.add(device('a'));
    devices.add(device('a'));
    expect(devices.only).toEqual(device('a'));
    devices.add(device('b'));
    expect(devices.only).toBeNull();
  });
  it('is still the only one when a later mention says less of it', () => {
    const bare = deviceMention({ mdeDeviceId: 'a'.repeat(40) })!;
    for (const list of [
      [device('a'), bare],
      [bare, device('a')],
    ]) {
      const devices = new AlertDevices();
      for (const d of list) devices.add(d);
      expect(devices.only).toEqual(device('a'));
    }
  });
});
