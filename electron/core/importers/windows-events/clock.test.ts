import { describe, expect, it } from 'vitest';
import { mapFixture, eventOf, mapRow, mapRows, securityRow, sysmonRow, utc } from './testing.ts';
import { windowsEventsMapper } from './mapper.ts';
import { record } from './testing.ts';

const time = (row: unknown) => {
  const e = eventOf(mapRow(row));
  return [utc(e.timeUs), e.timeField, e.timeNote];
};
const nxlog = {
  SourceName: 'Microsoft-Windows-Security-Auditing',
  Channel: 'Security',
  Hostname: 'dc',
  EventID: 4672,
  EventReceivedTime: 'x',
};

describe('which time is trusted', () => {
  it('UtcTime before all others', () =>
    expect(time(sysmonRow(5, { '@timestamp': '2024-03-05T09:10:50Z', EventTime: '2024-03-05 05:10:44' }))).toEqual([
      '2024-03-05T09:10:44.201Z',
      'UtcTime',
      null,
    ]));
  it('TimeCreated with zone before @timestamp', () =>
    expect(time(securityRow(4672, { TimeCreated: '2024-03-05T10:10:44+01:00', '@timestamp': '2024-03-05T09:10:50Z' }))).toEqual([
      '2024-03-05T09:10:44.000Z',
      'TimeCreated',
      null,
    ]));
  it('@timestamp before a TimeCreated without zone', () =>
    expect(time(securityRow(4672, { TimeCreated: '2024-03-05 09:10:44.088', '@timestamp': '2024-03-05T09:10:50Z' }))).toEqual([
      '2024-03-05T09:10:50.000Z',
      '@timestamp',
      null,
    ]));
  it('a time without a zone is flagged', () => {
    const facts = mapRow(securityRow(4672, { TimeCreated: '2020-10-21 12:19:01.088' }));
    expect([time(securityRow(4672, { TimeCreated: '2020-10-21 12:19:01.088' })), facts.warnings.map((w) => w.code)]).toEqual([
      ['2020-10-21T12:19:01.088Z', 'TimeCreated', 'no zone stated, UTC assumed'],
      ['assumed-zone'],
    ]);
  });
  it('a zone that the person tells counts for such a time, and for no other', () => {
    const told = (row: Record<string, unknown>) => {
      const { events, warnings } = windowsEventsMapper({ zoneMinutes: -240 }).map(record(securityRow(4672, row)));
      return [utc(events[0]!.timeUs), events[0]!.timeNote, warnings.length];
    };
    expect(told({ TimeCreated: '2020-10-21 12:19:01.088' })).toEqual(['2020-10-21T16:19:01.088Z', 'no zone stated, UTC-04:00 as told at the import', 0]);
    expect(told({ TimeCreated: '2020-10-21T12:19:01.088Z' })).toEqual(['2020-10-21T12:19:01.088Z', null, 0]);
  });
  it('a clock that is off by whole hours is an attribute of the device, told once', () => {
    const rows = [1, 2].map((s) => sysmonRow(5, { TimeCreated: `2024-03-05T14:10:4${s}Z`, UtcTime: `2024-03-05 09:10:4${s}.000` }));
    const said = mapRows(rows).flatMap((f) => f.entities.filter((e) => e.attributes['clockSkewHours'] !== undefined));
    expect(said.map((e) => [e.entity.kind, e.attributes['clockSkewHours']])).toEqual([['device', 5]]);
  });
  it('none at all is said', () =>
    expect(mapRow(securityRow(4672, { TimeCreated: '-' })).warnings.map((w) => w.code)).toEqual(['no-event-time']));
});

describe('local time of NXLog rows', () => {
  it.each([
    ['2020-10-22 04:29:46', '2020-10-22T08:29:48.785Z', '2020-10-22T08:29:46.000Z', '-04:00'],
    ['2020-10-22 13:59:46', '2020-10-22T08:29:48.785Z', '2020-10-22T08:29:46.000Z', '+05:30'],
    ['2020-10-22 08:29:46', '2020-10-22T08:29:48.785Z', '2020-10-22T08:29:46.000Z', '+00:00'],
    ['2020-10-22 23:59:59', '2020-10-22T20:00:09Z', '2020-10-22T19:59:59.000Z', '+04:00'],
  ])('%s received %s', (local, received, expected, zone) => {
    expect(time({ ...nxlog, EventTime: local, '@timestamp': received })).toEqual([
      expected,
      'EventTime',
      `local time; zone UTC${zone} derived from the time of receipt ${received}`,
    ]);
  });
  it('received days later: the receipt is all there is, and said', () =>
    expect(time({ ...nxlog, EventTime: '2020-10-20 04:29:46', '@timestamp': '2020-10-22T08:29:48Z' })).toEqual([
      '2020-10-22T08:29:48.000Z',
      '@timestamp',
      'time of receipt; the local EventTime cannot be placed',
    ]));
  it('without receipt: UTC assumed', () =>
    expect(time({ ...nxlog, EventTime: '2020-10-22 04:29:46' })).toEqual([
      '2020-10-22T04:29:46.000Z',
      'EventTime',
      'no zone stated, UTC assumed',
    ]));
});

describe('clocks that differ', () => {
  const wrong = sysmonRow(5, { TimeCreated: '2024-03-04T14:10:44.205Z' });
  it('by whole hours: UtcTime wins and it is said', () => {
    const facts = mapRow(wrong);
    expect(time(wrong)).toEqual(['2024-03-05T09:10:44.201Z', 'UtcTime', 'UtcTime is 19 h ahead of TimeCreated (2024-03-04T14:10:44.205Z)']);
    expect(facts.warnings).toEqual([
      { code: 'clock-differs', example: 'WS-104.fabrikam.example: UtcTime is 19 h ahead of TimeCreated (2024-03-04T14:10:44.205Z)' },
    ]);
  });
  it('rows of that host without UtcTime keep their time and are flagged; other hosts are not', () => {
    const own = securityRow(4672, { TimeCreated: '2024-03-04T14:10:45Z' });
    const [, flagged, other] = mapRows([wrong, own, { ...own, Hostname: 'ws-105.fabrikam.example' }]);
    expect([utc(eventOf(flagged!).timeUs), eventOf(flagged!).timeNote]).toEqual([
      '2024-03-04T14:10:45.000Z',
      'kept as written; elsewhere on this host UtcTime is 19 h ahead of TimeCreated',
    ]);
    expect([flagged!.warnings.map((w) => w.code), eventOf(other!).timeNote]).toEqual([['clock-uncorrected'], null]);
  });
  it('rows before it was known are counted at the end', () => {
    const mapper = windowsEventsMapper();
    [securityRow(4672, {}), securityRow(4672, { a: 1 }), wrong].forEach((r, i) => mapper.map(record(r, i)));
    expect(mapper.end?.().warnings).toEqual([
      { code: 'clock-uncorrected', example: 'ws-104: 2 earlier records keep a time that UtcTime is 19 h ahead of' },
    ]);
  });
  it('by a delay of writing: nothing to say', () => expect(time(sysmonRow(5, { TimeCreated: '2024-03-05T09:11:40Z' }))[2]).toBeNull());
  it('by days and not by whole hours: kept, called doubtful, and teaches nothing about the host', () => {
    const [doubtful, security] = mapRows([sysmonRow(22, { UtcTime: '2024-02-28 23:33:12.100' }), securityRow(4672, {})]);
    expect([utc(eventOf(doubtful!).timeUs), eventOf(doubtful!).timeNote, doubtful!.warnings.map((w) => w.code)]).toEqual([
      '2024-02-28T23:33:12.100Z',
      'doubtful: UtcTime is about 130 h behind TimeCreated 2024-03-05T09:10:44.205Z',
      ['doubtful-time'],
    ]);
    expect(eventOf(security!).timeNote).toBeNull();
  });
  it('real rows: a false Z of 4 h and a clock 19 h off', () => {
    const notes = (name: string) =>
      mapFixture(name).map((f) => `${eventOf(f).eventId} ${eventOf(f).timeNote?.replace(/TimeCreated.*$/, '') ?? '-'}`);
    expect(notes('get-winevent-false-zone.jsonl')).toEqual([
      '1102 -',
      '4689 -',
      '4688 -',
      '13 UtcTime is 4 h ahead of ',
      '1 UtcTime is 4 h ahead of ',
      '3 UtcTime is 4 h ahead of ',
      '104 kept as written; elsewhere on this host UtcTime is 4 h ahead of ',
    ]);
    expect(notes('get-winevent-skew.jsonl').filter((n) => n.startsWith('10 ') || n.startsWith('22 '))).toEqual([
      '10 UtcTime is 19 h ahead of ',
      '22 doubtful: UtcTime is about 115 h behind ',
    ]);
  });
});
