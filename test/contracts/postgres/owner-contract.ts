import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { Client } from 'pg';
import { exportRecord } from '../../../src/cli/audit/export-record.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { withRecord } from '../../../src/store/audit/record-source.ts';
import { migrateAsOwner } from '../../../src/store/databases/owner-migration.ts';
import { openPostgres } from '../../../src/store/databases/postgres.ts';
import { Company } from '../../support/company/company.ts';
import { type PostgresDatabase, postgresDatabase } from '../../support/databases/postgres-database.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

const WHOLE = { number: null, from: null, before: null, scope: 'the whole record' };

/** What docs/operate.md has an administrator run, with the names of this test. */
function auditorSql([owner = '', , auditor = '']: readonly string[], name: string, password: string): string {
  const blocks = [...readFileSync('docs/operate.md', 'utf8').matchAll(/^```sql\n([\s\S]*?)^```$/gm)];
  const [, text = ''] = blocks.find(([, block = '']) => block.includes('airlock_auditor')) ?? assert.fail();
  return text
    .replaceAll('airlock_auditor', auditor)
    .replaceAll('airlock_owner', owner)
    .replace('database airlock', `database ${name}`)
    .replace("'...'", `'${password}'`);
}

/** Two roles: one owns the tables, the service has the other. */
export function ownerContract(): void {
  describe('with an owner of its own', () => {
    let database: PostgresDatabase;
    let roles: readonly string[];
    let owner: string;
    let service: string;
    beforeEach(async () => {
      database = await postgresDatabase();
      const [password, name] = [randomUUID(), `airlock_${randomUUID().replaceAll('-', '')}`];
      roles = [`${name}_owner`, name];
      for (const role of roles) await run(database.url, `create role ${role} login password '${password}'`);
      const path = new URL(database.url).pathname.slice(1);
      await run(database.url, `alter database ${path} owner to ${name}_owner`);
      [owner = '', service = ''] = roles.map((role) => urlAs(role, password));
    });
    afterEach(async () => {
      await database.drop();
      const server = new URL(database.url);
      server.pathname = '/postgres';
      for (const role of roles) await run(server.href, `drop role ${role}`);
    });

    function urlAs(role: string, password: string): string {
      return Object.assign(new URL(database.url), { username: role, password }).href;
    }

    async function run(url: string, statement: string): Promise<void> {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        await client.query(statement);
      } finally {
        await client.end();
      }
    }

    it('the service does not start on tables that are not there, and says what to run', async () => {
      await assert.rejects(openPostgres({ url: service }), {
        code: 'config-invalid',
        message: /npm run airlock -- migrate/,
      });
    });

    it('the service signs in with a password that is given for each connection, such as a token', async () => {
      const { password, ...address } = Object.fromEntries(
        (['username', 'password', 'host', 'pathname'] as const).map((part) => [part, new URL(owner)[part]]),
      );
      const url = `postgres://${address.username}@${address.host}${address.pathname}`;
      const given: string[] = [];
      const tokens = [password, password, 'one that has expired'];
      const place = {
        url,
        password: async () => {
          const token = tokens[Math.min(given.length, 2)] ?? '';
          given.push(token);
          return token;
        },
      };
      const db = await openPostgres(place);
      const one = db.connection().execute(async (first) => {
        await sql`select 1`.execute(first);
        await assert.rejects(sql`select 1`.execute(db), { code: 'store-unavailable', details: { reason: '28P01' } });
      });
      await one.finally(() => db.destroy());
      assert.deepEqual(given, tokens, 'one for the migration, one for each connection of the pool');
      const silent = new AirlockError('directory-unavailable', 'Entra ID gave no token.');
      await assert.rejects(openPostgres({ url, password: () => Promise.reject(silent) }), {
        code: 'store-unavailable',
        message: /Entra ID gave no token to sign in to it with/,
      });
    });

    it('the service works, and can only read the record and append to it', async () => {
      for (const _again of [1, 2]) assert.match(await migrateAsOwner(owner, service), /^airlock_[0-9a-f]+$/);
      const company = await Company.open({ database: { url: service, drop: async () => {} } });
      try {
        const card = await company.pending();
        await company.approve('bob', card);
        await company.settle();
        assert.equal(company.writes.length, 1);
        company.clock.pass(40 * 86_400_000);
        await company.services.store.prune(company.clock.now(), 100);
        await company.assertAuditHolds();
        for (const statement of [
          "update audit set actor = 'x'",
          'delete from audit',
          'truncate audit',
          'insert into audit select 0, previous, hash, tenant, at, event, actor, request_id, data from audit where seq = 1',
          'insert into audit select seq + 99, hash, hash, tenant, at, event, actor, request_id, data from audit where seq = 1',
          'insert into audit select * from audit on conflict (seq) do update set actor = excluded.actor',
          'alter table audit disable trigger all',
          'drop trigger audit_append_only on audit',
          'create or replace function audit_append_only() returns trigger language sql as $$ select null $$',
          'drop table audit',
          'alter table audit add column x int',
          'create table another (x int)',
          'delete from kysely_migration',
          'set session_replication_role = replica',
          'merge into audit using (select 1) as one on true when matched then delete',
          'create rule swallow as on insert to audit do instead nothing',
          'alter table audit enable row level security',
          "copy audit from program 'cat /dev/null'",
        ])
          await assert.rejects(run(service, statement), { code: '42501' }, statement);
      } finally {
        await company.close();
      }
    });

    it('an auditor with a role that only reads verifies and exports the record', async () => {
      await migrateAsOwner(owner, service);
      const company = await Company.open({ database: { url: service, drop: async () => {} } });
      const [name, password] = [`${roles[1]}_auditor`, randomUUID()];
      const url = urlAs(name, password);
      try {
        roles = [...roles, name];
        await run(database.url, auditorSql(roles, new URL(database.url).pathname.slice(1), password));
        await company.approve('bob', await company.pending());
        await company.settle();
        const options = { keys: TEST_KEYS.known, format: 'html', selection: WHOLE, clock: company.clock } as const;
        const { faults, entries } = await auditPlace({ url }, options);
        assert.deepEqual([faults, entries > 5], [[], true]);
        let page = '';
        const out = { write: (text: string) => (page += text) };
        await withRecord({ url }, (source) => exportRecord(source, out, options));
        assert.match(page, /Bob Brandt[\s\S]*The record is intact|The record is intact[\s\S]*Bob Brandt/);
        for (const statement of [
          'delete from audit',
          'update settings set body = null',
          'create table another (x int)',
        ])
          await assert.rejects(run(url, statement), { code: '42501' }, statement);
      } finally {
        await company.close();
      }
    });

    it('even the owner changes nothing in the record without removing its guards first', async () => {
      await migrateAsOwner(owner, service);
      for (const statement of ["update audit set actor = 'x'", 'delete from audit', 'truncate audit'])
        await assert.rejects(run(owner, statement), { message: /append-only/ }, statement);
    });

    it('whoever removes or replaces a guard is found out', async () => {
      await migrateAsOwner(owner, service);
      const guards = () => withRecord({ url: service }, (source) => source.guards());
      assert.deepEqual(await guards(), []);
      await run(owner, 'alter table audit disable trigger all');
      assert.match((await guards()).join(), /audit_append_only, .* was changed/);
      await run(owner, 'alter table audit enable trigger all');
      await run(
        owner,
        "create or replace function audit_append_only() returns trigger language plpgsql as 'begin return null; end'",
      );
      assert.match((await guards()).join(), /audit_append_only, .* was changed/);
      await run(owner, 'drop trigger audit_append_only on audit');
      assert.match((await guards()).join(), /audit_append_only, .* is gone/);
    });

    const refused: Record<string, { readonly urls: () => readonly [string, string]; readonly why: RegExp }> = {
      'one role for both': { urls: () => [service, service], why: /name the same user/ },
      'an owner that may not': { urls: () => [service, owner], why: /may not change the tables/ },
      'a service that may do anything': { urls: () => [owner, database.url], why: /could still rewrite the record/ },
      'a service that there is not': { urls: () => [owner, urlAs('nobody_there', 'x')], why: /there is no role/ },
    };
    for (const [title, { urls, why }] of Object.entries(refused))
      it(`is not made with ${title}`, async () => {
        await assert.rejects(migrateAsOwner(...urls()), { code: 'config-invalid', message: why });
      });
  });
}
