import { open, readFile } from 'node:fs/promises';
import type { Witness } from '../../requests/ports/witness.ts';
import { AirlockError } from '../../shared/errors.ts';
import { type Checkpoint, notesIn, openNote, originOf } from '../../store/record/checkpoint.ts';
import type { PublicKeys } from '../../store/record/record-keys.ts';
import type { KnownHead } from '../../store/record/seen-head.ts';

/** The checkpoints of one record, kept in a file; with no file, nothing is kept. */
export interface WitnessFile extends Witness {
  /** The furthest point of the record that the file names; null where it names none. */
  readonly known: KnownHead | null;
}

/**
 * @param file one note after another; made when there is something to note
 * @throws AirlockError config-invalid when it cannot be read; record-broken when the file has a note of this record
 * that none of the keys signed
 */
export async function openWitness(file: string | null, keys: PublicKeys, tenantId: string): Promise<WitnessFile> {
  const origin = originOf(tenantId);
  const furthest = async (): Promise<Checkpoint | null> => {
    if (file === null) return null;
    const notes = notesIn(await textOf(file)).filter((note) => note.startsWith(`${origin}\n`));
    const checkpoints = notes.map((note) => openNote(note, keys)).sort((a, b) => a.count - b.count);
    return checkpoints.at(-1) ?? null;
  };
  const last = await furthest();
  return {
    known: last && { seq: last.count, hash: last.head },
    async add(note) {
      if (file === null) return;
      const { count } = openNote(note, keys);
      if (count > ((await furthest())?.count ?? 0)) await append(file, note);
    },
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    throw new AirlockError('config-invalid', `AUDIT_WITNESS_FILE names a file that cannot be read (${code}).`);
  }
}

/** Appends and waits until it is on the disk. A note that was cut short by a crash stays, and is skipped by readers. */
async function append(file: string, note: string): Promise<void> {
  const handle = await open(file, 'a', 0o644);
  try {
    await handle.appendFile(`\n${note}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
