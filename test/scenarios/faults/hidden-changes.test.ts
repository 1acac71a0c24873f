import assert from 'node:assert/strict';
import { lookAtTenant } from '../../../src/requests/watching/look.ts';
import { AirlockError } from '../../../src/shared/errors.ts';
import { auditPlace } from '../../../src/store/audit/audit-record.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import { inPortal, ON } from '../../support/company/watched-company.ts';
import { migratedPostgres } from '../../support/databases/migrated-postgres.ts';
import type { TestDatabase } from '../../support/databases/postgres-database.ts';
import { runAsOwner } from '../../support/databases/run-as-owner.ts';
import { knowSinceLong } from '../../support/people/alter-people.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

const DATABASES: Readonly<Record<string, TestDatabase>> = {
  SQLite: async () => null,
  PostgreSQL: migratedPostgres,
};

for (const [name, databaseOf] of Object.entries(DATABASES))
  describe(`a change outside Airlock, hidden by the owner of the database, on ${name}`, () => {
    let company: Company;
    beforeEach(async () => {
      company = await Company.open({ connector: 'portal', database: await databaseOf() });
      await knowSinceLong(company);
      await company.say('grace', 'help', 'a:grace');
      await company.watch();
    });
    afterEach(() => company?.close());

    const own = (sql: string) => runAsOwner(company.place, sql);

    async function found(): Promise<string> {
      const { faults } = await auditPlace(company.place, { keys: TEST_KEYS.known });
      return faults.map(({ where, what }) => `${where}: ${what}`).join('; ');
    }

    it('is not passed over in silence where what earlier looks saw is removed', async () => {
      await inPortal(company, 'bob', ON);
      await own("delete from facts where key like 'watch:%'");
      assert.match(await found(), /remembered as watch:audit: entry \d+ tells that Airlock looks, and it is gone/);
      const before = company.teams.messages.length;
      await company.watch();
      const texts = company.teams.messages.slice(before).map(({ card }) => cardText(card));
      assert.match(texts.join('\n'), /What was seen before is not known/);
      await company.say('alice', 'status');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /What was seen in Defender before .* is not known/);
      assert.match(await found(), /what it found remembered of earlier looks is gone, or something else/);
    });

    const LOST = /What was seen before is not known/;
    /** What an approver is told by the next look. */
    async function toldByNextLook(): Promise<string> {
      const before = company.teams.messages.length;
      await company.watch();
      return company.teams.messages
        .slice(before)
        .map(({ card }) => cardText(card))
        .join('\n');
    }

    const EDITS: Readonly<Record<string, readonly [key: string, from: string, to: string]>> = {
      'the switch that it is about': [
        'watch:groups',
        '"automated-investigation":"off"',
        '"automated-investigation":"on"',
      ],
      'how far the log was read': ['watch:audit', '"until":', '"until":9'],
      'what cannot be read as such': ['watch:groups', '"features":', '"other":'],
    };
    for (const [what, [key, from, to]] of Object.entries(EDITS))
      it(`is not passed over in silence where what earlier looks saw is edited: ${what}`, async () => {
        assert.equal(await found(), '');
        await inPortal(company, 'bob', ON);
        await own(`update facts set body = replace(body, '${from}', '${to}') where key = '${key}'`);
        assert.match(await found(), new RegExp(`remembered as ${key}: it is not what entry \\d+ tells`));
        assert.match(await toldByNextLook(), LOST);
        await company.say('alice', 'status');
        assert.match(cardText(company.teams.messages.at(-1)?.card), /What was seen in Defender before .* is not known/);
        const after = await found();
        assert.match(after, /^entry \d+: what it found remembered of earlier looks is gone, or something else[^;]*$/);
        assert.doesNotMatch(await toldByNextLook(), LOST);
        assert.equal(await found(), after);
      });

    it('is told where an older row of what earlier looks saw is put back', async () => {
      await own("create table kept as select * from facts where key = 'watch:groups'");
      await inPortal(company, 'bob', ON);
      await company.watch();
      await own("delete from facts where key = 'watch:groups'; insert into facts select * from kept");
      assert.match(await found(), /remembered as watch:groups: it is not what entry \d+ tells/);
      assert.match(await toldByNextLook(), LOST);
    });

    it('is told once the tenant can be read, where an edited row is forgotten by a look that cannot', async () => {
      await own(`update facts set body = replace(body, '"looks":', '"looks":1') where key = 'watch:groups'`);
      const { tenant } = company.services;
      const snapshot = tenant.read.bind(tenant);
      Object.assign(tenant, { read: () => Promise.reject(new AirlockError('directory-unavailable', 'Not now.')) });
      assert.match(await toldByNextLook(), LOST);
      assert.doesNotMatch(await toldByNextLook(), LOST);
      Object.assign(tenant, { read: snapshot });
      assert.doesNotMatch(await toldByNextLook(), LOST);
      await inPortal(company, 'bob', ON);
      assert.match(await toldByNextLook(), /Changed outside Airlock/);
    });

    it('is not said to be lost where two instances look, and where a look comes to nothing', async () => {
      for (let look = 0; look < 3; look += 1) {
        await Promise.allSettled([lookAtTenant(company.services), lookAtTenant(company.services)]);
        assert.doesNotMatch(await toldByNextLook(), LOST);
      }
      const { store } = company.services;
      const send = store.send.bind(store);
      Object.assign(store, { send: () => Promise.reject(new AirlockError('store-unavailable', 'Not now.')) });
      await assert.rejects(lookAtTenant(company.services));
      Object.assign(store, { send });
      assert.doesNotMatch(await toldByNextLook(), LOST);
      assert.equal(await found(), '');
    });

    it('is still open where what was told of it is removed, and verify says that it is gone', async () => {
      await inPortal(company, 'bob', ON);
      await company.watch();
      await own("delete from facts where key like 'outside:%'");
      await company.watch();
      await company.say('alice', 'status');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /Changed outside Airlock, and open: 1/);
      assert.match(await found(), /remembered as outside:\S+: entry \d+ tells of it, and it is gone/);
    });
  });
