/** The columns as they travel. Node columns have `nodeCount` items, edge columns `edgeCount`; times are microseconds, NaN where missing. */
export interface AttackGraphColumns {
  readonly incidentId: string; readonly view: 'story' | 'all'; readonly nodeCount: number; readonly edgeCount: number;
  readonly ids: Uint8Array; readonly labels: Uint8Array; readonly kinds: Uint8Array; readonly verdicts: Uint8Array; readonly alertCounts: Uint16Array;
  readonly maxSeverities: Uint8Array; readonly flags: Uint8Array; readonly nodeFirstUs: Float64Array; readonly nodeLastUs: Float64Array;
  readonly edgeSources: Uint32Array; readonly edgeTargets: Uint32Array; readonly edgeTypes: Uint8Array; readonly edgeBasis: Uint8Array;
  readonly edgeFirstUs: Float64Array; readonly edgeLastUs: Float64Array; readonly edgeCounts: Uint32Array; readonly edgeRelationIds: Uint32Array;
  readonly alertIds: Uint8Array; readonly alertFirstUs: Float64Array; readonly alertSeverities: Uint8Array; readonly pairAlerts: Uint32Array; readonly pairNodes: Uint32Array;
  readonly totalEntities: number; readonly totalRelations: number; readonly withoutTime: number;
}
