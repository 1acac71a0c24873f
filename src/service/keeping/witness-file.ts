import { access, constants, copyFile, open, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Witness } from '../../requests/ports/witness.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { Log } from '../../shared/runtime.ts';
import { type Checkpoint, openNote, originOf, shapeOf, signedNote } from '../../store/record/checkpoint.ts';
import type { PublicKeys, RecordKeys } from '../../store/record/record-keys.ts';
import type { KnownHead, Noted } from '../../store/record/seen-head.ts';
import { ownSelf, trustFault } from '../config/trusted-file.ts';
import { NotesRead, witnessText } from './notes-read.ts';
import { type Looking, WitnessLooks } from './witness-looks.ts';

/** The checkpoints of one record, kept in a file; with no file, nothing is kept. */
export interface WitnessFile extends Witness {
  /**
   * Begins the file anew with this note, where the record was restored and no longer reaches what the file names. What
   * it held is kept beside it; a crash leaves either the one or the other.
   * @param stamp the end of the kept file's name
   * @returns the kept file; null where there is no file
   * @throws AirlockError config-invalid
   */
  beginAnew(note: string, stamp: string): Promise<string | null>;
  /** The furthest point of the record that the file named when it was opened; null where it named none. */
  readonly known: KnownHead | null;
  /**
   * The furthest point that the file names by now, whichever instance noted it: one look at the file's facts where
   * nothing was noted since. Of a file that is gone, cannot be read or does not answer, what it named last, and that it
   * may name more.
   * @throws AirlockError record-broken where it has a note of this record that none of the keys signed
   */
  noted(): Promise<Noted>;
  blind(): Promise<string | null>;
}

/**
 * @param file one note after another; made when there is something to note
 * @throws AirlockError config-invalid when it cannot be read or written; record-broken when the file has a note of this
 * record that none of the keys signed, or holds something and no note
 */
export async function openWitness(
  file: string | null,
  keys: PublicKeys,
  tenantId: string,
  watching: Pick<Looking, 'log' | 'patience'> = {},
): Promise<WitnessFile> {
  const origin = originOf(tenantId);
  const read = file === null ? null : new NotesRead(file, (note) => openedOf(origin, note, keys, file));
  const furthest = async (): Promise<Checkpoint | null> => (read === null ? null : read.furthest());
  if (file !== null) await assertSound(file);
  const known = headOf(await furthest());
  const own = new OwnNotes();
  const looks = file === null || read === null ? null : looksAt(read, own, { file, first: known, ...watching });
  return {
    async beginAnew(note, stamp) {
      if (file === null) return null;
      const kept = await begunAnew(file, note, stamp);
      read?.forget();
      looks?.forget();
      return kept;
    },
    isBlank: file !== null && known === null,
    known,
    noted: async () => (looks === null ? { head: null, isCurrent: true } : looks.look()),
    blind: async () => (looks === null ? null : looks.blind()),
    async add(note) {
      if (file === null) return;
      const { count, head } = openNote(note, keys);
      for (let tries = 0; ; tries += 1) {
        const there = await furthest();
        if (there?.count === count && there.head !== head) throw forked(file, count);
        looks?.found(headOf(there));
        if (count <= (there?.count ?? 0)) return;
        if (tries === TRIES) throw notWritten(OVERWRITTEN);
        own.add(note);
        await append(file, note);
      }
    },
  };
}

function looksAt(read: NotesRead, own: OwnNotes, of: Omit<Looking, 'read' | 'hasAll'>): WitnessLooks {
  const reads = async () => {
    const found = await read.furthest();
    const { writtenOver } = read;
    if (writtenOver === null || !own.has(writtenOver)) return headOf(found);
    await append(of.file, writtenOver);
    return headOf(await read.furthest());
  };
  return new WitnessLooks({ ...of, read: reads, hasAll: () => read.hasAll });
}

/** How many notes of its own an instance knows again: another one writes over the latest. */
const OWN = 64;

/** The notes that this instance appended lately: those that others write over are its to append again. */
class OwnNotes {
  readonly #notes = new Set<string>();

  add(note: string): void {
    this.#notes.add(note);
    for (const oldest of this.#notes) if (this.#notes.size > OWN) this.#notes.delete(oldest);
  }

  has(note: string): boolean {
    return this.#notes.has(note);
  }
}

/** How often a note is appended that is not there afterwards: on some shared disks two that append at once do not. */
const TRIES = 3;
const OVERWRITTEN = 'another instance writes over what is appended';

function headOf(checkpoint: Checkpoint | null): KnownHead | null {
  return checkpoint && { seq: checkpoint.count, hash: checkpoint.head };
}

function forked(file: string, count: number): AirlockError {
  return new AirlockError(
    'record-broken',
    `AUDIT_WITNESS_FILE (${file}) holds a checkpoint of ${count} entries with another head than the record has. Keep both, and find out who changed the record.`,
  );
}

/**
 * @returns null for a note of another record
 * @throws AirlockError record-broken, with what to do for whoever starts Airlock
 */
function openedOf(origin: string, note: string, keys: PublicKeys, file: string): Checkpoint | null {
  if (!note.startsWith(`${origin}\n`)) return null;
  try {
    return openNote(note, keys);
  } catch (error) {
    if (!isAirlockError(error, 'record-broken')) throw error;
    throw new AirlockError(
      'record-broken',
      `AUDIT_WITNESS_FILE (${file}) holds a checkpoint of this record that none of the known keys signed. If an earlier key of yours did, append its .pub.pem to the file of RECORD_OLD_KEYS_FILE. If a later one did, and this deployment went back to an older key, set RECORD_KEY_FILE to the later one again: an old key never signs again. Else keep the file, and find out who wrote it.`,
      { cause: error },
    );
  }
}

async function assertSound(file: string): Promise<void> {
  const fault = trustFault(resolve(file), ownSelf());
  if (fault !== null)
    throw new AirlockError(
      'config-invalid',
      `AUDIT_WITNESS_FILE ${fault.problem}: a witness that others can write is none. ${fault.mend}.`,
    );
  if (shapeOf(await witnessText(file)) === 'damaged')
    throw new AirlockError(
      'record-broken',
      'AUDIT_WITNESS_FILE names a file that holds no checkpoint that can be read. Keep it, find out who wrote it, and put back the one that Airlock wrote, or name another file.',
    );
  const obstacle = await witnessObstacle(file);
  if (obstacle !== null) throw notWritten(obstacle);
}

/** Why the file cannot be written, as an error code of the system; null when it can. Writes nothing. */
export async function witnessObstacle(file: string): Promise<string | null> {
  for (const path of [file, dirname(file)]) {
    try {
      await access(path, constants.W_OK);
      return null;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || path !== file) return codeOf(error);
    }
  }
  return null;
}

/**
 * Begins the file of checkpoints anew, once an operator has said that the database was restored.
 * @param head the entry that says so
 * @returns the file in which the earlier checkpoints are kept; null where there is no file
 * @throws AirlockError config-invalid
 */
export async function witnessRestored(
  witness: Pick<WitnessFile, 'beginAnew'>,
  { seq: count, hash: head }: KnownHead,
  {
    keys,
    tenantId,
    at,
    log,
  }: { readonly keys: RecordKeys; readonly tenantId: string; readonly at: number; readonly log?: Log },
): Promise<string | null> {
  const kept = await witness.beginAnew(signedNote(keys, { origin: originOf(tenantId), count, head }), stampOf(at));
  log?.warn({ kept, entries: count }, 'the database was restored: the file of checkpoints is begun anew');
  return kept;
}

/** A moment (ms since 1970) as a part of a file name: `2026-11-29T12-10-00Z`. */
export function stampOf(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
}

async function begunAnew(file: string, note: string, stamp: string): Promise<string> {
  const kept = `${file}.before-${stamp}`;
  const next = `${file}.new`;
  try {
    await copyFile(file, kept, constants.COPYFILE_EXCL);
    const handle = await open(next, 'w', 0o644);
    try {
      await handle.appendFile(`\n${note}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, file);
    return kept;
  } catch (error) {
    throw new AirlockError(
      'config-invalid',
      `The database was restored, and the file of AUDIT_WITNESS_FILE cannot be begun anew (${codeOf(error)}). Move it away, and keep it: ${MEND_WITNESS}`,
    );
  }
}

/** What to do about a file that cannot be written. */
export const MEND_WITNESS = 'Make its folder, and give the user that Airlock runs as the right to write there.';

function notWritten(code: string): AirlockError {
  return new AirlockError(
    'config-invalid',
    `AUDIT_WITNESS_FILE names a file that cannot be written (${code}). ${MEND_WITNESS}`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
}

/**
 * Appends and waits until it is on the disk. A note that was cut short by a crash stays, and is skipped by readers.
 * @throws AirlockError config-invalid
 */
async function append(file: string, note: string): Promise<void> {
  const handle = await open(file, 'a', 0o644).catch((error: unknown) => {
    throw notWritten(codeOf(error));
  });
  try {
    await handle.appendFile(`\n${note}`);
    await handle.sync();
  } catch (error) {
    throw notWritten(codeOf(error));
  } finally {
    await handle.close();
  }
}
