import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { deviceEvents, entities, incidents, links, mainIncident, pendingActions, processes, steps, wholeCase, window } from '../truth.ts';
import { moments } from './attack-rows.ts';
import { buildCase, textOf } from './build.ts';
import { accountOf, alertId, canonicalKey, fqdn, get, hashesOf, ms } from './derive.ts';
import { bytesOf, caseFolder, caseNames, caseText, isRec, listed, recs, roundedMs, str, tableRows, type Rec } from './reading.ts';

const graph = listed('graph-incidents.json');
const alertsOf = (incident: Rec): Rec[] => recs(incident['alerts']);
const evidenceOf = (alert: Rec): Rec[] => recs(alert['evidence']);
const allAlerts = graph.flatMap(alertsOf);
const main = graph.find((i) => i['id'] === '5208')!;
const kindOf = (e: Rec): string => str(e, '@odata.type').replace(/^#microsoft\.graph\.security\.|Evidence$/g, '');
const sub = (r: Rec, key: string): Rec => {
  const v = r[key];
  if (!isRec(v)) throw new Error(`${key} is not an object`);
  return v;
};

/** Identity of a piece of evidence, decided here anew from the raw record and not by the product's rules. */
function identity(e: Rec): string {
  const kind = kindOf(e);
  switch (kind) {
    case 'device':
      return `device ${str(e, 'deviceDnsName')}`;
    case 'user':
      return `user ${str(sub(e, 'userAccount'), 'userSid')}`;
    case 'mailbox':
      return `mailbox ${str(e, 'primaryAddress')}`;
    case 'cloudApplication':
      return `app ${String(e['appId'])}`;
    case 'oauthApplication':
      return `oauthApp ${str(e, 'appId')}`;
    case 'process':
      return `process ${str(e, 'mdeDeviceId')} ${String(e['processId'])} ${str(e, 'processCreationDateTime')}`;
    case 'file':
      return `file ${str(sub(e, 'fileDetails'), 'sha256')}`;
    case 'ip':
      return `ip ${str(e, 'ipAddress')}`;
    case 'url':
      return `url ${str(e, 'url')}`;
    case 'analyzedMessage':
      return `email ${str(e, 'networkMessageId')} ${str(e, 'recipientEmailAddress')}`;
    case 'mailCluster':
      return `mailCluster ${str(e, 'urn')}`;
    case 'registryKey':
      return `registryKey ${str(e, 'registryHive')} ${str(e, 'registryKey')}`;
    case 'registryValue':
      return `registryValue ${str(e, 'registryKey')} ${str(e, 'registryValueName')}`;
    case 'securityGroup':
      return `securityGroup ${str(e, 'sid')}`;
    case 'hostLogonSession':
    case 'cloudLogonSession':
      return `logonSession ${str(e, 'sessionId')}`;
    case 'malware':
      return `malware ${str(e, 'name')}`;
    default:
      throw new Error(`unexpected kind ${kind}`);
  }
}
function countByKind(alerts: readonly Rec[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const id of new Set(alerts.flatMap(evidenceOf).map(identity))) counts[id.split(' ')[0]!] = (counts[id.split(' ')[0]!] ?? 0) + 1;
  return counts;
}
const deviceTables = Object.keys(deviceEvents).map((t) => [t, tableRows(caseNames().find((n) => n.startsWith(`${t}.`))!)] as const);
const rowsOf = (table: string): readonly Rec[] => deviceTables.find(([t]) => t === table)![1];

describe('the committed case', () => {
  const built = buildCase();
  it('is what the generator makes of the truth, text by text', () => {
    expect(caseNames()).toEqual([...built.keys()].sort());
    for (const [name, content] of built) {
      if (!name.endsWith('.gz')) expect(bytesOf(name).equals(content), name).toBe(true);
      expect(caseText(name) === textOf({ name, content }), name).toBe(true);
    }
  });
  it('carries no time and no machine in its packed files and stays small', () => {
    const packed = caseNames().filter((n) => n.endsWith('.gz'));
    expect(packed).toHaveLength(7);
    for (const name of packed) expect([...bytesOf(name).subarray(4, 8), bytesOf(name)[9]], name).toEqual([0, 0, 0, 0, 255]);
    expect(caseNames().reduce((sum, n) => sum + bytesOf(n).length, 0)).toBeLessThan(2_500_000);
  });
  it.runIf(process.features.typescript)('comes from the generator run by Node as it is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sample-'));
    try {
      execFileSync(process.execPath, [fileURLToPath(new URL('./generate.ts', import.meta.url)), folder]);
      expect(readdirSync(folder).sort()).toEqual(readdirSync(caseFolder).sort());
      expect(readFileSync(join(folder, 'truth.json')).equals(bytesOf('truth.json'))).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
  it('says that it is synthetic and names only invented places', () => {
    expect(JSON.parse(caseText('manifest.json'))).toMatchObject({ synthetic: true });
    expect(graph.every((i) => recs(i['alerts']).every((a) => JSON.stringify(a['systemTags']).includes('Synthetic')))).toBe(true);
    for (const name of caseNames()) {
      const text = caseText(name);
      for (const [, host] of text.matchAll(/https?:\/\/([^/"'\s?,\\>]+)/g)) expect(host, name).toMatch(/\.example$/);
      for (const [, address] of text.matchAll(/[^\d.v](\d{1,3}(?:\.\d{1,3}){3})(?![\d.])/g)) {
        if (/^(4\.18|1\.459)\./.test(address!)) continue; // versions of a product
        expect(address, name).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^10\.|^127\.0\.0\.1$/);
      }
    }
  });
  it('lists every file with the number of records that it holds', () => {
    const manifest: unknown = JSON.parse(caseText('manifest.json'));
    const files = recs(isRec(manifest) ? manifest['files'] : null);
    expect(files.map((f) => f['name']).sort()).toEqual(caseNames().filter((n) => n !== 'manifest.json' && n !== 'truth.json'));
    for (const f of files) {
      const name = str(f, 'name');
      expect((str(f, 'format').startsWith('hunting') ? tableRows(name) : listed(name)).length, name).toBe(f['records']);
    }
  });
});

describe('the incident', () => {
  it('has as many entities of every kind as the truth declares, counted from the raw records', () => {
    expect(countByKind(alertsOf(main))).toEqual(mainIncident.entities);
    expect(countByKind(allAlerts)).toEqual(wholeCase.entities);
    expect(Object.values(mainIncident.entities).reduce((a, b) => a + b, 0)).toBe(mainIncident.entityTotal);
    expect(Object.values(wholeCase.entities).reduce((a, b) => a + b, 0)).toBe(wholeCase.entityTotal);
  });
  it('reaches what the sample promises', () => {
    const alerts = alertsOf(main);
    const kinds = countByKind(alerts);
    expect(alerts.length).toBe(mainIncident.alerts);
    expect(alerts.length).toBeGreaterThanOrEqual(14);
    expect([...new Set(alerts.map((a) => str(a, 'serviceSource')))].sort()).toEqual([
      'microsoft365Defender',
      'microsoftDefenderForCloudApps',
      'microsoftDefenderForEndpoint',
      'microsoftDefenderForIdentity',
      'microsoftDefenderForOffice365',
    ]);
    expect([kinds['device'], kinds['user'], kinds['mailbox'], (kinds['app'] ?? 0) + (kinds['oauthApp'] ?? 0)]).toEqual([6, 8, 5, 3]);
    expect(mainIncident.entityTotal).toBeGreaterThanOrEqual(60);
    expect(new Set(allAlerts.map((a) => a['id'])).size).toBe(wholeCase.alerts);
    expect(allAlerts.every((a) => str(a, 'id').slice(2) === a['providerAlertId'])).toBe(true);
  });
  it("spans four to six days with a weekend's quiet, and its times agree with each other", () => {
    const firsts = alertsOf(main).map((a) => roundedMs(str(a, 'firstActivityDateTime')));
    const lasts = alertsOf(main).map((a) => roundedMs(str(a, 'lastActivityDateTime')));
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    expect([Math.min(...firsts), Math.max(...lasts)]).toEqual([ms(mainIncident.first), ms(mainIncident.last)]);
    const days = (Math.max(...lasts) - Math.min(...firsts)) / 86_400_000;
    expect(days).toBeGreaterThan(4);
    expect(days).toBeLessThan(6);
    const gaps = firsts.slice(1).map((t, i) => (t - Math.max(...lasts.slice(0, i + 1))) / 3_600_000);
    expect(Math.max(...gaps)).toBeGreaterThan(24);
    for (const a of allAlerts) {
      const [first, last, created, updated] = [
        'firstActivityDateTime',
        'lastActivityDateTime',
        'createdDateTime',
        'lastUpdateDateTime',
      ].map((k) => roundedMs(str(a, k))) as [number, number, number, number];
      expect(first, str(a, 'title')).toBeLessThanOrEqual(last);
      expect(first).toBeLessThan(created);
      expect(created).toBeLessThanOrEqual(updated);
      for (const e of evidenceOf(a)) {
        for (const key of ['processCreationDateTime', 'receivedDateTime', 'startUtcDateTime']) {
          const value = e[key];
          if (typeof value !== 'string') continue;
          expect(roundedMs(value), `${str(a, 'title')}: ${key}`).toBeGreaterThanOrEqual(ms(window.from));
          expect(roundedMs(value), `${str(a, 'title')}: ${key}`).toBeLessThanOrEqual(last);
        }
      }
    }
  });
  it('begins and ends every alert at a moment that some record shows', () => {
    const known = new Set<number>();
    for (const name of caseNames())
      if (/^(Device|Email|Url|Entra|Cloud)/.test(name)) for (const row of tableRows(name)) known.add(roundedMs(str(row, 'Timestamp')));
    for (const a of allAlerts)
      for (const key of ['firstActivityDateTime', 'lastActivityDateTime'])
        expect(known.has(roundedMs(str(a, key))), `${str(a, 'title')} ${key}`).toBe(true);
  });
  it('waits for six decisions and records four actions', () => {
    const pending = allAlerts.flatMap((a) =>
      evidenceOf(a)
        .filter((e) => e['remediationStatus'] === 'pendingApproval')
        .map((e) => `${kindOf(e)} ${str(a, 'id')}`),
    );
    const declared = pendingActions.map(
      (p) => ({ email: 'analyzedMessage' } as Record<string, string>)[p.target.split('.')[0]!] ?? p.target.split('.')[0]!,
    );
    expect(pending.map((p) => p.split(' ')[0]).sort()).toEqual(declared.sort());
    expect(pending).toHaveLength(6);
    expect(listed('mde-machine-actions.json').length + tableRows('EmailPostDeliveryEvents.csv').length).toBe(4);
  });
  it('has four investigations in different states whose alerts exist', () => {
    const found = listed('mde-investigations.json');
    expect(new Set(found.map((i) => i['state'])).size).toBe(4);
    const ids = new Set(allAlerts.flatMap((a) => [str(a, 'id'), str(a, 'providerAlertId')]));
    expect(found.filter((i) => ids.has(str(i, 'triggeringAlertId')))).toHaveLength(4);
    expect(listed('mde-recommendations.json').length).toBeGreaterThan(0);
    expect(tableRows('IdentityInfo.csv').length).toBeGreaterThanOrEqual(8);
  });
});

describe('the telemetry', () => {
  it('has exactly the declared number of rows, at least 20,000, in time order and inside the window', () => {
    expect(Object.fromEntries(deviceTables.map(([t, rows]) => [t, rows.length]))).toEqual(deviceEvents);
    expect(Object.values(deviceEvents).reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(20_000);
    for (const [table, rows] of deviceTables) {
      const times = rows.map((r) => roundedMs(str(r, 'Timestamp')));
      expect(
        times.every((t, i) => t >= ms(window.from) && t <= ms(window.to) && (i === 0 || t >= times[i - 1]!)),
        table,
      ).toBe(true);
      expect(new Set(rows.map((r) => str(r, 'ReportId'))).size, table).toBe(rows.length);
    }
  });
  it('follows the office: busy by day, quiet at night and on the weekend', () => {
    const perDay = new Map<number, number>();
    let work = 0;
    let night = 0;
    for (const r of rowsOf('DeviceNetworkEvents')) {
      const when = new Date(str(r, 'Timestamp'));
      perDay.set(when.getUTCDay(), (perDay.get(when.getUTCDay()) ?? 0) + 1);
      if (when.getUTCHours() >= 7 && when.getUTCHours() < 16) work++;
      else if (when.getUTCHours() < 5) night++;
    }
    expect((perDay.get(3) ?? 0) / (perDay.get(6) ?? 1)).toBeGreaterThan(2);
    expect(work / 9).toBeGreaterThan((night / 5) * 3);
  });
  it('holds the start of every declared process, with id, time, image and parent', () => {
    const rows = rowsOf('DeviceProcessEvents');
    let seen = 0;
    for (const [key, p] of Object.entries<(typeof processes)[keyof typeof processes]>(processes)) {
      if (ms(p.started) < ms(window.from)) continue;
      const found = rows.filter(
        (r) =>
          r['DeviceName'] === fqdn(p.device) &&
          r['ProcessId'] === String(p.pid) &&
          roundedMs(str(r, 'ProcessCreationTime')) === ms(p.started),
      );
      expect(found, key).toHaveLength(1);
      expect(found[0]).toMatchObject({
        FileName: get(p.image, 'file').name,
        SHA256: hashesOf(canonicalKey(p.image)).sha256,
        ProcessCommandLine: p.commandLine,
        AccountSid: accountOf(p.account).sid,
      });
      if (p.parent !== null) expect(found[0]).toMatchObject({ InitiatingProcessId: String(get(p.parent, 'process').pid) });
      seen++;
    }
    expect(seen).toBeGreaterThanOrEqual(24);
  });
  it('holds every step of the attack', () => {
    const TABLE = {
      file: 'DeviceFileEvents',
      fileBurst: 'DeviceFileEvents',
      network: 'DeviceNetworkEvents',
      networkBurst: 'DeviceNetworkEvents',
      registry: 'DeviceRegistryEvents',
      logon: 'DeviceLogonEvents',
      image: 'DeviceImageLoadEvents',
      device: 'DeviceEvents',
    } as const;
    let seen = 0;
    for (const step of steps) {
      const times = 'from' in step && 'count' in step ? moments(step.from, step.to, step.count) : 'at' in step ? [step.at] : [];
      const device = step.what === 'logon' ? step.device : get(step.actor, 'process').device;
      const expected: Rec =
        step.what === 'logon'
          ? { ActionType: step.action, AccountSid: accountOf(step.user).sid, RemoteDeviceName: fqdn(step.from) }
          : {
              InitiatingProcessId: String(get(step.actor, 'process').pid),
              ...('ip' in step ? { RemoteIP: get(step.ip, 'ip').address } : {}),
              ...(step.what === 'file' || step.what === 'image' ? { SHA1: hashesOf(canonicalKey(step.file)).sha1 } : {}),
            };
      for (const at of times) {
        const found = rowsOf(TABLE[step.what]).filter(
          (r) =>
            r['DeviceName'] === fqdn(device) &&
            roundedMs(str(r, 'Timestamp')) === ms(at) &&
            Object.entries(expected).every(([k, v]) => r[k] === v),
        );
        expect(found, `${step.what} ${at}`).toHaveLength(1);
        seen++;
      }
    }
    expect(seen).toBeGreaterThan(300);
  });
  it('never gives one device two processes of the same id and start', () => {
    const ids = rowsOf('DeviceProcessEvents').map((r) => `${str(r, 'DeviceId')} ${str(r, 'ProcessId')} ${str(r, 'ProcessCreationTime')}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('leaves an isolated device without connections', () => {
    const after = rowsOf('DeviceNetworkEvents').filter(
      (r) => r['DeviceName'] === 'fin-ws-014.corp.larkhaven.example' && str(r, 'Timestamp') > '2026-11-17T06:41:55.1',
    );
    expect(after.filter((r) => r['ActionType'] === 'ConnectionSuccess')).toEqual([]);
  });
});

describe('links and look-alikes', () => {
  const declared = incidents.flatMap((i) => i.alerts);
  const alert = (key: string) => declared.find((a) => a.key === key)!;
  const names = (key: string): string[] =>
    alert(key).evidence.flatMap((e) => {
      const entity = entities[e.of];
      return entity?.kind === 'process' ? [e.of, canonicalKey(entity.image)] : [canonicalKey(e.of)];
    });
  it('names for every link an entity that both alerts hold, or a chain between their processes', () => {
    for (const l of links) {
      const via = l.via.split(' (')[0]!;
      if (l.reason === 'processChain')
        for (const p of via.match(/process\.\w+/g) ?? [])
          expect([...names(l.a), ...names(l.b), 'process.psexesvcBkp'], `${l.a} ${l.b}`).toContain(p);
      else for (const side of [l.a, l.b]) expect(names(side), `${l.a} ${l.b} ${l.reason}`).toContain(via);
    }
  });
  it('keeps the look-alikes apart in the raw records', () => {
    const raw = (key: string): Rec[] => evidenceOf(allAlerts.find((a) => a['id'] === alertId(key, alert(key).serviceSource))!);
    const files = (key: string, name: string): string[] =>
      raw(key)
        .filter((e) => kindOf(e) === 'file' && sub(e, 'fileDetails')['fileName'] === name)
        .map((e) => str(sub(e, 'fileDetails'), 'sha256'));
    expect(files('A16', 'svhelper.exe')).toHaveLength(1);
    expect(files('B02', 'svhelper.exe')).toHaveLength(1);
    expect(files('A16', 'svhelper.exe')).not.toEqual(files('B02', 'svhelper.exe'));
    const pids = (key: string): string[] =>
      raw(key)
        .filter((e) => e['processId'] === 7340)
        .map((e) => str(e, 'mdeDeviceId'));
    expect([...pids('A04'), ...pids('B01')]).toHaveLength(2);
    expect(pids('A04')).not.toEqual(pids('B01'));
    const mail = (key: string): Rec => raw(key).find((e) => kindOf(e) === 'analyzedMessage')!;
    expect(mail('A01')['subject']).toBe(mail('B04')['subject']);
    expect(mail('A01')['networkMessageId']).not.toBe(mail('B04')['networkMessageId']);
    const berg = ['A07', 'B03'].map((key) =>
      raw(key)
        .filter((e) => kindOf(e) === 'user')
        .map((e) => sub(e, 'userAccount'))
        .find((u) => u['accountName'] === 'j.berg')!,
    );
    expect(berg[0]!['userSid']).not.toBe(berg[1]!['userSid']);
    const hosts = ['A07', 'B03'].map((key) => raw(key).find((e) => kindOf(e) === 'device')!);
    expect(hosts.map((h) => h['hostName'])).toEqual(['FIN-WS-014', 'FIN-WS-014']);
    expect(hosts[0]!['mdeDeviceId']).not.toBe(hosts[1]!['mdeDeviceId']);
    const again = rowsOf('DeviceProcessEvents').filter(
      (r) => r['ProcessId'] === '7340' && r['DeviceName'] === 'fin-ws-014.corp.larkhaven.example',
    );
    expect(again).toHaveLength(2);
  });
});
