/** Gathers the facts of one event. */
import type { EpochUs } from '../../../../shared/base/time.ts';
import { noFacts, type Facts, type Json, type Mention, type RelationType } from '../../../../shared/domain/facts/facts.ts';
import { fileNameOf, normalizePid } from '../../../../shared/domain/entity/index.ts';
import type { ProcessNaming, Scene, UserNaming } from './scene.ts';
import { tellComputerAccount } from './computer-account.ts';
import { field, messageValue, pidField, type WindowsEvent } from './windows-event.ts';

const MAX_SUMMARY = 2000;
const USUAL_SUMMARY = 300;
/** Longest text kept as an attribute; the raw record keeps the rest. */
const MAX_ATTRIBUTE = 16_000;

type Attributes = Readonly<Record<string, Json | undefined>>;

export interface EventParts {
  readonly actionType: string;
  readonly summary: string;
  readonly actor?: Mention | null;
  readonly account?: Mention | null;
  readonly target?: Mention | null;
  /** Text that must stay searchable in full, e.g. a script: up to the limit of a summary. */
  readonly long?: boolean;
}

export class Output {
  readonly facts: Facts = noFacts();
  readonly event: WindowsEvent;
  readonly scene: Scene;
  readonly device: Mention | null;
  readonly #key: string;

  constructor(event: WindowsEvent, scene: Scene, key: string) {
    this.event = event;
    this.scene = scene;
    this.#key = key;
    this.device = scene.device(event.computer);
    if (this.device !== null && scene.first(`d|${event.computer}`)) this.entity(this.device, { deviceDnsName: event.computer });
  }

  get timeUs(): EpochUs | null {
    return this.event.timeUs;
  }

  /** A field without the spellings of "no value". */
  f(name: string): string | null {
    return field(this.event, name);
  }
  pid(name: string): number | null {
    return pidField(this.event, name);
  }
  guid(name: string): string | null {
    return this.scene.guid(this.f(name));
  }
  /** Pid of the acting process; some exports have it only in the message, under this label. */
  actingPid(label: string): number | null {
    const pid = this.pid('ProcessId');
    return pid !== null || 'ProcessId' in this.event.data ? pid : normalizePid(messageValue(this.event.message, label));
  }

  warn(code: string, example: string): void {
    this.facts.warnings.push({ code, example: example.slice(0, 200) });
  }

  entity(entity: Mention | null, attributes: Attributes = {}): void {
    if (entity !== null) this.facts.entities.push({ entity, attributes: filled(attributes), asOfUs: this.timeUs });
  }

  /** States an entity once per member: for what every row repeats. */
  entityOnce(key: string, entity: Mention | null, attributes: Attributes): void {
    if (entity !== null && this.scene.first(key)) this.entity(entity, attributes);
  }

  /** Nothing when an end is unknown. */
  relation(from: Mention | null, type: RelationType, to: Mention | null, attributes?: Attributes): void {
    if (from === null || to === null) return;
    const base = { from, type, to, timeUs: this.timeUs, device: this.device, basis: 'observed', alertId: null } as const;
    const kept = attributes === undefined ? null : filled(attributes);
    this.facts.relations.push(kept === null || Object.keys(kept).length === 0 ? base : { ...base, attributes: kept });
  }

  /** The event itself. A row with a technique in its rule name is tagged with it. */
  emit(parts: EventParts): void {
    const { event } = this;
    this.facts.events.push({
      key: this.#key,
      timeUs: event.timeUs,
      timeText: event.timeText,
      timeField: event.timeField,
      timeNote: event.timeNote,
      source: event.channel ?? event.provider ?? 'Windows event',
      actionType: parts.actionType,
      eventId: event.eventId,
      device: this.device,
      actor: parts.actor ?? null,
      account: parts.account ?? null,
      target: parts.target ?? null,
      summary: oneLine(parts.summary, parts.long === true ? MAX_SUMMARY : USUAL_SUMMARY),
      mitreTechniques: techniques(this.f('RuleName')),
      alertIds: [],
    });
  }

  /** A process by the fields `<prefix>ProcessGuid`, `<prefix>ProcessId`, `<prefix>Image`; states it the first time it is seen. */
  process(naming: ProcessNaming): Mention | null {
    const process = this.scene.process(this.device, { aliveAtUs: this.timeUs, ...naming });
    if (process === null) return null;
    const guid = naming.guid ?? null;
    // A pid alone may mean another process in every row; a GUID or a mere image is stated once.
    const once = guid ?? (naming.pid == null ? `${naming.image}|${this.event.computer}` : null);
    if (once === null || this.scene.first(`p|${once}`)) {
      if (guid !== null) this.relation(process, 'ran_on', this.device);
      this.entity(process, { processId: naming.pid ?? null, imageFile: naming.image ?? null, processGuid: guid });
    }
    return process;
  }

  /** The user of a record; a computer account is tied to its device. */
  user(naming: UserNaming): Mention | null {
    const user = this.scene.user(naming, this.device);
    if (user === null) return null;
    const once = `u|${naming.sid}|${naming.domain}|${naming.name}|${this.event.computer}`;
    if (this.scene.first(once)) {
      this.entity(user, { accountName: naming.name ?? null, domainName: naming.domain ?? null, userSid: naming.sid ?? null });
      tellComputerAccount(this, user, naming);
    }
    return user;
  }

  /** The user of Sysmon's `User` field: `DOMAIN\name`. */
  account(name: string): Mention | null {
    const text = this.f(name);
    if (text === null) return null;
    const at = text.indexOf('\\');
    return this.user(at < 0 ? { name: text } : { domain: text.slice(0, at), name: text.slice(at + 1) });
  }

  /** `<prefix>UserSid`, `<prefix>UserName`, `<prefix>DomainName` of Security events. */
  securityUser(prefix: 'Subject' | 'Target'): Mention | null {
    return this.user({ sid: this.f(`${prefix}UserSid`), name: this.f(`${prefix}UserName`), domain: this.f(`${prefix}DomainName`) });
  }

  /** The account of the record's `Security` element. */
  recordUser(): Mention | null {
    const { userSid, userName, userDomain } = this.event;
    const at = userDomain === null && userName !== null ? userName.indexOf('\\') : -1;
    if (at > 0) return this.user({ sid: userSid, domain: userName!.slice(0, at), name: userName!.slice(at + 1) });
    return this.user({ sid: userSid, name: userName, domain: userDomain });
  }

  /** `fileName`, `filePath` and hashes, once per file and content. */
  file(path: string | null, hashes: string | null, more: Attributes = {}): Mention | null {
    const file = this.scene.file(path, hashes, this.device);
    if (file !== null && this.scene.first(`f|${path}|${hashes}|${this.event.computer}`)) {
      const { sha256, sha1, md5, imphash } = this.scene.hashes(hashes);
      this.entity(file, { fileName: path === null ? null : fileNameOf(path), filePath: path, sha256, sha1, md5, imphash, ...more });
    }
    return file;
  }
}

function filled(attributes: Attributes): Record<string, Json> {
  const kept: Record<string, Json> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value === undefined || value === null) continue;
    kept[name] = typeof value === 'string' && value.length > MAX_ATTRIBUTE ? value.slice(0, MAX_ATTRIBUTE) : value;
  }
  return kept;
}

/** One line of at most `limit` characters, never half a character. */
export function oneLine(text: string, limit: number): string {
  const start = text.length > 4 * limit ? text.slice(0, 4 * limit) : text;
  const line = /[\s]{2}|[\t\r\n]/.test(start) ? start.replace(/\s+/g, ' ').trim() : start;
  if (line.length <= limit) return line;
  const end = limit - 1;
  const code = line.charCodeAt(end - 1);
  return `${line.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end)}…`;
}

/** `technique_id=T1059.001,technique_name=...` as common Sysmon configurations write it. */
function techniques(ruleName: string | null): string[] {
  if (ruleName === null || ruleName.length > 500) return [];
  const found = /(?:^|[,;\s])technique_id=(T\d{4}(?:\.\d{3})?)/i.exec(ruleName);
  return found === null ? [] : [found[1]!.toUpperCase()];
}

/** `powershell.exe (7312)` for summaries; `?` when the record does not say. */
export const named = (mention: Mention | null, otherwise = 'unknown process'): string => mention?.displayName ?? otherwise;
