/** Code tables of the graph columns: the index is what travels. Append only. */
export const VERDICTS = ['unknown', 'noThreatsFound', 'suspicious', 'compromised', 'malicious'] as const;
export const SEVERITIES = ['unknown', 'informational', 'low', 'medium', 'high'] as const;
export const NODE_FLAG = { asset: 1, impacted: 2, critical: 4, actionTaken: 8, actionPending: 16, stub: 32 } as const;
