import { createHash } from 'node:crypto';
import { AirlockError } from '../../shared/errors.ts';
import { isBase64, isSigned, type PublicKeys, type RecordKeys } from './record-keys.ts';

/**
 * A statement that the record had this many entries, and the last of them this hash. It is written as a signed note of
 * the form that transparency logs use (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), so that any tool for such notes
 * checks its signature. Its third line is the head of Airlock's chain, which is no root of a Merkle tree.
 */
export interface Checkpoint {
  /** Which record: `airlock/<tenant id>`. It is also the name of the key. */
  readonly origin: string;
  readonly count: number;
  /** Hash of the last entry, 64 hex digits. */
  readonly head: string;
}

export function originOf(tenantId: string): string {
  return `airlock/${tenantId}`;
}

const ED25519 = 0x01;
const DASH = '\u2014';

/** The note: three lines, an empty one, and the line of the signature. */
export function signedNote(keys: RecordKeys, checkpoint: Checkpoint): string {
  const text = textOf(checkpoint);
  const id = noteKeyId(checkpoint.origin, keys.publicKey);
  const signature = Buffer.concat([id, Buffer.from(keys.sign(text), 'base64')]).toString('base64');
  return `${text}\n${DASH} ${checkpoint.origin} ${signature}\n`;
}

function textOf({ origin, count, head }: Checkpoint): string {
  return `${origin}\n${count}\n${Buffer.from(head, 'hex').toString('base64')}\n`;
}

/** The first four bytes of SHA-256 over name, line break, type and public key. */
function noteKeyId(name: string, publicKey: Buffer): Buffer {
  return createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.from([ED25519]))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
}

/** In base64: four bytes that name the key, and the 64 of Ed25519. */
const SIGNATURE = '[A-Za-z0-9+/]{91}=';

const NOTE = new RegExp(
  `^(?<origin>[^\\s+]+)\\n(?<count>0|[1-9]\\d{0,15})\\n(?<head>[A-Za-z0-9+/]{43}=)\\n\\n${DASH} \\k<origin> (?<signature>${SIGNATURE})\\n$`,
  'u',
);

/**
 * Reads a note and checks its signature.
 * @throws AirlockError record-broken when it is no checkpoint, or none of these keys signed it
 */
export function openNote(note: string, keys: PublicKeys): Checkpoint {
  const checkpoint = toldByNote(note);
  if (!checkpoint) throw unreadable('is not a checkpoint');
  const { head = '', signature = '' } = NOTE.exec(note)?.groups ?? {};
  const bytes = Buffer.from(signature, 'base64');
  const made = bytes.subarray(4).toString('base64');
  const signers = [...keys.keys()];
  const isWritten = isBase64(signature) && isBase64(head);
  if (isWritten && signers.some((keyId) => isSigned(keys, keyId, textOf(checkpoint), made))) return checkpoint;
  throw unreadable('is signed with none of the known keys');
}

/** What a note says, whoever signed it; null where it is none. */
export function toldByNote(note: string): Checkpoint | null {
  const parts = NOTE.exec(note)?.groups;
  if (!parts) return null;
  const { origin = '', count, head = '' } = parts;
  return { origin, count: Number(count), head: Buffer.from(head, 'base64').toString('hex') };
}

function unreadable(why: string): AirlockError {
  return new AirlockError('record-broken', `What was noted of the record ${why}, so the record cannot be continued.`);
}

/** The notes in a file of them, oldest first, without those that a crash or a full disk cut short. */
export function notesIn(text: string): readonly string[] {
  return text.match(new RegExp(`[^\\n]+\\n[^\\n]+\\n[^\\n]+\\n\\n${DASH} \\S+ ${SIGNATURE}\\n`, 'gu')) ?? [];
}

/**
 * What a file of checkpoints holds by its shape. `blank`: nothing, or the beginning of a first note that a crash cut
 * short; `damaged`: something, and no note.
 */
export function shapeOf(text: string): 'blank' | 'damaged' | 'notes' {
  if (notesIn(text).length > 0) return 'notes';
  const begun = text.trim();
  const prefix = originOf('');
  return begun.startsWith(prefix) || prefix.startsWith(begun) ? 'blank' : 'damaged';
}
