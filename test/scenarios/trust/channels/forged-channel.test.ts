import assert from 'node:assert/strict';
import type { Services } from '../../../../src/requests/ports/services.ts';
import { approvalChannel } from '../../../../src/requests/rules/setting-owner.ts';
import { isAirlockError } from '../../../../src/shared/errors.ts';
import { asJson } from '../../../../src/shared/json.ts';
import { Company } from '../../../support/company/company.ts';
import { rowsOf, runAsOwner } from '../../../support/databases/run-as-owner.ts';

const SOC = '19:soc@thread.tacv2';
const DAY = 24 * 3_600_000;
const ROW = "name = 'approval-channel'";
/** The request by which the channel is given up. */
const SECOND = 'request_id = (select id from requests where number = 2)';

describe('an approval channel that somebody wrote into the database', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function decided(text: string): Promise<void> {
    await company.approve('bob', await company.pending(text));
    await company.settle();
  }

  const choose = () => decided('use this channel for approvals');

  async function used(services: Services = company.services): Promise<string | null> {
    return (await approvalChannel(services))?.conversation ?? null;
  }

  /** The service again, by whatever it finds in the database. */
  async function startedAnew(): Promise<Services> {
    return { ...company.services, store: (await company.another()).stored.store };
  }

  for (const [what, edit] of [
    ['another one', `update settings set body = replace(body, '19:soc', '19:elsewhere') where ${ROW}`],
    ['none', `update settings set body = 'null' where ${ROW}`],
  ] as const)
    it(`is not used, be it ${what}, which is told, until two people choose one`, async () => {
      await choose();
      await runAsOwner(company.place, edit);
      company.tampered = true;
      assert.equal(await used(), null);
      await company.pending();
      const elsewhere = company.teams.messages.filter(({ conversation }) => conversation.startsWith('19:elsewhere'));
      assert.deepEqual(elsewhere, []);
      await company.say('grace', 'status', 'a:grace');
      assert.match(company.message('not the one that the record leads to').conversation, /a:grace/);
      await company.settle(await company.another());
      assert.equal(await used(), null);
      await choose();
      assert.equal(await used(), SOC);
      company.tampered = false;
    });

  it('is not used where it is an older choice that was put back', async () => {
    await choose();
    const [{ body } = {}] = await rowsOf(company.place, `select body from settings where ${ROW}`);
    await decided('stop using this channel for approvals');
    await runAsOwner(company.place, `update settings set body = '${body}' where ${ROW}`);
    company.tampered = true;
    assert.equal(await used(), null);
  });

  for (const [what, gone] of [
    ['all entries by which it was given up are', SECOND],
    ['the last of them is', `event = 'request.record-outcome' and ${SECOND}`],
  ] as const)
    it(`lets no service start where it is an older one and ${what} removed before a checkpoint`, async () => {
      await choose();
      const [{ body } = {}] = await rowsOf(company.place, `select body from settings where ${ROW}`);
      await decided('stop using this channel for approvals');
      await company.say('alice', 'enable automated investigation');
      company.clock.pass(DAY);
      await company.settle();
      for (const app of company.apps.splice(0)) await app.close();
      await runAsOwner(company.place, `delete from audit where ${gone}`);
      await runAsOwner(company.place, `update settings set body = '${body}' where ${ROW}`);
      company.tampered = true;
      await assert.rejects(company.another(), (error) => isAirlockError(error, 'record-broken'));
    });

  for (const [what, isOlder] of [
    ['vouches for it', false],
    ['an earlier version made', true],
  ] as const)
    it(`it is not, and is used after a start from a checkpoint that ${what}`, async () => {
      await choose();
      const { store, tenantId, clock } = company.services;
      const { channel, ...made } = await store.checkpoint(tenantId);
      const data = asJson(isOlder ? made : { ...made, channel });
      const entry = { tenantId, at: clock.now(), event: 'record.checkpoint', actor: 'service', requestId: null, data };
      await store.send({ messages: [], tasks: [], audit: [entry] });
      const services = await startedAnew();
      assert.equal(await used(services), SOC);
      assert.equal((await services.store.checkpoint(tenantId)).channel, channel);
    });
});
