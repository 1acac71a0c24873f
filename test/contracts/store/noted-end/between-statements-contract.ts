import assert from 'node:assert/strict';
import type { Kysely } from 'kysely';
import type { AuditFacts } from '../../../../src/requests/ports/audit-entry.ts';
import { isAirlockError } from '../../../../src/shared/errors.ts';
import { checkpointWithMemory, findAccounts, noteAccounts } from '../../../../src/store/accounts/account-queries.ts';
import { AccountWalk } from '../../../../src/store/accounts/account-walk.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { ChannelWalk } from '../../../../src/store/audit/channel-told.ts';
import type { Recorder } from '../../../../src/store/queries/audit-queries.ts';
import { DoneWork } from '../../../../src/store/queries/done-work.ts';
import { columnsOf } from '../../../../src/store/queries/entry-rows.ts';
import { FactWalk } from '../../../../src/store/queries/facts/fact-walk.ts';
import { pruneDone } from '../../../../src/store/queries/housekeeping.ts';
import { claimTask, insertTasks } from '../../../../src/store/queries/task-queries.ts';
import { readTrail } from '../../../../src/store/queries/trail-queries.ts';
import { staysBroken } from '../../../../src/store/record/broken-record.ts';
import { type RecordKeys, recordKeys } from '../../../../src/store/record/record-keys.ts';
import { SeenHead } from '../../../../src/store/record/seen-head.ts';
import { type Recorded, saveStep, sendBatch } from '../../../../src/store/save-step.ts';
import type { Tables } from '../../../../src/store/schema/tables.ts';
import { transact } from '../../../../src/store/schema/transact.ts';
import { runAsOwner } from '../../../support/databases/run-as-owner.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { STARTED } from '../../../support/tampering/service-started.ts';
import { aRequest, aTask, filing, TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';
import { After, rawDatabase } from './raw-database.ts';

/** The key after the one of all tests. */
const NEXT = recordKeys(testKeyPem('b'), publicPem('a'));

const NOTES: AuditFacts = { ...STARTED, data: { notesHead: true } };

type Database = Kysely<Tables>;

/** One instance, as far as it knows of the record. */
class Instance {
  readonly recorder: Recorder & { readonly keys: RecordKeys };
  readonly walk: AccountWalk;
  readonly facts: FactWalk;
  readonly channel: ChannelWalk;

  constructor(
    readonly db: Database,
    keys = TEST_KEYS,
  ) {
    this.recorder = { keys, seen: new SeenHead(null) };
    this.walk = new AccountWalk(keys.known, this.recorder.seen);
    this.facts = new FactWalk(keys.known, this.recorder.seen);
    this.channel = new ChannelWalk(keys.known, this.recorder.seen);
  }

  async append(...audit: readonly AuditFacts[]): Promise<void> {
    this.saw(
      await transact(this.db, (trx) => sendBatch(trx, { messages: [], tasks: [], audit }, this.recorder, this.facts)),
    );
  }

  saw<T>({ result, entries }: Recorded<T>): T {
    for (const entry of entries) this.recorder.seen.saw({ entry, row: columnsOf(entry) });
    return result;
  }

  /** A census that found somebody new. */
  async census(at: number, db = this.db): Promise<void> {
    const noted = { accounts: [], census: { at, looked: 1 } };
    const entries = await transact(db, (trx) =>
      noteAccounts(trx, this, { tenantId: TENANT, oids: null, at }, () => noted),
    );
    this.saw({ result: undefined, entries });
  }
}

function checkpointBy(db: Database, instance: Instance) {
  return checkpointWithMemory(db, instance, instance, TENANT);
}

/** Nothing that others do between two statements, and no crash there, looks like a broken record. */
export function betweenStatementsContract(open: () => Promise<StorePlace>): void {
  describe('an honest record, between two statements,', () => {
    let place: StorePlace;
    let own: Instance;
    let other: Instance;
    const opened: Database[] = [];
    let at = BUILT_AT;
    beforeEach(async () => {
      place = await open();
      [own, other] = [new Instance(await connect()), new Instance(await connect())];
    });
    afterEach(async () => {
      for (const db of opened.splice(0)) await db.destroy();
      await place.discard();
    });

    async function connect(): Promise<Database> {
      const db = await rawDatabase(place.location);
      opened.push(db);
      return db;
    }

    /** What happens while somebody reads: starts, steps, a census, and old work is pruned. */
    async function meanwhile(): Promise<void> {
      await other.append(NOTES);
      await own.append(STARTED, STARTED);
      at += 3_600_000;
      await other.census(at);
      await transact(own.db, (trx) => pruneDone(trx, at, 100));
    }

    /** Reads again and again: others act after the first statement, after the second, and so on. */
    async function interleaved(
      read: (db: Database) => Promise<unknown>,
      before = async () => {},
      act = meanwhile,
    ): Promise<void> {
      const reading = await connect();
      for (let statement = 1; ; statement += 1) {
        await before();
        const after = new After(statement, act);
        await read(reading.withPlugin(after));
        if (after.ran < statement) return assert(statement > 2);
      }
    }

    const emptied = async () => {
      await runAsOwner(place.location, 'delete from audit; delete from settings; delete from accounts_seen');
      [own, other] = [new Instance(own.db), new Instance(other.db)];
    };

    it('is checkpointed, and what it tells of accounts is read', async () => {
      await own.append(NOTES);
      await own.census(at);
      await interleaved((db) => checkpointBy(db, own));
      await interleaved((db) => findAccounts(db, new Instance(db).walk, TENANT, null));
    });

    it('begins while two instances start on nothing, or on the store of a release that noted no end', async () => {
      await interleaved((db) => checkpointBy(db, own), emptied);
      const former = async () => {
        await emptied();
        await own.append(STARTED);
        await runAsOwner(place.location, 'delete from settings');
        own = new Instance(own.db);
      };
      await interleaved((db) => checkpointBy(db, new Instance(db)), former);
    });

    it('names a key that is not known, while an instance starts with a new one', async () => {
      const began = async () => {
        await emptied();
        await own.append(NOTES);
      };
      const rotated = () => new Instance(other.db, NEXT).append(NOTES);
      const refused = async (work: Promise<unknown>) => {
        const [ended] = await Promise.allSettled([work]);
        if (ended?.status !== 'rejected') return;
        assert(isAirlockError(ended.reason, 'record-broken') && !staysBroken(ended.reason), String(ended.reason));
        assert.match(ended.reason.message, /RECORD_OLD_KEYS_FILE/);
      };
      await interleaved((db) => refused(checkpointBy(db, own)), began, rotated);
      await interleaved((db) => refused(findAccounts(db, new Instance(db).walk, TENANT, null)), began, rotated);
    });

    it('leads to a request, and to whether work was done', async () => {
      // While SQLite reads at one moment or claims, nobody writes.
      if ('file' in place.location) return;
      await own.append(NOTES);
      const request = own.saw(
        await transact(own.db, (trx) => saveStep(trx, filing(aRequest(1)), own.recorder, own.facts)),
      );
      await interleaved(async (db) =>
        assert.equal((await readTrail(db, own.recorder, TENANT, request.id))?.fault, null),
      );
      await insertTasks(own.db, TEST_KEYS, [aTask('t', { kind: 'draft' })]);
      const claim = { lease: 'a', now: BUILT_AT, until: BUILT_AT };
      await interleaved((db) =>
        transact(db, (trx) => claimTask(trx, { keys: TEST_KEYS, done: new DoneWork() }, ['draft'], claim)),
      );
    });

    it('is whole after a crash', async () => {
      await own.append(NOTES);
      const crashing = await connect();
      const steps: ((db: Database) => Promise<unknown>)[] = [
        (db) =>
          transact(db, (trx) => saveStep(trx, filing(aRequest(1), { tasks: [aTask('u')] }), own.recorder, own.facts)),
        (db) => own.census(at + 3_600_000, db),
      ];
      for (const step of steps) {
        for (let statement = 1; ; statement += 1) {
          const after = new After(statement, async () => Promise.reject(new Error('crash')));
          const ended = await Promise.allSettled([step(crashing.withPlugin(after))]);
          for (const one of [other, own]) {
            await checkpointBy(one.db, one);
            await findAccounts(one.db, one.walk, TENANT, null);
            await one.append(STARTED);
          }
          if (after.ran < statement) {
            assert.equal(ended[0]?.status, 'fulfilled');
            break;
          }
        }
      }
    });

    async function assertVerified(): Promise<void> {
      const { faults } = await auditPlace(place.location, { keys: TEST_KEYS.known });
      const found = faults.filter(({ where }) => where === 'the record');
      assert.deepEqual(found, []);
    }

    it('is read by everybody while two instances write', async () => {
      await own.append(NOTES);
      const request = own.saw(
        await transact(own.db, (trx) => saveStep(trx, filing(aRequest(1)), own.recorder, own.facts)),
      );
      const reading = [await place.open(), await place.open()];
      await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          const [one, store] = [index % 2 ? own : other, reading[index % 2] ?? assert.fail()];
          await one.append(STARTED);
          await store.checkpoint(TENANT);
          await store.trail(TENANT, request.id);
          await store.send({ messages: [], tasks: [], audit: [STARTED] });
          await one.census(at + index * 3_600_000);
          await store.trail(TENANT, request.id);
          await store.accountsSeen(TENANT, null);
          await store.prune(at, 10);
          if (index % 4 === 0) await assertVerified();
        }),
      );
    });
  });
}
