import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import express from 'express';
import Database from 'libsql';
import { Heartbeat } from '../../../src/service/keeping/heartbeat.ts';
import { Readiness } from '../../../src/service/keeping/readiness.ts';
import { opsRoutes } from '../../../src/service/ops-routes.ts';
import { serve, type WebServer } from '../../../src/service/web-server.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { storeTrouble } from '../../../src/shared/store-trouble.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { counting } from '../../support/runtime/counting.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

describe('readiness', () => {
  const clock = new ManualClock();
  let server: WebServer;
  let heartbeat: Heartbeat;
  let pings: number;
  let looks: number;
  let blind: string | null;
  let answer: () => Promise<void>;
  let looking: () => Promise<void>;
  beforeEach(async () => {
    [pings, looks, blind] = [0, 0, null];
    answer = async () => undefined;
    looking = async () => undefined;
    const ping = () => {
      pings += 1;
      return answer();
    };
    heartbeat = new Heartbeat({ ping }, clock);
    const look = () => {
      looks += 1;
      return looking();
    };
    const witness = { blind: async () => blind };
    const readiness = new Readiness({ store: { look }, witness, heartbeat, clock, patience: 20 });
    server = await serve(express().use(opsRoutes({ readiness })), { host: '127.0.0.1', port: 0 }, 'OPS_PORT');
  });
  afterEach(() => server.close());

  const ready = async () => (await fetch(`${server.url}/readyz`)).status;
  const status = async () => (await fetch(`${server.url}/readyz`)).text();

  it('names the file of checkpoints while it cannot be looked at, and stays ready: a brake has to come through', async () => {
    await heartbeat.beat();
    blind = 'ENOENT';
    assert.equal(await ready(), 200);
    assert.match(
      await status(),
      /"ready".*AUDIT_WITNESS_FILE cannot be looked at \(ENOENT\): nothing is written to Defender/,
    );
    clock.pass(1_000);
    blind = null;
    assert.equal(await status(), '{"status":"ready"}');
  });

  it('tells the last heartbeat, and writes nothing itself', async () => {
    assert.equal(await ready(), 503);
    await heartbeat.beat();
    assert.deepEqual(await Promise.all(Array.from({ length: 20 }, ready)), Array(20).fill(200));
    answer = () => Promise.reject(new Error('full'));
    assert.equal(await ready(), 200);
    await heartbeat.beat();
    assert.equal(await ready(), 503);
    assert.equal(pings, 2);
    answer = () =>
      Promise.reject(new AirlockError('record-broken', 'Entry 5 was changed. Tell whoever operates Airlock.'));
    await heartbeat.beat();
    const { status: why } = JSON.parse(await status());
    assert.equal(
      why,
      'the record is at fault, so nothing more is stored. Entry 5 was changed. Change nothing, run airlock audit verify, and see docs/operate.md#a-record-that-was-found-broken.',
    );
    assert.doesNotMatch(why, /store cannot|database/);
    answer = async () => undefined;
    await heartbeat.beat();
    assert.equal(await ready(), 200);
  });

  it('looks at the store once a second, and tells within one that it is gone and that it is back', async () => {
    await heartbeat.beat();
    assert.deepEqual(await Promise.all(Array.from({ length: 20 }, ready)), Array(20).fill(200));
    assert.equal(looks, 1);
    looking = () => Promise.reject(storeTrouble('gone', 'ECONNREFUSED'));
    clock.pass(999);
    assert.equal(await ready(), 200);
    clock.pass(1);
    assert.match(await status(), /the database cannot be used: it cannot be reached/);
    looking = async () => undefined;
    clock.pass(1_000);
    assert.equal(await ready(), 200);
    assert.deepEqual([looks, pings], [3, 1]);
  });

  it('does not wait for a store that hangs, and asks it nothing more meanwhile', async () => {
    await heartbeat.beat();
    const hung = new EventEmitter();
    looking = async () => void (await once(hung, 'end'));
    for (let time = 0; time < 3; time += 1) {
      assert.match(await status(), /cannot be reached/);
      clock.pass(1_000);
    }
    assert.equal(looks, 1);
    looking = async () => undefined;
    hung.emit('end');
    assert.equal(await ready(), 200);
  });

  it('is over where no heartbeat came for a minute', async () => {
    await heartbeat.beat();
    clock.pass(60_000);
    assert.equal(await ready(), 200);
    clock.pass(1);
    assert.equal(await ready(), 503);
    assert.equal((await fetch(`${server.url}/healthz`)).status, 200);
  });

  it('says what is wrong with the store, and what to do', async () => {
    answer = () => Promise.reject(storeTrouble('full', 'SQLITE_FULL'));
    await heartbeat.beat();
    const told = await (await fetch(`${server.url}/readyz`)).json();
    assert.match(told.status, /^the database cannot be used: the disk is full\. Make room/);
  });

  it('rests on one row, however often it is written, and takes no room', async () => {
    const folder = await quickFolder('airlock-ops-');
    const file = join(folder, 'airlock.db');
    const store = await openStore({ file, keys: TEST_KEYS, ids: counting() });
    await store.ping();
    const before = (await stat(`${file}-wal`)).size;
    for (let time = 0; time < 50; time += 1) await store.ping();
    assert((await stat(`${file}-wal`)).size - before < 50 * 6 * 4_120);
    await store.close();
    const db = new Database(file);
    assert.deepEqual(db.prepare('select name, owner, until from leases').all(), [
      { name: 'ping', owner: '', until: 0 },
    ]);
    db.close();
    await rm(folder, { recursive: true });
  });
});
