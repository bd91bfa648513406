/**
 * Why alerts belong together. Microsoft's endpoint documentation names six reasons on an incident's Alerts tab (automated investigation, file characteristics,
 * manual association, proximate time, same file, same URL) and, for correlation in general, shared entities and artifacts. No documented API carries the reason, so
 * it is derived here from the evidence, and said to be derived.
 */

/** Strongest first; the index is the code in SQL. Two alerts may have several: the first is shown, all are kept. */
export const LINK_REASONS = [
  'manual', 'automatedInvestigation', 'sameFile', 'sameUrl', 'processChain', 'sameEmail', 'sameIp', 'sameAccount', 'sameMailbox', 'sameApp', 'fileCharacteristics', 'proximateTime', 'source',
] as const;
export type LinkReason = (typeof LINK_REASONS)[number];

/** What the screen says. */
export const LINK_REASON_LABEL: Readonly<Record<LinkReason, string>> = {
  manual: 'Manual association', automatedInvestigation: 'Automated investigation', sameFile: 'Same file', sameUrl: 'Same URL', processChain: 'Same process tree', sameEmail: 'Same email', sameIp: 'Same IP address',
  sameAccount: 'Same account', sameMailbox: 'Same mailbox', sameApp: 'Same app', fileCharacteristics: 'Similar file', proximateTime: 'Proximate time', source: 'Grouped by source',
};

/** The others follow from the evidence: `manual` is what an analyst decided here, `source` only what the imported grouping says. */
export const isDerivedReason = (reason: LinkReason): boolean => reason !== 'manual' && reason !== 'source';

/** By what an alert led to another one, nearest to a cause first. */
export const CHAIN_REASONS = ['processChain', 'file', 'url', 'email', 'logon', 'ip', 'account', 'mailbox', 'app'] as const;
export type ChainReason = (typeof CHAIN_REASONS)[number];
export const CHAIN_REASON_LABEL: Readonly<Record<ChainReason, string>> = {
  processChain: 'Process tree', file: 'File', url: 'URL', email: 'Email', logon: 'Logon', ip: 'IP address', account: 'Account', mailbox: 'Mailbox', app: 'App',
};
