import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Client } from 'pg';
import { openWitness } from '../../../src/service/keeping/witness-file.ts';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import { migratedPostgres } from '../../support/databases/migrated-postgres.ts';
import { quickFolder } from '../../support/databases/quick-folder.ts';
import { counting } from '../../support/runtime/counting.ts';
import { logTo } from '../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';
import { LOSSES, WAITS } from '../../support/tampering/waiting-work.ts';

/** What whoever may write to the database gets away with on PostgreSQL: the guards that SQLite has are there, too. */
export function guardsContract(): void {
  describe('against whoever may write to it', () => {
    let company: Company;
    let logged: string[];
    afterEach(() => company.close());

    async function open(options: Parameters<typeof Company.open>[0] = {}): Promise<void> {
      logged = [];
      const log = logTo(({ message }) => logged.push(message));
      company = await Company.open({ ...options, log, database: await migratedPostgres() });
    }

    async function run(...statements: readonly string[]): Promise<number> {
      const { place } = company;
      const client = new Client({ connectionString: 'url' in place ? place.url : assert.fail() });
      await client.connect();
      let rows = 0;
      try {
        for (const statement of statements) rows += (await client.query(statement)).rowCount ?? 0;
      } finally {
        await client.end();
      }
      return rows;
    }

    const faults = async () => (await auditPlace(company.place, { keys: TEST_KEYS.known })).faults;
    const stored = async () =>
      (await company.services.store.requestByNumber(company.services.tenantId, 1)) ?? assert.fail();

    for (const [kind, { options, text, begin, goOn, ends }] of Object.entries(WAITS))
      it(`files lost work of kind ${kind} anew, once`, async () => {
        await open(options);
        await begin(company, await company.pending(text));
        await run(LOSSES['is removed'](kind));
        assert.match(JSON.stringify(await faults()), new RegExp(`task of kind ${kind} that it waits for is gone`));
        const { store, tenantId } = company.services;
        await company.another();
        const now = company.clock.now();
        const filed = await Promise.all([1, 2, 3].map(() => store.refileWork(tenantId, now)));
        assert.deepEqual(filed.flat(), [1]);
        await goOn(company);
        const { state, outcome } = await stored();
        assert.match([state, outcome?.code, outcome?.followed?.isOver].join(' '), ends);
        assert.deepEqual(await faults(), []);
      });

    const OTHER = '00000000-0000-4000-8000-00000000000a';
    const ACCOUNTS: Readonly<Record<string, (oid: string) => string>> = {
      edited: (oid) => `update accounts_seen set body = replace(body, '1001', '9001') where oid = '${oid}'`,
      dropped: (oid) => `delete from accounts_seen where oid = '${oid}'`,
      planted: (oid) =>
        `insert into accounts_seen (tenant, oid, updated_at, body) select tenant, '${OTHER}', updated_at, replace(body, '${oid}', '${OTHER}') from accounts_seen where oid = '${oid}'`,
    };
    for (const [how, statement] of Object.entries(ACCOUNTS))
      it(`counts nothing that is remembered of an account and was ${how}, and names it`, async () => {
        await open();
        const card = await company.pending();
        await company.app.jobs.look();
        await company.settle();
        const { oid } = (await stored()).requester;
        assert.equal(await run(statement(oid)), 1);
        company.tampered = true;
        assert.match(JSON.stringify(await faults()), /account/);
        if (how === 'planted') return;
        const { value } = await company.approve('bob', card);
        assert.match(typeof value === 'string' ? value : cardText(value), /not known/);
        assert.equal((await stored()).state, 'pending');
        assert(logged.some((message) => /accounts/.test(message)));
      });

    it('appends nothing to a record that lacks what the witness holds', async () => {
      const witnessFile = join(await quickFolder('airlock-witness-'), 'checkpoints');
      await open({ witnessFile, environment: { DECISION_WINDOW: '30d' } });
      const card = await company.pending();
      company.clock.pass(86_400_000);
      await company.settle();
      const { known } = await openWitness(witnessFile, TEST_KEYS.known, company.services.tenantId);
      assert(known);
      await run(
        'alter table audit disable trigger all',
        `delete from audit where seq >= ${known.seq}`,
        'alter table audit enable trigger all',
      );
      const before = await run('select seq from audit');
      await company.approve('bob', card);
      assert.equal((await stored()).state, 'pending');
      await assert.rejects(company.another(), { code: 'record-broken' });
      assert.equal(await run('select seq from audit'), before);
    });

    it('asks PostgreSQL’s own clock and its own tables, whatever search path the database is set to', async () => {
      await open();
      await company.pending();
      const own = new URL('url' in company.place ? company.place.url : assert.fail()).pathname.slice(1);
      await run(
        'create schema evil',
        'create table evil.audit (like audit)',
        `create function evil.clock_timestamp() returns timestamptz language sql as $$ select '2001-01-01'::timestamptz $$`,
        `alter database ${own} set search_path = evil, pg_catalog, public`,
      );
      const store = await openStore({ ...company.place, keys: TEST_KEYS, ids: counting() });
      const at = (await store.time()) ?? assert.fail();
      const [first] = await store.audit(0, 1);
      await store.close();
      assert.equal(first?.seq, 1);
      assert(at > Date.UTC(2002, 0), new Date(at).toISOString());
    });

    it('is not taken for an empty one where its tables stand in another schema', async () => {
      await open();
      await run('create schema other', 'alter table kysely_migration set schema other');
      company.tampered = true;
      await assert.rejects(company.another(), { code: 'config-invalid', message: /stand in the schema other/ });
      await run('alter table other.kysely_migration set schema public');
    });
  });
}
