import assert from 'node:assert/strict';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../../../src/store/open-store.ts';
import { anAnswer, aTask, TENANT } from '../../../contracts/store/a-step.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';

const MINUTE = 60_000;

describe('a SQLite file that one process owns', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await quickFolder('airlock-owner-');
    file = join(folder, 'airlock.db');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const open = (isAlone: boolean) => openStore({ file, keys: TEST_KEYS, ids: counting(), isAlone });

  it('is refused to a second one, by name and with what to do, and free once the first has closed it', async () => {
    const first = await open(true);
    await assert.rejects(open(true), (error: Error) => {
      assert.match(error.message, /another process of Airlock uses .*airlock\.db\. .*Stop the other one first/);
      return 'code' in error && error.code === 'store-unavailable';
    });
    assert.equal((await stat(`${file}.owner`)).mode & 0o777, 0o600);
    await first.close();
    await (await open(true)).close();
  });

  it('can be read and looked at beside its owner', async () => {
    const owner = await open(true);
    const other = await open(false);
    await other.ping();
    assert.deepEqual(await other.audit(0, 1), []);
    await other.close();
    await owner.close();
  });

  it('is free again after a start that failed', async () => {
    const owner = await openStore({ file, keys: TEST_KEYS, ids: counting() });
    await owner.close();
    const broken = { file: folder, keys: TEST_KEYS, ids: counting(), isAlone: true };
    await assert.rejects(openStore(broken));
    await (await open(true)).close();
  });

  it('gives what a process that died had claimed to the next one at once', async () => {
    const died = await open(true);
    await died.send({ messages: [anAnswer('told', 'c')], tasks: [aTask('write')] });
    assert(await died.takeTask(['apply'], 'died', BUILT_AT, MINUTE));
    assert.equal((await died.takeMessages('died', BUILT_AT, MINUTE, 1)).length, 1);
    assert(await died.acquire(`writer:${TENANT}`, 'died', BUILT_AT, MINUTE));
    assert(await died.acquire('prune', 'died', BUILT_AT, MINUTE));
    await died.close();

    const next = await open(true);
    assert.equal((await next.takeTask(['apply'], 'next', BUILT_AT, MINUTE))?.key, 'write');
    assert.equal((await next.takeMessages('next', BUILT_AT, MINUTE, 1)).length, 1);
    assert(await next.acquire(`writer:${TENANT}`, 'next', BUILT_AT, MINUTE));
    assert(!(await next.acquire('prune', 'next', BUILT_AT, MINUTE)), 'what sets a pace goes on');
    await next.close();
  });
});
