import { describe, expect, it } from 'vitest';
import { DETECTION_SOURCES, DETERMINATIONS, SERVICE_SOURCES } from '../../shared/domain/incident/labels.ts';
import { INVESTIGATION_STATES } from '../../shared/domain/investigation/index.ts';
import { bytesText, copiedRows, label, plural, warningLabel } from './labels.ts';

describe('label', () => {
  it('spaces out camel-case words and keeps the word that was imported', () => {
    expect(label('CommandAndControl')).toBe('Command and control');
    expect(label('InitialAccess')).toBe('Initial access');
    expect(label('DefenseEvasion')).toBe('Defense evasion');
    expect(label('phishing')).toBe('Phishing');
    expect(label('lateralMovement2')).toBe('Lateral movement 2');
  });
  it('names products as people know them, whatever the case of the export', () => {
    expect(label('microsoftDefenderForOffice365')).toBe('Defender for Office 365');
    expect(label('MicrosoftDefenderForEndpoint')).toBe('Defender for Endpoint');
  });
  it('leaves alone what is no single word of the field', () => {
    for (const text of ['Custom rule: a/b', 'OTRF', 'T1059.001', 'MDEAlert', '', '\u202Eexe', 'x']) expect(label(text)).toBe(text);
  });
  it('gives every known word of one list a label of its own', () => {
    for (const list of [SERVICE_SOURCES, INVESTIGATION_STATES, DETERMINATIONS]) expect(new Set(list.map(label)).size).toBe(list.length);
    expect(DETECTION_SOURCES.map(label).filter((l) => !/^[A-Z]/.test(l) || l.startsWith('Microsoft D'))).toEqual([]);
  });
});

describe('figures', () => {
  it('are written with their unit', () => {
    expect([0, 999, 1000, 129_431, 1_400_000_000].map(bytesText)).toEqual(['0 B', '999 B', '1 kB', '129 kB', '1.4 GB']);
    expect([0, 1, 2, 1071].map((n) => plural(n, 'row'))).toEqual(['0 rows', '1 row', '2 rows', '1,071 rows']);
  });
  it('an unknown warning keeps its code', () => expect([warningLabel('assumed-zone'), warningLabel('constructor')]).toEqual(['Times without a zone, read as UTC', 'constructor']));
});

it('copies rows whose fields cannot forge others', () => {
  expect(copiedRows([['1', 'a\tb\nc\u202Ed'], ['2', 'e']])).toBe('1\ta b⏎c⟨U+202E⟩d\n2\te');
});
