import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { witness } from '../../../../src/cli/doctor/checks/check-witness.ts';
import type { ServiceContext } from '../../../../src/cli/doctor/context.ts';
import { openWitness, witnessObstacle } from '../../../../src/service/keeping/witness-file.ts';
import { schemaState } from '../../../../src/store/databases/schema-state.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { aRequest, filing } from '../../../contracts/store/a-step.ts';
import { migratedFile } from '../../../support/databases/migrated-file.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';

describe('the doctor on the file of checkpoints', () => {
  let file: string;
  let context: ServiceContext;
  beforeEach(async () => {
    const folder = await quickFolder('airlock-doctor-');
    file = join(folder, 'checkpoints');
    const at = { file: join(folder, 'airlock.db') };
    await migratedFile(at.file);
    const known = async () => (await openWitness(file, TEST_KEYS.known, TENANT)).known;
    const of = { obstacle: () => witnessObstacle(file), known };
    const store: Partial<ServiceContext['store']> = {
      witness: of,
      schema: () => schemaState(at),
      open: () => openStore({ ...at, keys: null, ids: counting() }),
    };
    context = { store } as ServiceContext;
  });

  /** A record with a checkpoint, which is in the file, too. */
  async function noted(): Promise<void> {
    const store = await openStore({ file: join(file, '..', 'airlock.db'), keys: TEST_KEYS, ids: counting() });
    const { note } = await store.checkpoint(TENANT);
    const request = aRequest(1);
    const step = filing(request);
    await store.commit({ ...step, audit: step.audit.map((one) => ({ ...one, event: 'record.checkpoint' })) });
    await store.close();
    await (await openWitness(file, TEST_KEYS.known, TENANT)).add(note);
  }

  it('says of one that is gone or was emptied beside a record with checkpoints what a service does then', async () => {
    assert.match(JSON.stringify(await witness.run(context)), /"ok".*the service notes the first one once it runs/);
    await noted();
    await writeFile(file, '');
    for (const remove of [async () => undefined, () => rm(file)]) {
      await remove();
      const said = JSON.stringify(await witness.run(context));
      assert.match(said, /"warning".*holds no checkpoint, and the record has some/);
      assert.match(said, /writes nothing to Defender/);
      assert.match(said, /put what it held back; where it was meant, start every instance anew/);
    }
  });
});
