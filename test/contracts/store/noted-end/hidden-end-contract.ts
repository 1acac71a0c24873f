import assert from 'node:assert/strict';
import type { Kysely, KyselyPlugin } from 'kysely';
import type { AuditEntry, AuditFacts } from '../../../../src/requests/ports/audit-entry.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import { AccountWalk } from '../../../../src/store/accounts/account-walk.ts';
import { columnsOf, readAudit } from '../../../../src/store/queries/entry-rows.ts';
import { FactWalk } from '../../../../src/store/queries/facts/fact-walk.ts';
import { readTrail } from '../../../../src/store/queries/trail-queries.ts';
import { signedEntry } from '../../../../src/store/record/entry.ts';
import { SeenHead } from '../../../../src/store/record/seen-head.ts';
import type { Tables } from '../../../../src/store/schema/tables.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { STARTED } from '../../../support/tampering/service-started.ts';
import { aRequest, filing, TENANT } from '../a-step.ts';
import type { StorePlace } from '../store-contract.ts';
import { rawDatabase } from './raw-database.ts';

const NOTES: AuditFacts = { ...STARTED, data: { notesHead: true } };

type Row = Readonly<Record<string, unknown>>;

/** Gives whoever walks along the record other rows than whoever asks for the newest one, as a view can. */
class ToWalkers implements KyselyPlugin {
  constructor(readonly shown: (row: Row) => readonly Row[]) {}

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => node;

  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => ({
    ...result,
    rows: result.rows.flatMap((row) => ('previous' in row && !('note' in row) ? [...this.shown(row)] : [row])),
  });
}

async function faultOf(walk: Promise<unknown>): Promise<string | null> {
  try {
    await walk;
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whoever walks along the record has to come by every end of the record that is known, whatever a walk is answered. */
export function hiddenEndContract(open: () => Promise<StorePlace>): void {
  describe('a record whose end is kept from whoever walks along it', () => {
    const request = aRequest(1);
    let place: StorePlace;
    let store: Store;
    let db: Kysely<Tables>;
    let last: AuditEntry;
    beforeEach(async () => {
      place = await open();
      store = await place.open();
      db = await rawDatabase(place.location);
      await store.send({ messages: [], tasks: [], audit: [NOTES] });
      await store.commit(filing(request));
      await store.send({ messages: [], tasks: [], audit: [NOTES] });
      last = (await readAudit(db, 1, 9)).at(-1) ?? assert.fail();
    });
    afterEach(async () => {
      await db.destroy();
      await place.discard();
    });

    /** Who walks along the record, as a process that has seen nothing yet: why it does not go by it. */
    const WALKS: Readonly<Record<string, (shown: Kysely<Tables>) => Promise<string | null>>> = {
      'replays a request': async (shown) => {
        const trail = await readTrail(shown, { keys: TEST_KEYS, seen: new SeenHead(null) }, TENANT, request.id);
        return (trail ?? assert.fail()).fault;
      },
      'reads what is told of the tenant': (shown) => faultOf(new FactWalk(TEST_KEYS.known).told(shown, TENANT)),
      'reads what is told of accounts': (shown) => faultOf(new AccountWalk(TEST_KEYS.known).told(shown, TENANT)),
    };

    for (const [who, walk] of Object.entries(WALKS)) {
      const fault = (shown: (row: Row) => readonly Row[]) => walk(db.withPlugin(new ToWalkers(shown)));

      it(`is whole for whoever ${who} where it is shown as it is`, async () => {
        assert.equal(await fault((row) => [row]), null);
      });

      it(`is found to end too early by whoever ${who}`, async () => {
        const found = await fault((row) => (Number(row.seq) === last.seq ? [] : [row]));
        assert.match(String(found), new RegExp(`it ends before entry ${last.seq}, which is known`));
      });

      it(`is found by whoever ${who} to have another entry there, though a known key signed that one, too`, async () => {
        const [before] = await readAudit(db, last.seq - 1, 1);
        const other = signedEntry(TEST_KEYS, before ?? assert.fail(), { ...NOTES, at: NOTES.at + 1 });
        const found = await fault((row) => [Number(row.seq) === last.seq ? { ...columnsOf(other) } : row]);
        assert.match(String(found), new RegExp(`entry ${last.seq} is another one for whoever walks along it`));
      });
    }
  });
}
