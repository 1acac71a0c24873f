import assert from 'node:assert/strict';
import { soundness } from '../../../../src/cli/doctor/checks/check-store.ts';
import { auditRecord } from '../../../../src/store/audit/audit-record.ts';
import { originOf, signedNote } from '../../../../src/store/record/checkpoint.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';
import { entriesAlone } from '../../../support/tampering/entries-alone.ts';

describe('the doctor on the record', () => {
  const head = 'a'.repeat(64);

  it('says of an empty store beside checkpoints to name the one that was in use, and accuses nobody', async () => {
    const witness = signedNote(TEST_KEYS, { origin: originOf(TENANT), count: 12, head });
    const said = JSON.stringify(soundness(await auditRecord(entriesAlone([]), { keys: TEST_KEYS.known, witness })));
    assert.match(said, /the store is empty: the record: it has 0 entries, and a checkpoint says that it had 12/);
    assert.match(said, /Name the database that was in use .*restored --empty --reason/);
    assert.doesNotMatch(said, /changed what must never change/);
  });

  it('says of one that was never started on that it has no entry', async () => {
    const said = JSON.stringify(soundness(await auditRecord(entriesAlone([]), { keys: TEST_KEYS.known })));
    assert.match(said, /the record has no entry yet/);
  });
});
