import { z } from 'zod';
import { canonical } from '../../shared/json.ts';
import { sha256 } from './entry.ts';
import { isBase64, isSignedHash, type PublicKeys, type RecordKeys } from './record-keys.ts';

/** The name under which the note of the record's end is kept among Airlock's own settings. */
export const HEAD_NOTE = 'record-head';

const foundSchema = z.object({ at: z.number(), why: z.string() }).readonly();

/** Since when (ms since 1970) the record is known to be broken, and why: a sentence. */
export type FoundBroken = z.infer<typeof foundSchema>;

const noteSchema = z
  .object({
    count: z.int(),
    head: z.string(),
    broken: foundSchema.nullable(),
    keyId: z.string(),
    signature: z.string(),
  })
  .readonly();

/**
 * Where the record ends, as each step that appends to it notes it beside the record, signed; and whether it was found
 * broken, which it stays until an operator says that it was restored.
 */
export type HeadNote = z.infer<typeof noteSchema>;

type Said = Pick<HeadNote, 'count' | 'head' | 'broken'>;

/** The note as it is stored. */
export function headNote(keys: Pick<RecordKeys, 'keyId' | 'sign'>, tenantId: string, said: Said): string {
  const { count, head, broken } = said;
  const signature = keys.sign(textOf(tenantId, said));
  return canonical({ v: 3, count, head, broken: broken && { ...broken }, keyId: keys.keyId, signature });
}

function textOf(tenantId: string, { count, head, broken }: Said): string {
  return canonical({ note: HEAD_NOTE, tenantId, count, head, broken: broken && { ...broken } });
}

/**
 * Reads a stored note. Each transaction does; one that was found right before is not verified again.
 * @param keys null where signatures are not checked
 * @returns null where it cannot be read, or none of the keys signed it
 */
export function readHeadNote(stored: string, tenantId: string, keys: PublicKeys | null): HeadNote | null {
  const note = noteSchema.safeParse(jsonOf(stored)).data;
  if (!note) return null;
  if (keys === null) return note;
  const { keyId, signature } = note;
  const text = textOf(tenantId, note);
  return isBase64(signature) && isSignedHash(keys, { keyId, hash: sha256(text), signature }, text) ? note : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the record is compared with its note by. */
export interface Noted {
  /** As it is stored; null where there is none. */
  readonly stored: string | null;
  readonly note: HeadNote | null;
  /** The last entry; null where the record is empty. */
  readonly last: { readonly seq: number; readonly hash: string; readonly keyId: string | null } | null;
  /** The hash of the entry at the noted count; null where there is none. */
  readonly hashThere: string | null;
  /** Whether there is no note, though the release that started last notes the end of the record. */
  readonly isNeeded: boolean;
}

/**
 * What is wrong between a record and the note of its end, a clause about the record; null where they agree. A record
 * that goes on past its note agrees with it: a release that noted nothing went on there.
 */
export function headNoteFault({ stored, note, last, hashThere, isNeeded }: Noted): string | null {
  if (stored === null) return isNeeded ? 'the note of its end that the service keeps beside it is gone' : null;
  if (note === null) return 'the note of its end that the service keeps beside it was changed';
  const { count, head, broken, keyId } = note;
  if (broken)
    return `it was found broken on ${new Date(broken.at).toISOString()}, and nobody said since that it was restored: ${broken.why.replace(/\.$/, '')}`;
  const ends = last === null ? 'it is empty' : `it ends at entry ${last.seq}`;
  if (count > (last?.seq ?? 0)) return `${ends}, and the note beside it says that it had ${count}: its end was cut off`;
  if (count > 0 && hashThere !== head)
    return `entry ${count} is another one than the note beside it says: it was put back, or written anew`;
  return count !== last?.seq || keyId === last.keyId ? null : 'the note of its end was signed with another key';
}
