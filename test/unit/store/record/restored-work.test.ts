import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../../../src/store/open-store.ts';
import { restoreRecord } from '../../../../src/store/operator/restore-record.ts';
import { aTask } from '../../../contracts/store/a-step.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { runAsOwner } from '../../../support/databases/run-as-owner.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { STARTED } from '../../../support/tampering/service-started.ts';

describe('work that was filed after what an operator gave up', () => {
  let file: string;
  beforeEach(async () => {
    file = join(await quickFolder('airlock-given-up-'), 'airlock.db');
  });
  afterEach(() => rm(join(file, '..'), { recursive: true, force: true }));

  const restore = () =>
    restoreRecord({ file }, { keys: TEST_KEYS, at: BUILT_AT, known: null, lastGiven: null, emptyOf: null });

  async function append(tasks: readonly ReturnType<typeof aTask>[] = []): Promise<void> {
    const store = await openStore({ file, keys: TEST_KEYS, ids: counting() });
    await store.send({ messages: [], tasks, audit: [STARTED] });
    await store.close();
  }

  it('is not done, and no broken record, however often the store was restored since', async () => {
    for (const tasks of [[], [], [aTask('t', { kind: 'draft' })]]) await append(tasks);
    await runAsOwner({ file }, 'delete from audit where seq >= 3');
    for (const _again of [1, 2]) {
      await restore();
      await append();
      const store = await openStore({ file, keys: TEST_KEYS, ids: counting() });
      assert.equal((await store.takeTask(['draft'], 'a', BUILT_AT, 0))?.unproven, 'late');
      await store.close();
    }
  });
});
