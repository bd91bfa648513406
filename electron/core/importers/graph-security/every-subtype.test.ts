/** Every documented subtype once, against a truth written by hand from the fixture. */
import { describe, expect, it } from 'vitest';
import { fixture, id, keysOf, mapAll, relationsOf } from '../shared/testing.ts';
import { SUBTYPES } from './evidence.ts';
import { importers } from './index.ts';

const records = fixture('graph-security/every-subtype.json');
const facts = mapAll(importers[0]!, records)[0]!;
const D = '3f0c9a7be1d24c55a0b1c2d3e4f5061728394a5b';
const MIA = 'user:11111111-2222-4333-8444-555555555555';
const FIRST = '2024-03-05T09:10:44.201Z';
const MAIL = 'email:aaaa1111-0000-4000-8000-00000000000';

describe('every subtype of evidence', () => {
  it('is in the fixture', () => {
    const used = new Set(facts.evidence.map((e) => e.evidenceType));
    expect([...SUBTYPES.keys()].filter((subtype) => !used.has(subtype))).toEqual([]);
    expect(SUBTYPES.size).toBe(46);
  });

  it('names its entity', () => {
    expect(facts.evidence.map((e) => `${e.evidenceType} ${id(e.entity)!.replace(/\|[0-9a-f]{28}$/, '|*')}`)).toEqual([
      `device device:${D}`,
      `user ${MIA}`,
      'process process:7312@1709629844201',
      'process process:640|services.exe',
      `file file:${'c'.repeat(40)}`,
      `fileHash file:${'e'.repeat(64)}`,
      'fileHash other:filehash|*',
      'ip ip:198.51.100.24',
      'url url:http://cdn.badhost.example/u.bin',
      'dns domain:beacon.badhost.example',
      'networkConnection ip:198.51.100.27',
      'networkConnection ip:203.0.113.5',
      'mailbox mailbox:mia@fabrikam.example',
      'mailboxConfiguration other:mailboxconfiguration|rule-9',
      `analyzedMessage ${MAIL}1|mia@fabrikam.example`,
      `analyzedMessage ${MAIL}2|lee@fabrikam.example`,
      'mailCluster mailCluster:urn:mailclusterentity:1',
      'mailCluster mailCluster:subject;senderip|da638451_1',
      `submissionMail ${MAIL}3|lee@fabrikam.example`,
      'teamsMessage other:teamsmessage|1709629000000',
      'cloudApplication app:20893',
      'cloudApplication app:11161|3',
      'oauthApplication oauthApp:33333333-2222-4333-8444-555555555555',
      'servicePrincipal servicePrincipal:66666666-2222-4333-8444-555555555555',
      'registryKey registryKey:hkey_local_machine\\software\\run',
      'registryValue registryValue:hkey_local_machine\\software\\run\\\\upd',
      'securityGroup securityGroup:s-1-5-21-1000-2000-3000-512',
      'malware malware:trojan:win32/bad',
      'hostLogonSession logonSession:0x7f31',
      'cloudLogonSession logonSession:c0ffee00-0000-4000-8000-000000000001',
      'cloudLogonRequest other:cloudlogonrequest|req-77',
      'azureResource cloudResource:/subscriptions/s1/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-7',
      'amazonResource cloudResource:arn:aws:s3:::bkt',
      'googleCloudResource cloudResource://compute.example/disks/disk-1',
      'blob cloudResource:https://store.example/c/b.bin',
      'blobContainer cloudResource:https://store.example/d',
      'container cloudResource:c0ffee',
      'containerImage cloudResource:sha256:img2',
      'containerRegistry cloudResource:reg2.example',
      'kubernetesCluster cloudResource:/subscriptions/s1/aks/k1///k1|kubernetescluster',
      'kubernetesNamespace cloudResource:/k1//prod|kubernetesnamespace',
      'kubernetesPod cloudResource://prod/web-2|kubernetespod',
      'kubernetesController cloudResource://prod/web|kubernetescontroller',
      'kubernetesService cloudResource://prod/svc|kubernetesservice',
      'kubernetesServiceAccount cloudResource://prod/sa|kubernetesserviceaccount',
      'kubernetesSecret cloudResource://prod/token|kubernetessecret',
      'ioTDevice other:iotdevice|plc-1',
      'nic other:nic|02-00-00-00-00-02',
      'sasToken other:sastoken|sig9',
      'gitHubOrganization other:githuborganization|900',
      'gitHubRepo other:githubrepo|901',
      'gitHubUser other:githubuser|902',
      'brandNewThing other:brandnewthing|*',
      'user other:user|*',
    ]);
  });

  it('carries its keys', () => {
    const keys = (type: string, at = 0): string[] => keysOf(facts.evidence.filter((e) => e.evidenceType === type)[at]!.entity);
    expect(keys('device')).toEqual([`mdeDeviceId=${D}`, 'fqdn=ws-104.fabrikam.example', 'hostName=ws-104']);
    expect(keys('user')).toEqual([
      MIA.replace('user:', 'azureAdUserId='),
      'sid=s-1-5-21-1000-2000-3000-1104',
      'upn=mia@fabrikam.example',
      'ntAccount=fabrikam\\mia',
    ]);
    expect(keys('process')).toEqual([`pidStart=7312@1709629844201 @${D}`]);
    expect(keys('file')).toEqual([`sha1=${'c'.repeat(40)}`, `devicePath=c:\\users\\mia\\appdata\\u.bin @${D}`]);
    expect(keys('registryKey')[0]).toBe(`deviceKey=hkey_local_machine\\software\\run @${D}`);
    expect(keys('registryValue')[0]).toBe(`deviceKeyValue=hkey_local_machine\\software\\run\\\\upd @${D}`);
    expect(keys('analyzedMessage')).toEqual([
      `networkMessageId=${MAIL.slice(6)}1|mia@fabrikam.example`,
      'internetMessageId=<m1@mail.badhost.example>|mia@fabrikam.example',
    ]);
    expect(keys('mailCluster')).toEqual(['urn=urn:mailclusterentity:1', 'query=q1', 'clusterBy=subject;senderip|x1']);
    expect(keys('cloudApplication')).toEqual(['appId=20893', 'appId=20893|0', 'displayName=mail online']);
    expect(keys('oauthApplication').slice(0, 2)).toEqual([
      'oauthAppId=33333333-2222-4333-8444-555555555555',
      'objectId=44444444-2222-4333-8444-555555555555',
    ]);
    expect(keys('servicePrincipal')[1]).toBe('appTenant=55555555-2222-4333-8444-555555555555|77777777-2222-4333-8444-555555555555');
    expect(keys('securityGroup')).toEqual([
      'sid=s-1-5-21-1000-2000-3000-512',
      'securityGroupId=88888888-2222-4333-8444-555555555555',
      'securityGroupId=99999999-2222-4333-8444-555555555555',
      'name=cn=domain admins,dc=fabrikam',
    ]);
    expect(keys('hostLogonSession')).toEqual([`deviceLogonId=0x7f31 @${D}`]);
    expect(keys('cloudLogonSession')).toEqual(['sessionId=c0ffee00-0000-4000-8000-000000000001']);
  });

  it('states the relations that its fields hold, at their own times', () => {
    const P = 'process:7312@1709629844201';
    const PARENT = 'process:5120@1709629798010';
    expect(relationsOf(facts)).toEqual(
      [
        `${MIA} signed_in_from ip:203.0.113.77 2024-03-05T08:55:00.000Z`,
        `${P} ran_on device:${D} ${FIRST}`,
        `file:${'b'.repeat(64)} image_of ${P} ${FIRST}`,
        `${MIA} ran_as ${P} ${FIRST}`,
        `${PARENT} spawned ${P} ${FIRST}`,
        `${PARENT} ran_on device:${D} 2024-03-05T09:09:58.010Z`,
        `file:c:\\office\\winword.exe image_of ${PARENT} 2024-03-05T09:09:58.010Z`,
        `process:640|services.exe ran_on device:${D} ${FIRST}`,
        `file:services.exe image_of process:640|services.exe ${FIRST}`,
        `user:nt authority\\system ran_as process:640|services.exe ${FIRST}`,
        `domain:beacon.badhost.example resolved ip:198.51.100.25 ${FIRST}`,
        `domain:beacon.badhost.example resolved ip:198.51.100.26 ${FIRST}`,
        `ip:10.2.4.104 connected_to ip:198.51.100.27 ${FIRST}`,
        `ip:203.0.113.5 connected_to ip:10.2.4.104 ${FIRST}`,
        `${MIA} owns_mailbox mailbox:mia@fabrikam.example -`,
        'user:22222222-2222-4333-8444-555555555555 owns_mailbox mailbox:lee@fabrikam.example -',
        `mailbox:pay@badhost.example sent ${MAIL}1|mia@fabrikam.example 2024-03-05T08:58:00.000Z`,
        `${MAIL}1|mia@fabrikam.example delivered_to mailbox:mia@fabrikam.example 2024-03-05T08:58:00.000Z`,
        `${MAIL}1|mia@fabrikam.example has_url url:https://docs.badhost.example/a 2024-03-05T08:58:00.000Z`,
        `mailbox:pay@badhost.example sent ${MAIL}2|lee@fabrikam.example ${FIRST}`,
        `${MAIL}1|mia@fabrikam.example part_of mailCluster:urn:mailclusterentity:1 -`,
        `${MAIL}9| part_of mailCluster:urn:mailclusterentity:1 -`,
        `mailbox:pay@badhost.example sent ${MAIL}3|lee@fabrikam.example ${FIRST}`,
        `${MAIL}3|lee@fabrikam.example delivered_to mailbox:lee@fabrikam.example ${FIRST}`,
        `user:lee@fabrikam.example acted_on ${MAIL}3|lee@fabrikam.example 2024-03-05T09:30:00.000Z`,
        'user:ext@badhost.example sent other:teamsmessage|1709629000000 2024-03-05T09:00:00.000Z',
        'other:teamsmessage|1709629000000 delivered_to user:mia@fabrikam.example 2024-03-05T09:00:00.000Z',
        'other:teamsmessage|1709629000000 has_url url:https://chat.badhost.example/x 2024-03-05T09:00:00.000Z',
        `other:teamsmessage|1709629000000 has_attachment file:${'f'.repeat(64)} 2024-03-05T09:00:00.000Z`,
        `process:8001@1709629860000 ran_on device:${D} 2024-03-05T09:11:00.000Z`,
        'file:drop.exe image_of process:8001@1709629860000 2024-03-05T09:11:00.000Z',
        `${MIA} logged_on_to device:${D} 2024-03-05T08:30:00.000Z`,
        `${MIA} signed_in_to logonSession:c0ffee00-0000-4000-8000-000000000001 2024-03-05T08:40:00.000Z`,
        `${MIA} signed_in_from device:laptop-9 2024-03-05T08:40:00.000Z`,
      ].sort(),
    );
    expect(facts.relations.every((r) => r.basis === 'observed' && r.alertId === 'da638451_1')).toBe(true);
  });

  it('keeps who is logged on as an attribute, without a user or a logon of its own', () => {
    expect(facts.entities.find((e) => e.attributes['loggedOnUsers'] !== undefined)!.attributes['loggedOnUsers']).toEqual([
      { accountName: 'mia', domainName: 'FABRIKAM' },
    ]);
    expect(facts.entities.filter((e) => id(e.entity) === 'user:fabrikam\\mia')).toEqual([]);
  });

  it('never takes a creation time of a record for the time of an activity', () => {
    const created = ['2024-03-05T09:20:00.000Z', '2024-03-05T09:14:02.000Z'];
    expect(relationsOf(facts).filter((r) => created.some((time) => r.includes(time)))).toEqual([]);
    expect(facts.events).toEqual([]);
  });

  it('makes entities of nested evidence, without evidence of their own', () => {
    const evidence = new Set(facts.evidence.map((e) => id(e.entity)));
    const stated = new Set(facts.entities.map((e) => id(e.entity)));
    const nested = [
      'ip:198.51.100.25',
      'ip:198.51.100.26',
      'ip:10.2.0.53',
      'ip:10.2.4.104',
      'ip:198.51.100.28',
      'ip:198.51.100.29',
      'ip:198.51.100.30',
      'ip:10.9.0.2',
      'ip:10.9.1.1',
      'ip:198.51.100.40',
      'ip:10.7.0.5',
      'ip:10.7.0.6',
      `file:${'1'.repeat(64)}`,
      `file:${'2'.repeat(32)}`,
      'process:8001@1709629860000',
      'cloudResource:https://store.example/c',
      'cloudResource:/subscriptions/s1/storage/store',
      'cloudResource:sha256:img1',
      'cloudResource:/k1/prod/web-1|kubernetespod',
      'cloudResource:reg.example',
      'cloudResource:/subscriptions/s1/aks/k1',
      'other:nic|02-00-00-00-00-01',
      'domain:cdn.badhost.example',
      'domain:docs.badhost.example',
      'domain:chat.badhost.example',
      'user:nt authority\\system',
      'device:laptop-9',
    ];
    expect(nested.filter((n) => !stated.has(n))).toEqual([]);
    expect(nested.filter((n) => evidence.has(n))).toEqual([]);
  });

  it('keeps what the record says of a piece of evidence', () => {
    expect(facts.evidence[0]).toMatchObject({ roles: ['compromised'], detailedRoles: ['Main device'], device: null, impacted: null });
    expect(facts.evidence[2]).toMatchObject({
      verdict: 'malicious',
      remediationStatus: 'pendingApproval',
      detectionStatus: 'detected',
      rawLabels: { detectionStatus: 'Detected' },
    });
    const device = (type: string, at = 0): string | null => id(facts.evidence.filter((e) => e.evidenceType === type)[at]!.device);
    expect(
      ['process', 'file', 'registryKey', 'registryValue', 'hostLogonSession', 'ip', 'analyzedMessage', 'user'].map((type) => device(type)),
    ).toEqual([`device:${D}`, `device:${D}`, `device:${D}`, `device:${D}`, `device:${D}`, null, null, null]);
    expect(device('process', 1)).toBe(`device:${D}`);
  });

  it('keeps all fields of an unknown subtype, and knows it again with its fields in another order', () => {
    const unknown = facts.evidence.find((e) => e.evidenceType === 'brandNewThing')!;
    expect(facts.entities.find((e) => e.entity === unknown.entity)!.attributes).toEqual({
      zeta: 1,
      inner: { b: 2, a: [1, { y: 1, x: 2 }] },
    });
    const other = (inner: unknown): string | null => {
      const type = '#microsoft.graph.security.brandNewThingEvidence';
      return id(
        mapAll(importers[0]!, [
          { id: 'da000001', title: 'x', alertWebUrl: 'u', evidence: [{ inner, verdict: 'malicious', '@odata.type': type, zeta: 1 }] },
        ])[0]!.evidence[0]!.entity,
      );
    };
    expect(other({ a: [1, { x: 2, y: 1 }], b: 2 })).toBe(id(unknown.entity));
    expect(other({ a: [1, { x: 2, y: 3 }], b: 2 })).not.toBe(id(unknown.entity));
  });
});
