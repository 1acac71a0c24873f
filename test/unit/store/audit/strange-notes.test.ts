import assert from 'node:assert/strict';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { originOf, signedNote } from '../../../../src/store/record/checkpoint.ts';
import { newRecordKey, recordKeys } from '../../../../src/store/record/record-keys.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { type HonestStore, makeHonestStore } from '../../../support/tampering/honest-store.ts';
import { TENANT } from '../../../support/tampering/walk-life.ts';

/** The key of somebody else, which is named in the place of the right one. */
const OTHER = recordKeys(newRecordKey().privatePem);

describe('a record that is verified beside a file of checkpoints', () => {
  let store: HonestStore;
  before(async () => {
    store = await makeHonestStore({ seed: 1, steps: 2 });
  });
  after(() => store.remove());

  async function faults(keys: typeof OTHER, witness: string): Promise<readonly string[]> {
    const { faults: found } = await auditPlace({ file: store.file }, { keys: keys.known, witness });
    return found.map(({ what }) => what);
  }

  it('has one fault where the key that signed both is not named', async () => {
    const found = await faults(OTHER, store.note);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(String(found), /signed with key .*, which no setting names/);
  });

  it('has another one where somebody else signed a checkpoint, whichever key is named', async () => {
    const strange = signedNote(recordKeys(newRecordKey().privatePem), {
      ...{ origin: originOf(TENANT), count: 1, head: 'f'.repeat(64) },
    });
    assert.match(
      (await faults(OTHER, store.note + strange)).join(),
      /no setting names.*one of its checkpoints is not signed/,
    );
    assert.match(String(await faults(TEST_KEYS, store.note + strange)), /^one of its checkpoints is not signed/);
  });
});
