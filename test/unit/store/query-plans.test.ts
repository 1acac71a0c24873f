import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import Database from 'libsql';
import type { RequestState } from '../../../src/requests/record/request.ts';
import { openDatabase } from '../../../src/store/databases/sqlite.ts';
import { pageRows } from '../../../src/store/items/item-pages.ts';
import { readAffected, replaceAffected } from '../../../src/store/queries/device-queries.ts';
import { DoneWork } from '../../../src/store/queries/done-work.ts';
import { countOpenIn, findByTerms, openByDeadline, saveTerms } from '../../../src/store/queries/finding-queries.ts';
import { countOpenForms, findForm, overdueForms, saveFormRevision } from '../../../src/store/queries/form-queries.ts';
import { pruneDone } from '../../../src/store/queries/housekeeping.ts';
import {
  failingIn,
  findAnnounced,
  findUndelivered,
  hasten,
  redrawCopies,
  revive,
} from '../../../src/store/queries/posts/delivery-queries.ts';
import { adopt } from '../../../src/store/queries/posts/lost-copies.ts';
import {
  claimMessages,
  copiesOf,
  isMessageDue,
  replaceMessages,
  showRevision,
} from '../../../src/store/queries/posts/outbox-queries.ts';
import { claimTask, isTaskDue } from '../../../src/store/queries/task-queries.ts';
import type { Db, Tables } from '../../../src/store/schema/tables.ts';
import { aFormCard } from '../../contracts/store/a-step.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { buildForm } from '../../support/samples/build-form.ts';
import { buildRequest } from '../../support/samples/build-request.ts';
import { aConversation } from '../../support/samples/ids.ts';

/** What SQLite says of a statement that looks at every row of a table, or of an index from end to end. */
const WHOLE_TABLE = /^SCAN (?!\d+ CONSTANT ROWS|json_each )/;

const FOUND = { terms: ['asked:alice', 'state:applied'], from: 1, to: 9, skip: 7, limit: 8, place: null };
const ABOUT = { ...FOUND, terms: ['group:servers', 'word:pilot', 'state:applied'] };

const LISTING = { onUnreadable: () => assert.fail(), isProven: null };

describe('a statement of the store', () => {
  const form = buildForm();
  const requestId = buildRequest().id;
  let folder: string;
  let sqlite: Database.Database;
  let db: Kysely<Tables>;
  let statements: { sql: string; parameters: readonly unknown[] }[];
  before(async () => {
    folder = await quickFolder('airlock-plans-');
    const file = join(folder, 'airlock.db');
    await (await openDatabase(file)).destroy();
    sqlite = new Database(file);
    // Sound: libsql has the API of better-sqlite3, as src/store/databases/sqlite.ts relies on too.
    const database = sqlite as unknown as SqliteDatabase;
    db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database }),
      log: (event) => void statements.push(event.query),
    });
  });
  beforeEach(() => {
    statements = [];
  });
  after(async () => {
    await db.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  function plan({ sql, parameters }: { sql: string; parameters: readonly unknown[] }): string[] {
    const rows = sqlite.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
    return rows.map(({ detail }) => detail);
  }

  const looks: Record<string, (on: Db) => Promise<unknown>> = {
    'notes what a request is found by': (on) => saveTerms(on, buildRequest<RequestState>({ state: 'pending' })),
    'finds requests by what they are found by': (on) => findByTerms(on, form.tenantId, FOUND, LISTING),
    'finds requests by what they are about': (on) => findByTerms(on, form.tenantId, ABOUT, LISTING),
    'finds requests of a channel': (on) =>
      findByTerms(on, form.tenantId, { ...FOUND, place: aConversation('c') }, LISTING),
    'lists open requests': (on) => openByDeadline(on, form.tenantId, { ...FOUND }, LISTING),
    'counts open requests': (on) => countOpenIn(on, form.tenantId, aConversation('c')),
    'finds a form': (on) => findForm(on, form.tenantId, form.id),
    'steps on a form': (on) => saveFormRevision(on, { form: { ...form, rev: 2 }, expectedRev: 1 }).catch(() => null),
    'counts the open forms of a person': (on) => countOpenForms(on, form.tenantId, form.requester.oid),
    'finds lapsed forms': (on) => overdueForms(on, 1, 50),
    'makes the copies of a form due': (on) => showRevision(on, { formId: form.id }, 2, 0),
    'makes the copies of a request due': (on) => showRevision(on, { requestId }, 2, 0),
    'turns a post': (on) => replaceMessages(on, null, [aFormCard(form, 'c')]),
    'lists the copies of a card': (on) => copiesOf(on, form.tenantId, form.id),
    'claims a task': (on) =>
      claimTask(on, { keys: null, done: new DoneWork() }, ['draft', 'apply'], { lease: 'l', now: 1, until: 2 }),
    'sees whether a task is due': (on) => isTaskDue(on, ['draft', 'apply'], 1),
    'sees whether a post is due': (on) => isMessageDue(on, 1),
    'claims posts': (on) => claimMessages(on, null, 'l', 1, 2, 8),
    'takes a lost copy in': (on) => adopt(on, requestId, { conversation: aConversation('c'), activityId: 'a' }, 1),
    'finds what fails in a room': (on) => failingIn(on, aConversation('c;messageid=1')),
    'tries again what fails': (on) => revive(on, [1], 1),
    'hastens what fails': (on) => hasten(on, form.tenantId, 1),
    'counts what fails': (on) => findUndelivered(on, form.tenantId, 5, 10),
    'draws copies again': (on) => redrawCopies(on, requestId, [aConversation('c')], 1),
    'reads whom a request was announced to': (on) => findAnnounced(on, null, form.tenantId, requestId),
    'prunes what is done': (on) => pruneDone(on, 1, 500),
    'reads a page of devices': (on) => readAffected(on, requestId, 200, 10),
    'replaces the devices of a request': (on) => replaceAffected(on, requestId, []),
  };
  for (const [name, look] of Object.entries(looks)) {
    it(`${name} by an index, however much is stored`, async () => {
      await look(db);
      assert(statements.length > 0);
      for (const statement of statements) {
        const steps = plan(statement);
        assert(steps.length > 0 || statement.sql.startsWith('insert'), statement.sql);
        assert.deepEqual(
          steps.filter((step) => WHOLE_TABLE.test(step)),
          [],
          statement.sql,
        );
      }
    });
  }

  it('finds a page of items by its place, not among all items of the request', async () => {
    await pageRows(db, requestId, 3);
    assert.match(plan(statements[0] ?? assert.fail()).join(), /position>/);
  });

  it('is caught by this test if it reads a whole table', async () => {
    await db.selectFrom('forms').select('id').where('body', '=', 'x').execute();
    assert.match(plan(statements[0] ?? assert.fail()).join(), WHOLE_TABLE);
  });
});
