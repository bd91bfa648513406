/** Clusters of messages, and the messages in them. */
import { emailMention, normalizeId, plainMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Collector } from './collector.ts';
import { joined, text, texts, type Rec } from './record.ts';

/**
 * By its urn, its query, or what it was clustered by together with the value. What it was clustered by alone (`Subject;SenderIp`)
 * is the same for many clusters: such a one is its alert's own.
 */
export function clusterOf(e: Rec, alertId: string): Mention | null {
  const [by, value] = [text(e['clusterBy']), text(e['clusterByValue'])];
  const name = joined(': ', by, value) ?? text(e['query']) ?? text(e['urn']);
  const cluster = plainMention(
    'mailCluster',
    { urn: e['urn'], query: e['query'], clusterBy: by === null || value === null ? null : `${by}|${value}` },
    name,
  );
  return cluster ?? (by === null ? null : plainMention('mailCluster', { displayName: `${by}|${alertId}` }, by));
}

/** Joins the messages of one record to its clusters, which list them by message id only. */
export class MessageClusters {
  readonly #copies = new Map<string, Mention[]>();
  readonly #clusters: { readonly c: Collector; readonly cluster: Mention; readonly ids: readonly string[] }[] = [];

  addMessage(networkMessageId: unknown, email: Mention): void {
    const id = normalizeId(networkMessageId);
    if (id !== null) (this.#copies.get(id) ?? this.#copies.set(id, []).get(id)!).push(email);
  }

  addCluster(c: Collector, cluster: Mention, networkMessageIds: unknown): void {
    this.#clusters.push({ c, cluster, ids: texts(networkMessageIds) });
  }

  /** A listed message that the record does not describe is the message of all recipients, as the mail tables know it. */
  relate(): void {
    for (const { c, cluster, ids } of this.#clusters) {
      for (const id of c.bounded(ids, 'networkMessageIds')) {
        const copies = this.#copies.get(normalizeId(id) ?? '') ?? [
          c.state(emailMention({ networkMessageId: id }), { networkMessageId: id }),
        ];
        for (const email of copies) c.relate(email, 'part_of', cluster, null);
      }
    }
  }
}
