/** The sources' uncompressed bytes, kept in the case as independently compressed blocks. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { Db } from './case-file.ts';

/** Bytes per block before compression: large enough to compress well, small enough to read one record quickly. */
const BLOCK_BYTES = 256 * 1024;

/** Collects a member's bytes in order and writes blocks of {@link BLOCK_BYTES}. */
export class RawWriter {
  readonly #insert: (offset: number, length: number, data: Buffer) => void;
  readonly #hash = createHash('sha256');
  readonly #buffer = Buffer.allocUnsafe(BLOCK_BYTES);
  #fill = 0;
  #offset = 0;

  constructor(db: Db, memberId: number) {
    const statement = db.prepare('insert into raw_block(member_id, byte_offset, byte_length, data) values(?, ?, ?, ?)');
    this.#insert = (offset, length, data) => statement.run(memberId, offset, length, data);
  }

  write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    let at = 0;
    while (at < bytes.length) {
      const take = Math.min(bytes.length - at, BLOCK_BYTES - this.#fill);
      this.#buffer.set(bytes.subarray(at, at + take), this.#fill);
      this.#fill += take;
      at += take;
      if (this.#fill === BLOCK_BYTES) this.#flush();
    }
  }

  /** Writes the rest. Returns the SHA-256 (hex) and length of all bytes. */
  end(): { sha256: string; bytes: number } {
    this.#flush();
    return { sha256: this.#hash.digest('hex'), bytes: this.#offset };
  }

  #flush(): void {
    if (this.#fill === 0) return;
    const block = this.#buffer.subarray(0, this.#fill);
    this.#insert(this.#offset, this.#fill, zstdCompressSync(block, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }));
    this.#offset += this.#fill;
    this.#fill = 0;
  }
}

/** Bytes [offset, offset + length) of a member; shorter if the member is. */
export function readRaw(db: Db, memberId: number, offset: number, length: number): Buffer {
  const rows = db.prepare('select byte_offset o, byte_length n, data from raw_block where member_id = ? and byte_offset < ? and byte_offset + byte_length > ? order by byte_offset')
    .all(memberId, offset + length, offset) as { o: number; n: number; data: Buffer }[];
  return Buffer.concat(rows.map((row) => {
    const plain = zstdDecompressSync(row.data, { maxOutputLength: BLOCK_BYTES });
    return plain.subarray(Math.max(0, offset - row.o), Math.min(row.n, offset + length - row.o));
  }));
}

/** Re-hashes a member from its blocks. Null when a block is damaged or missing. */
export function hashRaw(db: Db, memberId: number): { sha256: string; bytes: number } | null {
  const hash = createHash('sha256');
  let at = 0;
  for (const row of db.prepare('select byte_offset o, byte_length n, data from raw_block where member_id = ? order by byte_offset').iterate(memberId) as IterableIterator<{ o: number; n: number; data: Buffer }>) {
    let plain: Buffer;
    try { plain = zstdDecompressSync(row.data, { maxOutputLength: BLOCK_BYTES }); } catch { return null; }
    if (row.o !== at || plain.length !== row.n) return null;
    hash.update(plain);
    at += row.n;
  }
  return { sha256: hash.digest('hex'), bytes: at };
}
