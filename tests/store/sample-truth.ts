/** The truth of the bundled sample case, which was written before its files, and where the case holds what it names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { EntityRow } from '../../shared/contract/index.ts';
import type { LinkReason } from '../../shared/domain/alert/index.ts';
import { root } from './cli-run.ts';

export const samples = join(root, 'resources/samples/case');
export interface TruthEntity { key: string; kind: EntityRow['kind']; displayName: string; mainIncident: boolean; identity: Record<string, string | number | null> }
export interface TruthAlert { key: string; id: string; incidentId: string; title: string; serviceSource: string; severity: string; category: string; status: string; techniques: string[]; firstActivity: string; lastActivity: string; evidence: { entity: string; verdict: string; remediationStatus: string; roles: string[] }[] }
interface LookAlike { alert?: string; alertId?: string; entity?: string }
export interface Truth {
  counts: Record<'incidents' | 'alerts' | 'evidence' | 'evidenceEntities' | 'deviceEvents' | 'investigations' | 'actions' | 'pendingActions' | 'recommendations' | 'indicators' | 'identities', number>;
  mainIncident: { id: string; alerts: number; first: string; last: string; entities: Record<string, number>; entityTotal: number; evidence: number };
  wholeCase: { entities: Record<string, number>; entityTotal: number };
  incidents: { id: string; displayName: string; severity: string; status: string; classification: string | null; determination: string | null; assignedTo: string | null; createdAt: string; alertCount: number }[];
  alerts: TruthAlert[];
  entities: TruthEntity[];
  nestedEntities: TruthEntity[];
  otherEntities: TruthEntity[];
  relations: { from: string; type: string; to: string; at: string }[];
  investigations: { id: string; state: string; alertId: string; device: string; startedAt: string; endedAt: string | null }[];
  actions: { key: string; state: string; type?: string; typeInferred?: boolean; target: string; requestedAt?: string; alertId?: string }[];
  links: { a: { alert: string; alertId: string }; b: { alert: string; alertId: string }; reason: LinkReason; via: string }[];
  /** Things that look alike and are not the same: alerts, or entities. */
  lookAlikes: { a: LookAlike; b: LookAlike; notFor: string; why: string }[];
  deviceEvents: { byTable: Record<string, number> };
  records: Record<string, number>;
}
export const truth = JSON.parse(readFileSync(join(samples, 'truth.json'), 'utf8')) as Truth;

/** The values under which a key of the case may hold what the truth states. */
function keyValues({ kind, identity: i }: TruthEntity): string[] {
  const text = (name: string): string => String(i[name] ?? '').toLowerCase();
  const values = {
    process: [`${text('pid')}@${text('startMs')}`], app: [`${text('appId')}|${text('instanceId')}`],
    email: [`${text('networkMessageId')}|${text('recipient')}`, `${text('internetMessageId')}|${text('recipient')}`],
    registryKey: [text('path')], registryValue: [`${text('path')}\\\\${text('valueName')}`], logonSession: [text('sessionId')],
  } as Partial<Record<TruthEntity['kind'], string[]>>;
  return values[kind] ?? Object.values(i).filter((v) => v !== null).map((v) => String(v).toLowerCase());
}
/** Ids of the case's entities that carry an identity of a truth entity, by its key. One, unless something was split. */
export function findEntities(casePath: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const db = new Database(casePath, { readonly: true });
  const holders = db.prepare('select distinct e.entity_id from entity_key k join entity e using(entity_pk) where e.kind = ? and lower(k.value) = ?').pluck();
  for (const entity of [...truth.entities, ...truth.nestedEntities, ...truth.otherEntities]) found.set(entity.key, [...new Set(keyValues(entity).flatMap((v) => holders.all(entity.kind, v) as string[]))]);
  db.close();
  return found;
}

/** Sources carry 100 ns digits that round to the truth's milliseconds. */
export const isTime = (us: number | null, iso: string): boolean => us !== null && Math.abs(us / 1000 - Date.parse(iso)) <= 1;
