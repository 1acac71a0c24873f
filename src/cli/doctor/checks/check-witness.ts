import { MEND_WITNESS } from '../../../service/keeping/witness-file.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { type Finding, failure, ok, warning } from '../../../shared/finding.ts';
import type { Check, ServiceContext } from '../context.ts';

type Witness = NonNullable<ServiceContext['store']['witness']>;
type Stored = Pick<ServiceContext['store'], 'schema' | 'open'>;

/** Whether the file of checkpoints can be read and written. The store's check compares the record with them. */
export const witness: Check<ServiceContext> = {
  id: 'witness',
  title: 'Checkpoints',
  run: async ({ store }) => [store.witness === null ? NONE : await judge(store.witness, store)],
};

const NONE = warning(
  'AUDIT_WITNESS_FILE is not set',
  'To Airlock a record looks whole that was cut, or put back to an earlier day together with the database. Only checkpoints that others kept, from the log or the approval channel, would show it.',
  'Set it to a file on a disk that the owner of the database cannot write to: docs/operate.md#keep-the-record-honest.',
);

const BLANK = warning(
  'the file that AUDIT_WITNESS_FILE names holds no checkpoint, and the record has some',
  'That is right where it was set only now, or a new file was begun: the service notes a checkpoint there at its start. A service that runs and had read one there writes nothing to Defender, since it does not know what other instances noted.',
  'Find out who emptied or moved the file, and put what it held back; where it was meant, start every instance anew: docs/operate.md#what-the-file-of-checkpoints-is-for.',
);

async function judge(file: Witness, store: Stored): Promise<Finding> {
  const obstacle = await file.obstacle();
  if (obstacle !== null)
    return failure(
      `the file that AUDIT_WITNESS_FILE names cannot be written (${obstacle})`,
      'Airlock would refuse to start: without checkpoints a record that was cut looks whole.',
      MEND_WITNESS,
    );
  try {
    const known = await file.known();
    if (known === null && (await hasCheckpoint(store))) return BLANK;
    return ok(
      known
        ? `the last one is of ${known.seq === 1 ? '1 entry' : `${known.seq} entries`}`
        : 'the service notes the first one once it runs',
    );
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return failure(
      error.message,
      'Airlock would refuse to start: what was noted of the record cannot be trusted.',
      error.code === 'config-invalid'
        ? 'Do what it says, and look through what stands in the file.'
        : 'Find out who wrote the file. If a new key signs the record, name the old one in RECORD_OLD_KEYS_FILE.',
    );
  }
}

/** Whether the record tells of a checkpoint; false where it cannot be read, which the store's check says. */
async function hasCheckpoint({ schema, open }: Stored): Promise<boolean> {
  try {
    const state = await schema();
    if (state.kind === 'absent' || state.newer.length > 0 || state.missing.length > 0) return false;
    const opened = await open();
    try {
      return (await opened.latestEntry('record.checkpoint')) !== null;
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (isAirlockError(error)) return false;
    throw error;
  }
}
