/**
 * The kill chain: ATT&CK's enterprise tactics in matrix order (v19, which split Defense Evasion into Stealth and Defense Impairment),
 * and where a product's category stands on it. The imported word is always what is shown.
 */
export interface Tactic {
  readonly id: string;
  readonly name: string;
  /** `phase_name` in STIX. */
  readonly shortname: string;
}

export const TACTICS: readonly Tactic[] = [
  { id: 'TA0043', name: 'Reconnaissance', shortname: 'reconnaissance' },
  { id: 'TA0042', name: 'Resource Development', shortname: 'resource-development' },
  { id: 'TA0001', name: 'Initial Access', shortname: 'initial-access' },
  { id: 'TA0002', name: 'Execution', shortname: 'execution' },
  { id: 'TA0003', name: 'Persistence', shortname: 'persistence' },
  { id: 'TA0004', name: 'Privilege Escalation', shortname: 'privilege-escalation' },
  { id: 'TA0005', name: 'Stealth', shortname: 'stealth' },
  { id: 'TA0112', name: 'Defense Impairment', shortname: 'defense-impairment' },
  { id: 'TA0006', name: 'Credential Access', shortname: 'credential-access' },
  { id: 'TA0007', name: 'Discovery', shortname: 'discovery' },
  { id: 'TA0008', name: 'Lateral Movement', shortname: 'lateral-movement' },
  { id: 'TA0009', name: 'Collection', shortname: 'collection' },
  { id: 'TA0011', name: 'Command and Control', shortname: 'command-and-control' },
  { id: 'TA0010', name: 'Exfiltration', shortname: 'exfiltration' },
  { id: 'TA0040', name: 'Impact', shortname: 'impact' },
];

const normal = (category: string): string => category.toLowerCase().replace(/[\s_-]/g, '');
const BY_NAME = new Map<string, Tactic>(
  TACTICS.flatMap(
    (t) =>
      [
        [normal(t.name), t],
        [normal(t.shortname), t],
        [t.id.toLowerCase(), t],
      ] as const,
  ),
);
// Until v18 the seventh tactic was called Defense Evasion; its id stayed.
BY_NAME.set('defenseevasion', TACTICS[6]!);
/** Abbreviations of event-log scanners (Hayabusa), in the order of the tactics; the eighth has none yet. */
const SHORT = [
  'recon',
  'resdev',
  'initaccess',
  'exec',
  'persis',
  'privesc',
  'evas',
  null,
  'credaccess',
  'disc',
  'latmov',
  'collect',
  'c2',
  'exfil',
  null,
];
SHORT.forEach((short, i) => {
  if (short !== null) BY_NAME.set(short, TACTICS[i]!);
});

/** Null for categories that are no tactic (Malware, Ransomware, SuspiciousActivity...): the Other band after Impact. */
export const tacticOf = (category: string): Tactic | null => BY_NAME.get(normal(category)) ?? null;

/** Band of the kill chain after Impact, for categories that are no tactic. */
export const OTHER_BAND = TACTICS.length;

/** Place on the kill chain: 0 for Reconnaissance to 14 for Impact, else {@link OTHER_BAND}. */
export function bandOf(category: string): number {
  const tactic = tacticOf(category);
  return tactic === null ? OTHER_BAND : TACTICS.indexOf(tactic);
}

/** Kill-chain order; what is no tactic comes last, by name. */
export function compareCategories(a: string, b: string): number {
  return bandOf(a) - bandOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}
