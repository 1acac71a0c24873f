import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWitness } from '../../../src/service/keeping/witness-file.ts';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { restoreRecord } from '../../../src/store/operator/restore-record.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import { keptCopy } from '../../support/databases/kept-copy.ts';
import type { TestDatabase } from '../../support/databases/postgres-database.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

const DAY = 86_400_000;
const TENANT = '11111111-1111-4111-8111-111111111111';

/** What happens when a store is put back to an earlier day. */
export function restoredStories(database: TestDatabase): void {
  let company: Company;
  let folder: string;
  let witnessFile: string;
  beforeEach(async () => {
    folder = await quickFolder('airlock-restored-');
    witnessFile = join(folder, 'checkpoints');
    const environment = { DECISION_WINDOW: '30d', EXECUTION_WINDOW: '30d', APPROVER_MIN_AGE: '0h' };
    company = await Company.open({ environment, database: await database(), witnessFile });
  });
  afterEach(() => company.close());

  async function stop(): Promise<void> {
    for (const app of company.apps.splice(0)) await app.close();
  }

  async function start(): Promise<void> {
    const app = await company.another();
    // Sound: an app holds the services that it was made with.
    company.services = { ...company.services, store: app.stored.store };
    await company.settle(app);
  }

  const known = async () => (await openWitness(witnessFile, TEST_KEYS.known, TENANT)).known;

  async function sayRestored(more: { readonly lastGiven?: number } = {}) {
    const said = { keys: TEST_KEYS, at: company.clock.now(), known: await known(), lastGiven: null, emptyOf: null };
    return restoreRecord(company.place, { ...said, ...more });
  }

  async function states(): Promise<readonly string[]> {
    const { store, tenantId } = company.services;
    const all = await Promise.all([1, 2, 3, 4, 5].map((number) => store.requestByNumber(tenantId, number)));
    return all.map((request) => request && `${request.state} ${request.closing?.code ?? ''}`.trim()).map(String);
  }

  /** #1 and #2 wait, #3 is a draft, #4 is approved and not applied yet: then a copy is kept. */
  async function copied(): Promise<() => Promise<void>> {
    await company.pending('enable automated investigation');
    await company.pending('enable automatically resolve alerts');
    await company.say('alice', 'create device group "IT laptops" level full tag equals it');
    const approved = await company.pending('create device group "HR laptops" level full tag equals hr');
    await company.approve('bob', approved);
    return keptCopy(company.place);
  }

  /** A day passes, after which #1 is withdrawn, #2 is rejected, #4 is applied, and #5 is made. */
  async function goOn(): Promise<void> {
    await company.settle();
    await company.say('alice', 'withdraw 1');
    await company.say('bob', 'reject 2 not now');
    await company.pending('create device group "Lab 5" level full tag equals lab5');
    company.clock.pass(DAY);
    await company.settle();
  }

  it('starts on it only once its operator says so, and ends what is open in it', async () => {
    const putBack = await copied();
    await goOn();
    const written = company.writes.length;
    await stop();
    const furthest = await known();
    await putBack();
    await assert.rejects(start(), { code: 'record-broken', message: /airlock -- restored/ });
    const { said } = await sayRestored();
    assert.deepEqual(said.behind, { count: furthest?.seq, head: furthest?.hash });
    await start();
    assert.deepEqual(await states(), [
      'stale restored',
      'stale restored',
      'discarded restored',
      'stale restored',
      'null',
    ]);
    assert.equal(company.writes.length, written, 'nothing is written that was approved before');
    await company.say('bob', 'approve 2');
    assert.equal((await states())[1], 'stale restored');
    await company.pending('create device group "Lab 2" level full tag equals lab2');
    const next = await company.services.store.requestByNumber(company.services.tenantId, said.numbers.to + 1);
    assert.equal(next?.state, 'pending', 'numbers go on above all that may have been given');
    assert(said.numbers.to >= 5);
    await stop();
    await start();
    assert.equal(
      (await company.services.store.requestByNumber(company.services.tenantId, said.numbers.to + 1))?.state,
      'pending',
    );
    const { faults } = await auditPlace(company.place, {
      keys: TEST_KEYS.known,
      witness: readFileSync(witnessFile, 'utf8'),
    });
    assert.deepEqual(faults, []);
    assert.equal(readdirSync(folder).filter((name) => name.startsWith('checkpoints.before-')).length, 1);
  });

  it('tells requester and card why', async () => {
    const putBack = await copied();
    await stop();
    await putBack();
    await sayRestored({ lastGiven: 7 });
    await start();
    const card = company.teams.messages.find((one) => cardText(one.card).includes('#2'));
    assert.match(cardText(card?.card ?? {}), /a backup was restored/);
    for (const asked of ['show 6', 'undo 6', 'who can approve #6?']) {
      await company.say('alice', asked);
      await company.settle();
      const answer = cardText(company.teams.messages.at(-1)?.card);
      assert.match(answer, /There is no request #6 any more: the database was restored/, asked);
    }
    await company.say('alice', 'show 8');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /There is no request #8 here\./);
    await company.pending('create device group "Lab 8" level full tag equals lab8');
    assert.equal((await company.services.store.requestByNumber(company.services.tenantId, 8))?.state, 'pending');
  });

  it('leaves a record alone that reaches every checkpoint', async () => {
    await copied();
    await goOn();
    await stop();
    await start();
    assert.deepEqual((await states()).slice(0, 2), ['withdrawn withdrawn', 'rejected rejected']);
  });
}
