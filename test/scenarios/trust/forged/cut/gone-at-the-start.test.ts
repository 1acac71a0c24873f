import assert from 'node:assert/strict';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { App } from '../../../../../src/service/http-server.ts';
import { Company, type CompanyOptions } from '../../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../../support/company/fake-teams.ts';
import { AnyOwner, text } from '../../../../support/databases/any-owner.ts';
import { migratedPostgres } from '../../../../support/databases/migrated-postgres.ts';
import { quickFolder } from '../../../../support/databases/quick-folder.ts';

const DATABASES = { SQLite: async () => null, PostgreSQL: migratedPostgres } as const;

/** The disk of the file of checkpoints goes between the comparison with the record and the start of the write. */
for (const [name, database] of Object.entries(DATABASES))
  describe(`the file of checkpoints goes while the tenant is read (${name})`, function () {
    this.timeout(120_000);
    let company: Company;
    let other: App;
    let folder: string;
    afterEach(() => company.close());

    /** @param meanwhile what happens once the disk is gone */
    async function approved(options: CompanyOptions, meanwhile = async () => {}): Promise<TeamsMessage> {
      const witnessFile = join(await quickFolder('airlock-witness-'), 'disk', 'checkpoints');
      folder = dirname(witnessFile);
      await mkdir(folder);
      company = await Company.open({ ...options, database: await database(), witnessFile });
      other = await company.another();
      const card = await company.pending();
      await company.say('alice', 'requests', 'a:alice');
      await company.approve('bob', card);
      const { tenant } = company.services;
      const read = tenant.read.bind(tenant);
      let isGone = false;
      tenant.read = async (...asked) => {
        if (!isGone) {
          isGone = true;
          await rename(folder, `${folder}.away`);
          await meanwhile();
        }
        return read(...asked);
      };
      await company.settle();
      assert(isGone);
      return card;
    }

    async function comesBack(): Promise<void> {
      await rename(`${folder}.away`, folder);
      company.clock.pass(120_000);
      await company.settle();
    }

    it('nothing is written, the card says what is waited for, and it is written once the file is back', async () => {
      const card = await approved({});
      assert.equal(company.writes.length, 0);
      assert.match(cardText(card.card), /The file of checkpoints cannot be looked at now/);
      await comesBack();
      assert.equal(company.writes.length, 1);
      await company.assertAuditHolds();
    });

    it('nothing is written of what another instance withdrew meanwhile, and somebody cut off the record', async () => {
      await approved({}, async () => {
        const owner = new AnyOwner(company.place);
        const [{ last } = {}] = await owner.rows('select max(seq) as last from audit');
        const [row] = await owner.rows('select * from requests where number = 1');
        const [note] = await owner.rows("select body from settings where name = 'record-head'");
        await company.post({ ...company.envelope('alice', 'a:alice'), type: 'message', text: 'withdraw 1' }, other);
        const { body, state, rev, deadline } = row ?? assert.fail();
        assert.equal((await owner.rows('select state from requests'))[0]?.state, 'withdrawn');
        await owner.run(`delete from audit where seq > ${last};
          update settings set body = ${text(note?.body)} where name = 'record-head';
          update requests set body = ${text(body)}, state = ${text(state)}, rev = ${rev}, open = 1,
            deadline = ${deadline} where number = 1`);
      });
      assert.equal(company.writes.length, 0);
    });

    it('nobody is shown steps', async () => {
      const card = await approved({ connector: 'guided' });
      const stored = await company.services.store.requestByNumber(company.services.tenantId, 1);
      assert.deepEqual([stored?.state, stored?.handover], ['approved', null]);
      assert.match(cardText(card.card), /The file of checkpoints cannot be looked at now/);
      await comesBack();
      assert.match(cardText(card.card), /by hand/);
    });
  });
