import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Services } from '../../../../src/requests/ports/services.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { recordStart } from '../../../../src/requests/recording/record-start.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { restoreRecord } from '../../../../src/store/operator/restore-record.ts';
import { aRequest, filing, next, TENANT } from '../../../contracts/store/a-step.ts';
import { memoryServices } from '../../../support/company/memory-services.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { runAsOwner } from '../../../support/databases/run-as-owner.ts';
import { counting } from '../../../support/runtime/counting.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { BUILT_AT, type RequestFields } from '../../../support/samples/build-request.ts';
import { STARTED } from '../../../support/tampering/service-started.ts';

/** Where a request stood when the record was cut, and where its row stands beside it. */
const AHEAD: readonly (readonly [RequestFields, RequestFields])[] = [
  [{ state: 'pending' }, { state: 'pending' }],
  [{ state: 'pending' }, { state: 'approved' }],
  [{ state: 'approved' }, { state: 'approved', handedOver: BUILT_AT }],
  [{ state: 'draft' }, { state: 'draft' }],
  [{ state: 'approved' }, { state: 'applying' }],
  [{ state: 'draft' }, { state: 'pending' }],
];

describe('a start on a record that was cut in place and said to be restored', () => {
  let file: string;
  let services: Services;
  let store: Store;
  let left: unknown[];
  const open = () => openStore({ file, keys: TEST_KEYS, ids: counting() });
  beforeEach(async () => {
    file = join(await quickFolder('airlock-cut-'), 'airlock.db');
    store = await open();
    await store.send({ messages: [], tasks: [], audit: [{ ...STARTED, data: { notesHead: true } }] });
  });
  afterEach(async () => {
    await store.close();
    await services.store.close();
    await rm(join(file, '..'), { recursive: true, force: true });
  });

  /** The step of an entry that tells where it leads, as the service's do. */
  function leading(request: Request, more = filing(request)) {
    return { ...more, audit: more.audit.map((one) => ({ ...one, data: { rev: request.rev, to: request.state } })) };
  }

  async function started(): Promise<void> {
    const memory = await memoryServices(() => null);
    left = [];
    const error = (fields: Readonly<Record<string, unknown>>) => void left.push(fields.number);
    store = await open();
    services = { ...memory, store: { ...store, close: memory.store.close }, log: { ...memory.log, error } };
    await recordStart(services, '1');
  }

  async function states(): Promise<readonly unknown[]> {
    const all = await Promise.all(AHEAD.map((_one, index) => store.requestByNumber(TENANT, index + 1)));
    return all.map((one) => [one?.state, one?.closing?.code ?? null]);
  }

  async function cutAndRestored(from: number): Promise<void> {
    await store.close();
    await runAsOwner({ file }, `delete from audit where seq >= ${from}`);
    const said = { keys: TEST_KEYS, at: BUILT_AT, known: null, lastGiven: null, emptyOf: null };
    await restoreRecord({ file }, said);
  }

  async function gone(): Promise<void> {
    const first: Request[] = [];
    for (const [index, [before]] of AHEAD.entries()) first.push(await store.commit(leading(aRequest(index, before))));
    for (const [index, [, after]] of AHEAD.entries()) {
      const step = next(first[index] ?? assert.fail(), after);
      await store.commit(leading(step.request, step));
    }
  }

  it('ends a request whose row is ahead, or leaves it and names it', async () => {
    await gone();
    await cutAndRestored(2 + AHEAD.length);
    await started();
    assert.deepEqual(await states(), [
      ['stale', 'record-mismatch'],
      ['stale', 'record-mismatch'],
      ['stale', 'record-mismatch'],
      ['discarded', 'restored'],
      ['applying', null],
      ['pending', null],
    ]);
    assert.deepEqual(new Set(left), new Set([1, 2, 3, 5, 6]));
  });

  it('leaves one without any entry, and starts again', async () => {
    await gone();
    await cutAndRestored(2);
    for (const _again of [1, 2]) await started();
    assert.deepEqual((await states()).map(String), [
      'pending,',
      'approved,',
      'approved,',
      'discarded,restored',
      'applying,',
      'pending,',
    ]);
  });
});
