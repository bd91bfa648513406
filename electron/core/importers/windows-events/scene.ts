/**
 * Mentions of one member. Most rows name the same few devices, processes and files, so each is built once and the same object is
 * given out again. Everything is bounded: a full store forgets and starts over, which costs time but changes no result.
 */
import {
  deviceMention,
  fileMention,
  fileNameOf,
  ipMention,
  isLinkablePid,
  normalizeId,
  processMention,
  registryMention,
  userMention,
} from '../../../../shared/domain/entity/index.ts';
import type { EpochUs } from '../../../../shared/base/time.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';

const MOST = 50_000;

class Store<T> {
  readonly #held = new Map<string, T>();
  get(key: string, make: () => T): T {
    const known = this.#held.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }
  set(key: string, value: T): void {
    if (this.#held.size >= MOST) this.#held.clear();
    this.#held.set(key, value);
  }
}

export interface ProcessNaming {
  /** As `Scene.guid` gives it. */
  readonly guid?: string | null;
  readonly pid?: number | null;
  readonly image?: string | null;
  /** Creation time, where the record is about the creation. */
  readonly startUs?: EpochUs | null;
  /** A time at which the process was there, for those known by pid only. */
  readonly aliveAtUs?: EpochUs | null;
}

export interface UserNaming {
  readonly sid?: string | null;
  readonly name?: string | null;
  readonly domain?: string | null;
}

/** `SHA1=..,MD5=..,SHA256=..,IMPHASH=..`, or bare hex. */
export interface Hashes {
  readonly sha256: string | null;
  readonly sha1: string | null;
  readonly md5: string | null;
  readonly imphash: string | null;
}
const NO_HASHES: Hashes = { sha256: null, sha1: null, md5: null, imphash: null };

export function parseHashes(text: string | null): Hashes {
  if (text === null) return NO_HASHES;
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const part of text.split(',', 16)) {
    const at = part.indexOf('=');
    const name = at < 0 ? { 32: 'md5', 40: 'sha1', 64: 'sha256' }[part.trim().length] : part.slice(0, at).trim().toLowerCase();
    if (name !== undefined)
      found[name] = part
        .slice(at + 1)
        .trim()
        .toLowerCase();
  }
  return { sha256: found['sha256'] ?? null, sha1: found['sha1'] ?? null, md5: found['md5'] ?? null, imphash: found['imphash'] ?? null };
}

export class Scene {
  readonly #devices = new Store<Mention | null>();
  readonly #processes = new Store<Mention | null>();
  readonly #users = new Store<Mention | null>();
  readonly #files = new Store<Mention | null>();
  readonly #registry = new Store<Mention | null>();
  readonly #addresses = new Store<Mention | null>();
  readonly #hashes = new Store<Hashes>();
  readonly #guids = new Store<string | null>();
  #told = new Set<string>();

  /** True the first time; for facts that need saying once per member. */
  first(key: string): boolean {
    if (this.#told.has(key)) return false;
    if (this.#told.size >= 2 * MOST) this.#told = new Set();
    this.#told.add(key);
    return true;
  }

  /** A GUID without braces, in lower case; exporters differ in both. */
  guid(text: string | null): string | null {
    return text === null ? null : this.#guids.get(text, () => normalizeId(text));
  }

  device(computer: string | null): Mention | null {
    return computer === null ? null : this.#devices.get(computer, () => deviceMention({ name: computer }));
  }

  /**
   * The process of a GUID is one object from its creation record on. Without a GUID the mention says when the pid was alive.
   * Pids 0 and 4 belong to no single start and are named with their image.
   */
  process(device: Mention | null, naming: ProcessNaming): Mention | null {
    const pid = naming.pid ?? null;
    const guid = naming.guid ?? null;
    const image = naming.image ?? null;
    if (guid === null) {
      if (pid === null && image === null) return null;
      const aliveAtUs = pid !== null && isLinkablePid(pid) ? (naming.aliveAtUs ?? null) : null;
      return processMention({ device, pid, image, startUs: naming.startUs ?? null, aliveAtUs });
    }
    const build = (): Mention | null => processMention({ device, pid, guid, image, startUs: naming.startUs ?? null });
    if (naming.startUs == null) return this.#processes.get(guid, build);
    const created = build();
    this.#processes.set(guid, created);
    return created;
  }

  /** `account` as Sysmon writes it: `DOMAIN\name`, or a bare name on Linux. */
  account(account: string | null, device: Mention | null): Mention | null {
    if (account === null) return null;
    return this.#users.get(`${account}|${deviceKey(device)}`, () => userMention({ account, device }));
  }

  user(naming: UserNaming, device: Mention | null): Mention | null {
    const { sid = null, name = null, domain = null } = naming;
    if (sid === null && name === null) return null;
    return this.#users.get(`${sid}|${domain}|${name}|${deviceKey(device)}`, () => userMention({ sid, account: name, domain, device }));
  }

  hashes(text: string | null): Hashes {
    return text === null ? NO_HASHES : this.#hashes.get(text, () => parseHashes(text));
  }

  file(path: string | null, hashes: string | null, device: Mention | null): Mention | null {
    if (path === null && hashes === null) return null;
    return this.#files.get(`${path}|${hashes}|${deviceKey(device)}`, () => {
      const { sha256, sha1, md5 } = this.hashes(hashes);
      return fileMention({ sha256, sha1, md5, name: path === null ? null : fileNameOf(path), folder: path, device });
    });
  }

  registry(key: string | null, valueName: string | null, device: Mention | null): Mention | null {
    if (key === null) return null;
    return this.#registry.get(`${key}|${valueName}|${deviceKey(device)}`, () => registryMention({ key, valueName, device }));
  }

  address(text: string | null): Mention | null {
    return text === null ? null : this.#addresses.get(text, () => ipMention(text));
  }
}

export const deviceKey = (device: Mention | null): string => device?.keys[0]?.value ?? '';
