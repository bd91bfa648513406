import { describe, expect, it } from 'vitest';
import {
  DETECTION_SOURCES,
  readAlertStatus,
  readClassification,
  readDetectionSource,
  readDetermination,
  readIncidentStatus,
  readInvestigationState,
  readServiceSource,
  readSeverity,
  SERVICE_SOURCES,
} from './labels.ts';

describe('labels of incidents and alerts', () => {
  it.each([
    [readClassification, 'TruePositive', 'truePositive'],
    [readClassification, 'informational expected activity', 'informationalExpectedActivity'],
    [readDetermination, 'MultiStagedAttack', 'multiStagedAttack'],
    [readDetermination, 'CompromisedUser', 'compromisedAccount'],
    [readDetermination, 'confirmedUserActivity', 'confirmedActivity'],
    [readDetermination, 'Clean', 'notMalicious'],
    [readDetermination, 'InsufficientData', 'notEnoughDataToValidate'],
    [readDetermination, 'NoEnoughDataToValidate', 'notEnoughDataToValidate'],
    [readDetermination, 'NotAvailable', 'unknown'],
    [readDetermination, 'Apt', 'apt'],
    [readDetermination, 'SecurityPersonnel', 'securityPersonnel'],
    [readSeverity, 'UnSpecified', 'unknown'],
    [readSeverity, 'Critical', 'high'],
    [readIncidentStatus, 'New', 'active'],
    [readIncidentStatus, 'InProgress', 'inProgress'],
    [readIncidentStatus, 'AwaitingAction', 'awaitingAction'],
    [readAlertStatus, 'Active', 'new'],
    [readServiceSource, 'MicrosoftDefenderATP', 'microsoftDefenderForEndpoint'],
    [readServiceSource, 'MicrosoftCloudAppSecurity', 'microsoftDefenderForCloudApps'],
    [readServiceSource, 'OfficeATP', 'microsoftDefenderForOffice365'],
    [readServiceSource, 'MicrosoftDefenderforOffice365', 'microsoftDefenderForOffice365'],
    [readServiceSource, 'Microsoft Defender for Endpoint', 'microsoftDefenderForEndpoint'],
    [readDetectionSource, 'MCAS', 'cloudAppSecurity'],
    [readDetectionSource, 'WindowsDefenderAv', 'antivirus'],
    [readDetectionSource, 'EDR', 'microsoftDefenderForEndpoint'],
    [readDetectionSource, 'CustomerTI', 'customTi'],
    [readDetectionSource, 'MTP', 'microsoft365Defender'],
    [readDetectionSource, 'AutomatedInvestigation', 'automatedInvestigation'],
    [readDetectionSource, 'DefenderForDatabases', 'microsoftDefenderForDatabases'],
    [readInvestigationState, 'pendingApproval', 'PendingApproval'],
  ] as const)('%o reads %s as %s, keeping the spelling', (read, imported, member) => {
    const raw: Record<string, string> = {};
    expect(read(imported, 'f', raw)).toBe(member);
    expect(raw).toEqual({ f: imported });
  });
  it('keeps nothing beside a value that is spelled as the member', () => {
    const raw: Record<string, string> = {};
    expect([readSeverity('high', 's', raw), readServiceSource('microsoftSentinel', 'v', raw)]).toEqual(['high', 'microsoftSentinel']);
    expect(raw).toEqual({});
  });
  it('says null for what the record does not say', () => {
    expect([null, undefined, '', '  ', 7].map((v) => readClassification(v, 'c', {}))).toEqual([null, null, null, null, null]);
  });
  it('falls back to unknown in closed lists and to the text in open ones', () => {
    const raw: Record<string, string> = {};
    expect([
      readSeverity('Spicy', 'a', raw),
      readDetectionSource('ThirdPartySensors', 'b', raw),
      readServiceSource('unknownFutureValue', 'c', raw),
    ]).toEqual(['unknown', 'ThirdPartySensors', 'unknown']);
    expect(raw).toEqual({ a: 'Spicy', c: 'unknownFutureValue' });
  });
  it('takes words of the input for words, never for members of objects', () => {
    expect(['constructor', '__proto__', 'toString'].map((w) => readServiceSource(w, 'x', {}))).toEqual([
      'constructor',
      '__proto__',
      'toString',
    ]);
  });
  it('knows the published members', () => {
    expect([SERVICE_SOURCES.length, DETECTION_SOURCES.length]).toEqual([13, 38]);
  });
});
