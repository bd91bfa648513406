/** Gathers what the evidence of one alert states: entities, relations, and the pieces of evidence themselves. */
import type { EpochUs } from '../../../../shared/base/time.ts';
import {
  deviceMention,
  ipMention,
  isWellKnownSid,
  plainMention,
  urlMention,
  urlOrDomainMention,
  userMention,
} from '../../../../shared/domain/entity/index.ts';
import type { EvidenceFact, Facts, Json, Mention, RelationType } from '../../../../shared/domain/facts/facts.ts';
import { computerOf, hostOf } from './implied.ts';
import { allAttributes, attributes, contentFingerprint, text, type Rec } from './record.ts';

/** The alert that pieces of evidence belong to. */
export interface AlertContext {
  readonly alertId: string;
  /** First activity: the time of a relation when neither event nor entity states one. Never a creation time of the record. */
  readonly firstUs: EpochUs | null;
  /** When the source last wrote the alert; tells which of several values of an attribute is newest. */
  readonly asOfUs: EpochUs | null;
  readonly devices: AlertDevices;
}

/** Devices that an alert names, so that evidence can refer to them by id, or to the only one. */
export class AlertDevices {
  readonly #byId = new Map<string, Mention>();
  readonly #all: Mention[] = [];

  add(device: Mention | null, ...ids: readonly unknown[]): void {
    if (device === null) return;
    this.#all.push(device);
    for (const id of ids.map(text)) if (id !== null) this.#byId.set(id.toLowerCase(), device);
  }

  get all(): readonly Mention[] {
    return this.#all;
  }

  /** The alert's device with that id, else a device known by the id alone. */
  byId(id: unknown): Mention | null {
    const known = text(id)?.toLowerCase();
    return known === undefined ? null : (this.#byId.get(known) ?? deviceMention({ mdeDeviceId: id }));
  }

  /**
   * Where the alert names one device only: that of evidence without a device of its own. A device that is listed twice, once with fewer
   * fields, is one by its strongest key; the mention with most keys stands for it.
   */
  get only(): Mention | null {
    if (new Set(this.#all.map(strongestKey)).size !== 1) return null;
    return this.#all.reduce((best, d) => (d.keys.length > best.keys.length ? d : best));
  }
}
const strongestKey = (m: Mention): string => `${m.keys[0]!.type}=${m.keys[0]!.value}`;

/** Longest list of nested things that is followed (addresses of a name, links of a message, members of a cluster). */
const MAX_NESTED = 1000;

/** Fields of an account in either API. */
const ACCOUNT = [
  'displayName',
  'accountName',
  'domainName',
  'userSid',
  'azureAdUserId',
  'userPrincipalName',
  'activeDirectoryObjectGuid',
  'resourceAccessEvents',
];

export class Collector {
  readonly facts: Facts;
  readonly alert: AlertContext;

  constructor(facts: Facts, alert: AlertContext) {
    this.facts = facts;
    this.alert = alert;
  }

  /** States an entity with what is known of it, and what it implies; null stays null. */
  state(entity: Mention | null, said: Readonly<Record<string, Json>> = {}): Mention | null {
    if (entity === null) return null;
    this.facts.entities.push({ entity, attributes: said, asOfUs: this.alert.asOfUs });
    const computer = entity.kind === 'user' ? computerOf(entity, this.alert.devices.all) : null;
    // Whose account it is has no time.
    if (computer !== null) this.relate(entity, 'computer_account_of', computer, null);
    this.state(hostOf(entity));
    return entity;
  }

  /** Nothing when an end is unknown. `timeUs` null means that the relation has no time, as ownership. */
  relate(
    from: Mention | null,
    type: RelationType,
    to: Mention | null,
    timeUs: EpochUs | null,
    more: { device?: Mention | null; attributes?: Readonly<Record<string, Json>> } = {},
  ): void {
    if (from === null || to === null) return;
    const said = more.attributes ?? {};
    this.facts.relations.push({
      from,
      type,
      to,
      timeUs,
      device: more.device ?? null,
      basis: 'observed',
      alertId: this.alert.alertId,
      ...(Object.keys(said).length > 0 ? { attributes: said } : {}),
    });
  }

  /** At most as many members as are followed; says so when some are left to the raw record. */
  bounded<T>(items: readonly T[], what: string): readonly T[] {
    if (items.length <= MAX_NESTED) return items;
    this.facts.warnings.push({
      code: 'list-cut',
      example: `${what} of alert ${this.alert.alertId}: ${MAX_NESTED} of ${items.length} were followed`,
    });
    return items.slice(0, MAX_NESTED);
  }

  /** `onDevice`: where the account was seen, if stated. Accounts that every machine has are those of the alert's only device. */
  user(a: Rec, onDevice: Mention | null = null): Mention | null {
    const sid = text(a['userSid']);
    const everywhere =
      (sid !== null && isWellKnownSid(sid)) ||
      /^(nt authority|nt service|builtin|window manager|font driver host)$/i.test(text(a['domainName']) ?? '');
    const device = onDevice ?? (everywhere ? this.alert.devices.only : null);
    const user = userMention({
      azureAdUserId: a['azureAdUserId'] ?? a['aadUserId'],
      sid,
      upn: a['userPrincipalName'],
      account: a['accountName'],
      domain: a['domainName'],
      displayName: a['displayName'],
      device,
    });
    return this.state(user, attributes(a, ACCOUNT));
  }

  /** A URL with a scheme, else the domain it begins with. */
  url(value: unknown): Mention | null {
    const url = urlMention(value);
    if (url === null) return this.state(urlOrDomainMention(value) ?? ipMention(value));
    return this.state(url);
  }

  /** What no kind fits, under its subtype: by its id where it has one, else by its fields. All fields are kept. */
  other(subtype: string, id: string | null, fields: Rec, except: ReadonlySet<string>, name: string | null): Mention {
    const all = allAttributes(fields, except);
    const raw = id ?? contentFingerprint(fields, except);
    const entity = plainMention('other', { raw: `${subtype}|${raw}` }, name ?? (subtype === '' ? 'Unknown evidence' : subtype))!;
    this.facts.entities.push({ entity, attributes: all, asOfUs: this.alert.asOfUs });
    return entity;
  }

  /** A piece of evidence. What is left out was not said. */
  evidence(entity: Mention, evidenceType: string, said: Partial<Omit<EvidenceFact, 'alertId' | 'entity' | 'evidenceType'>> = {}): void {
    this.facts.evidence.push({
      createdUs: null,
      verdict: 'unknown',
      remediationStatus: 'unknown',
      remediationStatusDetails: null,
      detectionStatus: null,
      roles: [],
      detailedRoles: [],
      tags: [],
      impacted: null,
      device: null,
      rawLabels: {},
      ...said,
      alertId: this.alert.alertId,
      entity,
      evidenceType,
    });
  }
}
