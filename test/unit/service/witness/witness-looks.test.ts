import assert from 'node:assert/strict';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { WitnessLooks } from '../../../../src/service/keeping/witness-looks.ts';
import type { KnownHead } from '../../../../src/store/record/seen-head.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { logTo } from '../../../support/runtime/log-to.ts';

const head = (seq: number): KnownHead => ({ seq, hash: String(seq).repeat(64) });

describe('a look at the file of checkpoints', () => {
  let file: string;
  let logged: string[];
  let read: () => Promise<KnownHead | null>;
  let hasPatience: boolean;
  let hasAll: boolean;
  beforeEach(async () => {
    file = join(await quickFolder('airlock-looks-'), 'checkpoints');
    logged = [];
    hasPatience = true;
    hasAll = true;
    read = async () => head(5);
    await appendFile(file, 'one');
  });

  function looks(): WitnessLooks {
    return new WitnessLooks({
      ...{ file, first: head(4), read: () => read(), hasAll: () => hasAll },
      log: logTo(({ message }) => logged.push(message)),
      patience: () => ({ over: hasPatience ? new Promise(() => {}) : Promise.resolve(), end: () => {} }),
    });
  }

  it('waits no longer than it may, and not at all while the file still hangs, and says so once', async () => {
    const own = looks();
    let answer = (_: KnownHead) => {};
    const answered = new Promise<KnownHead>((resolve) => {
      answer = resolve;
    });
    read = () => answered;
    hasPatience = false;
    assert.deepEqual(await own.look(), { head: head(4), isCurrent: false });
    hasPatience = true;
    assert.deepEqual(await own.look(), { head: head(4), isCurrent: false });
    assert.deepEqual(logged, ['witness file cannot be looked at: nothing is written to Defender until it can']);
    answer(head(6));
    let found = await own.look();
    while (!found.isCurrent) {
      await setImmediate();
      found = await own.look();
    }
    assert.deepEqual(found, { head: head(6), isCurrent: true });
    assert.equal(logged.at(-1), 'witness file can be looked at again');
    assert.equal(logged.length, 2);
  });

  it('says that it may not know all where the file was there and is gone, or cannot be read', async () => {
    const own = looks();
    assert.deepEqual(await own.look(), { head: head(5), isCurrent: true });
    await rm(file);
    assert.deepEqual(await own.look(), { head: head(5), isCurrent: false });
    await appendFile(file, 'another');
    assert.deepEqual(await own.look(), { head: head(5), isCurrent: true });
  });

  it('says so, too, where the file lacks what it had, and never goes back', async () => {
    const own = looks();
    assert.deepEqual(await own.look(), { head: head(5), isCurrent: true });
    await appendFile(file, 'put back');
    hasAll = false;
    read = async () => head(2);
    for (const _each of [1, 2]) assert.deepEqual(await own.look(), { head: head(5), isCurrent: false });
    hasAll = true;
    assert.deepEqual(await own.look(), { head: head(5), isCurrent: true });
  });

  it('knows that nothing was noted where there never was a file', async () => {
    await rm(file);
    const none = new WitnessLooks({ file, read, hasAll: () => true, first: null });
    assert.deepEqual(await none.look(), { head: null, isCurrent: true });
  });
});
