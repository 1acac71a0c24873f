import { MEND_WITNESS } from '../../../service/keeping/witness-file.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { type Finding, failure, ok, warning } from '../../../shared/finding.ts';
import type { Check, ServiceContext } from '../context.ts';

type Witness = NonNullable<ServiceContext['store']['witness']>;

/** Whether the file of checkpoints can be read and written. The store's check compares the record with them. */
export const witness: Check<ServiceContext> = {
  id: 'witness',
  title: 'Checkpoints',
  run: async ({ store }) => [store.witness === null ? NONE : await judge(store.witness)],
};

const NONE = warning(
  'AUDIT_WITNESS_FILE is not set',
  'To Airlock a record looks whole that was cut, or put back to an earlier day together with the database. Only checkpoints that others kept, from the log or the approval channel, would show it.',
  'Set it to a file on a disk that the owner of the database cannot write to: docs/operate.md#keep-the-record-honest.',
);

async function judge(file: Witness): Promise<Finding> {
  const obstacle = await file.obstacle();
  if (obstacle !== null)
    return failure(
      `the file that AUDIT_WITNESS_FILE names cannot be written (${obstacle})`,
      'Airlock would refuse to start: without checkpoints a record that was cut looks whole.',
      MEND_WITNESS,
    );
  try {
    const known = await file.known();
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
