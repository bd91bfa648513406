import { describe, expect, it } from 'vitest';
import { Doors } from './doors.ts';

describe('the loopback doors', () => {
  const tokenOf = (address: string): string => new URLSearchParams(new URL(address).hash.slice(1)).get('t') ?? '';
  function settled(now = () => 0): Doors {
    const doors = new Doors(now);
    doors.settle(4711);
    return doors;
  }

  it('let a token in once', () => {
    const doors = settled();
    const token = tokenOf(doors.address('/incidents'));
    const session = doors.enter({ token });
    expect(session).toMatch(/^[\w-]{43}$/);
    expect(doors.enter({ token })).toBeNull();
    expect(doors.enter({ session })).toBe(session);
  });

  it('let no token in after two minutes, and do not keep it for a second try', () => {
    let time = 0;
    const doors = settled(() => time);
    const [early, late] = [tokenOf(doors.address('/')), tokenOf(doors.address('/'))];
    time = 119_999;
    expect(doors.enter({ token: early })).not.toBeNull();
    time = 120_000;
    expect(doors.enter({ token: late })).toBeNull();
    time = 0;
    expect(doors.enter({ token: late })).toBeNull();
  });

  it('refuse everything else that says hello', () => {
    const doors = settled();
    doors.address('/');
    for (const hello of [{}, { token: '' }, { token: 7 }, { session: null }, { session: '' }, { token: undefined, session: 'x' }]) expect(doors.enter(hello)).toBeNull();
  });

  it('put the token and the route into the fragment, which no browser sends', () => {
    const address = new URL(settled().address('/incidents/a b?tab=alerts'));
    expect([address.origin, address.pathname, address.search]).toEqual(['http://127.0.0.1:4711', '/', '']);
    expect(new URLSearchParams(address.hash.slice(1)).get('r')).toBe('/incidents/a b?tab=alerts');
  });
});
