import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertKeys, plausibleAlertId } from './alert-keys.ts';

const joined = (a: readonly [string, string | null], b: readonly [string, string | null]): boolean =>
  alertKeys(...a).some((k) => alertKeys(...b).includes(k));

describe('ids of one alert', () => {
  it('joins the portal id, the bare id of the provider and another export of the portal id', () => {
    const portal = ['daefa1828b-dd4e-405c-8a3b-aa28596830dd_1', 'efa1828b-dd4e-405c-8a3b-aa28596830dd_1'] as const;
    expect(joined(portal, ['DAefa1828b-dd4e-405c-8a3b-aa28596830dd_1', null])).toBe(true);
    expect(joined(portal, ['efa1828b-dd4e-405c-8a3b-aa28596830dd_1', null])).toBe(true);
    expect(joined(['da638451_1', null], ['638451_1', null])).toBe(true);
  });
  it('starts with the id itself', () => expect(alertKeys('FA11AA22BB', 'p')).toEqual(['fa11aa22bb', 'p', '11aa22bb']));
  it.each([
    ['da12345', ['da12345']],
    ['da123456', ['da123456', '123456']],
    ['xx12345678', ['xx12345678']],
    ['d', ['d']],
  ])('%s: prefix only before six characters or more', (id, keys) => {
    expect(alertKeys(id, null)).toEqual(keys);
  });
  it('never cuts the id of the provider, which may begin with the same letters', () => {
    expect(alertKeys('snea551227-aaaa', 'ea551227-aaaa')).toEqual(['snea551227-aaaa', 'ea551227-aaaa']);
    expect(joined(['sn00ea551227', 'ea551227-aaaa'], ['da551227-aaaa', null])).toBe(false);
  });
  it('cuts once', () => expect(alertKeys('dada123456', null)).toEqual(['dada123456', 'da123456']));
});

describe('placeholder ids', () => {
  it('leaves an id with a digit alone', () => expect(plausibleAlertId('da1', [null])).toBe('da1'));
  it('tells alerts apart that all have the word alertId', () => {
    const a = plausibleAlertId('alertId', ['7', 'One', null, null]);
    expect(a).toMatch(/^alertId~[0-9a-f]{12}$/);
    expect(plausibleAlertId('alertId', ['7', 'Two', null, null])).not.toBe(a);
    expect(plausibleAlertId('alertId', ['7', 'One', null, null])).toBe(a);
  });
  it('does not mistake where a text ends', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (x, y) => {
        fc.pre(x !== '' && y !== '');
        expect(plausibleAlertId('id', [x, y])).not.toBe(plausibleAlertId('id', [x + y, '']));
      }),
    );
  });
});
