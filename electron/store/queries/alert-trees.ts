/** Process trees of one alert's story. */
import type { AlertStory } from '../../../shared/contract/index.ts';
import { LINK_REASONS } from '../../../shared/domain/alert/index.ts';
import { ancestorsOf, type Ancestors, type ParentOf } from '../../../shared/domain/process/index.ts';
import type { Db } from '../case-file.ts';
import { ANCESTOR_LIMIT, parentsIn } from '../parents.ts';
import { childrenOf, layOut, nodesIn } from './process-nodes.ts';
import { prepared, severityName } from './shared.ts';

type Tree = AlertStory['trees'][number];
/** Trees shown, processes of the alert and of other alerts shown in each, and further children of each of the alert's processes. */
const TREES = 20;
const PROCESSES = 200;
const CHILDREN = 10;

interface Evidence { readonly pk: number; readonly up: Ancestors }
interface OtherAlert { readonly alertPk: number; readonly alertId: string; readonly title: string; readonly severity: number; readonly firstUs: number | null; readonly pk: number }

export function storyTrees(db: Db, alertPk: number): { trees: Tree[]; treeTotal: number } {
  const parentOf = parentsIn(db);
  const own = (prepared(db, `select distinct v.entity_pk from evidence v join entity e using(entity_pk) where v.alert_pk = ? and e.kind = 'process' order by e.own_time_us is null, e.own_time_us, v.entity_pk`).pluck().all(alertPk) as number[])
    .map((pk): Evidence => ({ pk, up: ancestorsOf(pk, parentOf, ANCESTOR_LIMIT) }));
  const trees = [...Map.groupBy(own, (e) => topOf(e.up))];
  const others = Map.groupBy(processesOfOthers(db, alertPk), (o) => topOf(ancestorsOf(o.pk, parentOf, ANCESTOR_LIMIT)));
  return { treeTotal: trees.length, trees: trees.slice(0, TREES).map(([top, evidence]) => storyTree(db, parentOf, evidence, others.get(top) ?? [])) };
}

/** All of a ring has one top: its least process. */
const topOf = ({ chain, top }: Ancestors): number => (top === 'ring' ? Math.min(...chain) : chain.at(-1)!);

/** Processes of the incident's other alerts that are in an execution tree with one of this alert's: they share the key that links the alerts. */
function processesOfOthers(db: Db, alertPk: number): OtherAlert[] {
  return prepared(db, `select distinct a.alert_pk alertPk, a.alert_id alertId, a.title, a.severity, a.first_activity_us firstUs, o.entity_pk pk from alert_link_key u join link_key k using(key_id) join alert_link_key o on o.key_id = u.key_id and o.alert_pk <> u.alert_pk
      join alert a on a.alert_pk = o.alert_pk where u.alert_pk = ? and k.reason_code = ${LINK_REASONS.indexOf('processChain')} and a.incident_pk = (select incident_pk from alert where alert_pk = u.alert_pk)
    order by a.first_activity_us is null, a.first_activity_us, a.alert_id, o.entity_pk`).all(alertPk) as OtherAlert[];
}

function storyTree(db: Db, parentOf: ParentOf, evidence: readonly Evidence[], others: readonly OtherAlert[]): Tree {
  const read = nodesIn(db);
  const children = new Map<number, number[]>();
  const add = (parent: number, child: number): void => { const own = children.get(parent) ?? children.set(parent, []).get(parent)!; if (!own.includes(child)) own.push(child); };
  const hang = ({ chain }: Ancestors): void => { for (let i = 1; i < chain.length; i++) add(chain[i]!, chain[i - 1]!); };
  const shown = evidence.slice(0, PROCESSES);
  for (const e of shown) hang(e.up);
  for (const pk of [...new Set(others.map((o) => o.pk))].slice(0, PROCESSES)) hang(ancestorsOf(pk, parentOf, ANCESTOR_LIMIT));
  for (const e of shown) for (const child of childrenOf(db, e.pk, CHILDREN)) add(e.pk, child);
  const start = (pk: number): number => read(pk).startUs ?? Infinity;
  for (const own of children.values()) own.sort((a, b) => cmp(start(a), start(b)) || a - b);
  const { up } = shown[0]!;
  const nodes = layOut(up.chain.at(-1)!, children, new Set(shown.map((e) => e.pk)), read);
  const otherAlerts = [...Map.groupBy(others, (o) => o.alertPk).values()].map((list) => ({ alertId: list[0]!.alertId, title: list[0]!.title, severity: severityName(list[0]!.severity), firstActivityUs: list[0]!.firstUs, entityIds: list.map((o) => read(o.pk).entityId) }));
  return { total: nodes.length, nodes, top: up.top, evidenceTotal: evidence.length, otherAlerts };
}
const cmp = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
