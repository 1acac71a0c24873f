import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { Store } from '../../../src/requests/ports/store.ts';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { Company } from '../../support/company/company.ts';
import { postgresDatabase } from '../../support/databases/postgres-database.ts';
import { counting } from '../../support/runtime/counting.ts';
import { logTo } from '../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

/** Whoever owns the database lets code of theirs run within the service’s own statements. */
const EVIL = [
  'create schema evil',
  `create function evil.sets() returns boolean language plpgsql as
     $$ begin perform pg_catalog.set_config('search_path', 'evil, public', false); return true; end $$`,
  `create function evil.same(anyelement) returns anyelement language sql immutable as $$ select $1 $$`,
  'create function evil.zero() returns integer language sql as $$ select 0 $$',
];

interface Attack {
  readonly sql: readonly string[];
  readonly says: RegExp;
}

const ATTACKS: Readonly<Record<string, Attack>> = {
  'a check': {
    sql: ['alter table audit add constraint sound check (evil.sets())'],
    says: /there is a check sound on the table audit that Airlock did not make/,
  },
  'a check that no row was compared with': {
    sql: ['alter table tasks add constraint sound check (evil.sets()) not valid'],
    says: /there is a check sound on the table tasks/,
  },
  'an exclusion': {
    sql: ['alter table leases add constraint sound exclude using btree ((evil.same(owner)) with =)'],
    says: /there is a constraint sound on the table leases/,
  },
  'a default on a column of the record': {
    sql: ['alter table audit alter column key_id set default evil.sets()::text'],
    says: /the column key_id of the table audit has a default/,
  },
  'another default than the migrations gave': {
    sql: ['alter table posts alter column refusals set default evil.zero()'],
    says: /the column refusals of the table posts has a default/,
  },
  'a default of PostgreSQL’s own function': {
    sql: [
      `alter table requests alter column has_terms set default length(set_config('search_path', 'evil, public', false)) * 0`,
    ],
    says: /the column has_terms of the table requests has a default/,
  },
  'a further column with a default': {
    sql: ['alter table audit add column further boolean default evil.sets()'],
    says: /the column further of the table audit has a default/,
  },
  'a generated column': {
    sql: ['alter table audit add column further text generated always as (evil.same(event)) stored'],
    says: /the column further of the table audit is generated/,
  },
  'a domain': {
    sql: [
      'create domain evil.words as text check (evil.sets())',
      'alter table settings alter column body type evil.words',
    ],
    says: /the column body of the table settings is of a type or a collation/,
  },
  'a collation in which different words are equal': {
    sql: [
      `create collation evil.equal (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`,
      'alter table requests alter column state type varchar(16) collate evil.equal',
    ],
    says: /the column state of the table requests is of a type or a collation/,
  },
  'an index by an expression': {
    sql: ['create index sound on audit (evil.same(event))'],
    says: /there is an index sound on the table audit by an expression/,
  },
  'an index by a condition': {
    sql: ['create index sound on audit (seq) where evil.same(seq) > 0'],
    says: /there is an index sound on the table audit by an expression, a condition/,
  },
  'a condition in the place of that of the migrations': {
    sql: ['drop index posts_failing', 'create index posts_failing on posts (failing_since) where evil.same(due) = 1'],
    says: /there is an index posts_failing on the table posts/,
  },
  'an index by a comparison of theirs': {
    sql: [
      `create function evil.compare(text, text) returns integer language sql immutable as $$ select pg_catalog.bttextcmp($1, $2) $$`,
      `create operator class evil.words for type text using btree as
         operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 evil.compare(text, text)`,
      'create index sound on audit (data evil.words)',
    ],
    says: /there is an index sound on the table audit by .* a comparison/,
  },
  'a foreign key of another table': {
    sql: ['create table evil.follows (seq bigint references audit (seq) on update cascade on delete cascade)'],
    says: /there is a foreign key follows_seq_fkey of another table to the table audit/,
  },
  // Written into the catalog itself: a server of before version 17 takes no such command.
  'a trigger on each login': {
    sql: [
      'create function evil.enters() returns event_trigger language plpgsql as $$ begin end $$',
      'set allow_system_table_mods = on',
      `insert into pg_event_trigger (oid, evtname, evtevent, evtowner, evtfoid, evtenabled)
         select 99999, 'sound', 'login', proowner, oid, 'O' from pg_proc where proname = 'enters'`,
    ],
    says: /there is a trigger sound on each login to the database/,
  },
};

/** Nothing runs within the service’s statements that no migration made, and each of its tables is named in full. */
export function strangersContract(): void {
  describe('against what somebody hangs on its tables', () => {
    let company: Company;
    afterEach(() => company.close());

    async function open(): Promise<void> {
      company = await Company.open({ log: logTo(() => undefined), database: await postgresDatabase() });
      company.tampered = true;
    }

    async function run(statements: readonly string[]): Promise<void> {
      const client = new Client({ connectionString: 'url' in company.place ? company.place.url : assert.fail() });
      await client.connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    }

    const faults = async () => (await auditPlace(company.place, { keys: TEST_KEYS.known })).faults;

    it('finds nothing on what its migrations made', async () => {
      await open();
      await company.pending();
      assert.deepEqual(await faults(), []);
    });

    for (const [what, { sql, says }] of Object.entries(ATTACKS))
      it(`names ${what}, and writes nothing while it is there`, async () => {
        await open();
        await company.approve('bob', await company.pending());
        await run([...EVIL, ...sql]);
        await company.settle();
        assert.equal(company.writes.length, 0);
        assert.match(JSON.stringify(await faults()), says);
        await assert.rejects(company.another(), { message: says });
      });

    /** Whoever writes a setting has another search path in their session from then on. */
    async function pathSetBy(statements: readonly string[]): Promise<Store> {
      await open();
      await company.pending();
      await run([...EVIL, ...statements, 'alter table settings add constraint sound check (evil.sets())']);
      const store = await openStore({ ...company.place, keys: TEST_KEYS, ids: counting() });
      assert(await store.replaceSetting(company.services.tenantId, 'any', { from: null, to: 'other' }));
      return store;
    }

    it('asks its own tables where a check has set another search path in its session', async () => {
      const store = await pathSetBy(['create view evil.audit as select * from public.audit where false']);
      const [first] = await store.audit(0, 1);
      await store.close();
      assert.equal(first?.seq, 1);
    });

    it('compares by PostgreSQL’s own operators where a check has put others before them in its session', async () => {
      const store = await pathSetBy([
        'create function evil.never("char", "char") returns boolean language sql immutable as $$ select false $$',
        'create operator evil.<> (leftarg = "char", rightarg = "char", function = evil.never)',
        `create or replace function evil.sets() returns boolean language plpgsql as
           $$ begin perform pg_catalog.set_config('search_path', 'evil, pg_catalog', false); return true; end $$`,
      ]);
      const fault = await store.beginningFault();
      await store.close();
      assert.match(String(fault), /there is a check sound on the table settings/);
    });
  });
}
