import { createHash } from 'node:crypto';
import type { AuditEntry, AuditFacts } from '../../requests/ports/audit-entry.ts';
import { asJson, canonical, type Json } from '../../shared/json.ts';
import { isBase64, isSignedHash, type PublicKeys, type RecordKeys } from './record-keys.ts';

/** What the first entry holds as the hash of the entry before it. */
export const CHAIN_START = '0'.repeat(64);

/** What an entry needs of the one before it; null for the first. */
export type Previous = Pick<AuditEntry, 'seq' | 'hash'> | null;

/** Builds and signs the next entry of the chain. */
export function signedEntry(
  keys: Pick<RecordKeys, 'keyId' | 'sign'>,
  previous: Previous,
  facts: AuditFacts,
): AuditEntry {
  const { tenantId, at, event, actor, requestId, data } = facts;
  const link = {
    seq: (previous?.seq ?? 0) + 1,
    previous: previous?.hash ?? CHAIN_START,
    tenantId,
    at,
    event,
    actor,
    requestId,
    data: asJson(data),
    keyId: keys.keyId,
  };
  const text = textOf(link);
  return { ...link, hash: sha256(text), signature: keys.sign(text) };
}

/**
 * The text that is hashed and signed. It tells its version, so that no signed entry passes for an unsigned one, or the
 * other way round.
 */
function textOf(entry: Omit<AuditEntry, 'hash' | 'signature'>): string {
  const { seq, previous, tenantId, at, event, actor, requestId, data, keyId } = entry;
  const link = { seq, previous, tenantId, at, event, actor, requestId, data };
  return canonical(keyId === null ? link : { v: 2, ...link, keyId });
}

/** SHA-256, 64 hex digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * What is wrong with one entry by itself; null when its hash and its signature, if it has one, are right.
 * @param keys null where signatures are not checked
 */
export function entryFault(entry: AuditEntry, keys: PublicKeys | null): string | null {
  const { seq, keyId, signature } = entry;
  const text = textOf(entry);
  if (sha256(text) !== entry.hash) return `entry ${seq} was changed: its content does not match its hash`;
  if (keyId === null && signature === null) return null;
  if (keyId === null || signature === null) return `entry ${seq} has half a signature`;
  if (!isBase64(signature)) return `entry ${seq} was changed: its signature is not written as the service writes one`;
  if (keys === null) return null;
  if (!keys.has(keyId)) return unknownKeyFault(entry);
  if (!isSignedHash(keys, { keyId, hash: entry.hash, signature }, text))
    return `entry ${seq} was forged: its signature is wrong`;
  return null;
}

/**
 * The same of an entry that only a release wrote which signs: without a signature anybody could have put it there.
 * @param keys null where signatures are not checked
 */
export function signedFault(entry: AuditEntry, keys: PublicKeys | null): string | null {
  const fault = entryFault(entry, keys);
  return fault === null && keys !== null && entry.keyId === null ? `entry ${entry.seq} is not signed` : fault;
}

/** Whether the hash of an entry is that of its content, the id of its key included: no setting makes it another. */
export function isAsHashed(entry: AuditEntry): boolean {
  return sha256(textOf(entry)) === entry.hash;
}

/** What is wrong with an entry whose key is not known: of all faults the one that a setting may mend. */
export function unknownKeyFault({ seq, keyId }: Pick<AuditEntry, 'seq' | 'keyId'>): string {
  return `entry ${seq} is signed with a key that is not known (${keyId})`;
}

/** Where a walk along the chain stands. */
export interface Walked {
  readonly seq: number;
  readonly hash: string;
  /** The key that signed the last entry; null before the first signed one. */
  readonly keyId: string | null;
  /** The keys that gave way to another. */
  readonly retired: readonly string[];
}

export const NOTHING_WALKED: Walked = { seq: 0, hash: CHAIN_START, keyId: null, retired: [] };

/**
 * Takes one step along the chain.
 * @param isOwn whether this process made the entry itself, so that only its place is looked at
 * @returns where the walk stands then, or a sentence on what is wrong with the entry
 */
export function walkOn(walked: Walked, entry: AuditEntry, keys: PublicKeys | null, isOwn = false): Walked | string {
  const { seq, hash, keyId } = entry;
  const wrong = () => (isOwn ? null : entryFault(entry, keys));
  const fault = gapFault(walked, seq) ?? wrong() ?? linkFault(walked, entry) ?? signerFault(walked, entry);
  if (fault !== null) return fault;
  const gaveWay = walked.keyId !== null && walked.keyId !== keyId ? [walked.keyId] : [];
  return { seq, hash, keyId, retired: [...walked.retired, ...gaveWay] };
}

function gapFault(walked: Walked, seq: number): string | null {
  return seq === walked.seq + 1 ? null : `entry ${walked.seq + 1} is missing: the next one is ${seq}`;
}

function linkFault(walked: Walked, { seq, previous }: AuditEntry): string | null {
  if (previous === walked.hash) return null;
  return `entry ${seq} does not follow the entry before it: one was replaced, removed or swapped`;
}

/**
 * Once the record is signed, every entry is; the first signed one after unsigned ones seals them; a key gives way to
 * another only by an entry `record.key`, and never comes back.
 */
function signerFault(walked: Walked, { seq, event, keyId, data }: AuditEntry): string | null {
  if (keyId === walked.keyId) return null;
  if (keyId === null) return `entry ${seq} is not signed, though the entries before it are`;
  if (walked.retired.includes(keyId)) return `entry ${seq} is signed with a key that had given way to another`;
  if (walked.keyId !== null && event !== 'record.key')
    return `entry ${seq} is signed with another key, and no entry says that the key changed`;
  if (walked.keyId !== null && isNamed(data) && !namesBoth(data, keyId, walked.keyId))
    return `entry ${seq} says that another key gave way, or to another, than signed`;
  if (walked.keyId === null && walked.seq > 0 && event !== 'record.sealed')
    return `entry ${seq} is the first with a signature, and does not seal the entries before it`;
  return null;
}

/** Whether an entry `record.key` names the key that signs it and the one before, as far as it names any. */
function namesBoth(data: { readonly [key: string]: Json }, keyId: string, before: string): boolean {
  return (data.keyId ?? keyId) === keyId && (data.before ?? before) === before;
}

/** Whether a value is an object with named members. */
export function isNamed(data: Json): data is { readonly [key: string]: Json } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
