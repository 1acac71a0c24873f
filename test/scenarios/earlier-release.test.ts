import assert from 'node:assert/strict';
import type { Request } from '../../src/requests/record/request.ts';
import { takeCensus } from '../../src/requests/recording/take-census.ts';
import { Company, type CompanyOptions } from '../support/company/company.ts';
import { actionOf, cardText } from '../support/company/fake-teams.ts';
import { FormDesk } from '../support/company/form-desk.ts';
import { tenantApi } from '../support/company/tenant-api.ts';
import { aFormId } from '../support/samples/ids.ts';

const STORES = 'test/fixtures/stores';

/** Alice's form, which names a group that there is, and lacks a condition. */
const FAULTY_FORM = '55e5b79b-8b16-4796-b0ea-975144609615';

/** As it was set when the files were written: the policy is part of every digest. */
const ENVIRONMENT = { OPEN_PER_PERSON: '50' };

describe('a store that release 0.1.0 wrote', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function open(stored: string, options: CompanyOptions = {}): Promise<void> {
    company = await Company.open({ ...options, stored: `${STORES}/${stored}`, environment: ENVIRONMENT });
    // A service looks at everybody as soon as it starts.
    await takeCensus(company.services);
  }

  async function request(number: number): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, number);
    assert(found);
    return found;
  }

  /** The newest message that many read and whose card is of this request. */
  async function cardOf(number: number) {
    const { id } = await request(number);
    const shared = company.teams.messages.filter(({ conversation }) => !conversation.startsWith('a:'));
    const found = shared.findLast(({ card }) => actionOf(card, 'view')?.data.requestId === id);
    assert(found, `#${number} stands in Teams`);
    return found;
  }

  describe('goes on where Airlock writes', () => {
    beforeEach(async () => {
      await open('v0.1.0-portal.db');
      await asItWasLeft();
      await company.settle();
    });

    /** Makes of the tenant what the applied requests and somebody in the portal had made of it. */
    async function asItWasLeft(): Promise<void> {
      const { tenant } = company.services;
      assert(tenant.applies === 'automatically');
      const { change, base } = await request(5);
      assert.equal((await tenant.write(change, base)).kind, 'written');
      await tenantApi(company).edit({ group: 'Servers', set: { AutoRemediationLevel: 1 } });
    }

    it('every message is drawn anew, and none is given up', () => {
      assert.equal(company.teams.messages.filter(({ updates }) => updates === 0).length, 0);
    });

    it('what it stored of how requests ended is worded in the language of whoever reads it', async () => {
      Object.assign(company.person('bob'), { locale: 'de-DE' });
      const shown = [];
      for (const number of [1, 6, 7, 10]) {
        await company.say('bob', `show ${number}`, 'a:bob');
        shown.push(cardText(company.teams.messages.at(-1)?.card));
      }
      assert.match(shown.join(), /Laut Defender fehlt dem angemeldeten Operator die Berechtigung dafür/);
      assert.doesNotMatch(shown.join(), /Nothing|Defender was|Look at/);
    });

    it('its requests are found again by whom they are of, and what they are about', async () => {
      await company.say('bob', 'history by alice', 'a:bob');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /#\d+ [\s\S]*Alice/);
      await company.say('bob', 'history of group Servers', 'a:bob');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /#\d+ [\s\S]*Servers/);
    });

    it('a pending request is approved and applied', async () => {
      await company.approve('bob', await cardOf(9));
      await company.settle();
      assert.equal((await request(9)).outcome?.code, 'written');
      assert.equal(company.features().AutoResolveInvestigatedAlerts, true);
    });

    it('a request that touches devices is approved and applied, its preview being what it was', async () => {
      await company.approve('grace', await cardOf(12));
      await company.settle();
      assert.equal((await request(12)).outcome?.code, 'written');
      assert.equal(await tenantApi(company).group('Finance'), undefined);
    });

    it('the outcome that was unknown is found by reading', async () => {
      company.clock.pass(2_000);
      await company.settle();
      assert.equal((await request(8)).outcome?.code, 'found-later');
    });

    it('the approved request that Defender refused for now is applied', async () => {
      company.clock.pass(15_000);
      await company.settle();
      assert.equal((await request(11)).outcome?.code, 'written');
    });

    for (const [what, state] of [
      ['withdraw', 'withdrawn'],
      ['reject', 'rejected'],
      ['take back', 'pending'],
    ] as const)
      it(`what was approved before the record was sealed is stopped by whoever may: ${what}`, async () => {
        const { requester, approvals } = await request(11);
        const names = ['alice', 'bob', 'grace'] as const;
        const byOid = (oid: string | undefined) =>
          names.find((name) => company.person(name).id === oid) ?? assert.fail(`nobody is ${oid}`);
        const who = byOid(what === 'withdraw' ? requester.oid : approvals[0]?.by.oid);
        await company.say(who, `${what} 11${what === 'reject' ? ' not wanted' : ''}`, `a:${who}`);
        assert.equal((await request(11)).state, state, cardText(company.teams.messages.at(-1)?.card));
        company.clock.pass(15_000);
        await company.settle();
        assert.equal((await request(11)).outcome, null);
      });

    it('what was applied before the record was sealed is no scan, so there is none to cancel, and it says so', async () => {
      await company.say('bob', 'cancel scan 5', 'a:bob');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /Only scans.*This request is about something else/);
      await company.say('bob', 'revert 5', 'a:bob');
      assert.match(cardText(company.teams.messages.at(-1)?.card), /Asked|Revert|revert|Submit/);
    });

    it('a draft is submitted', async () => {
      const message = await cardOf(13);
      const submit = actionOf(await company.view('bob', message), 'submit');
      assert(submit);
      await company.invoke('bob', message, { ...submit, data: { ...submit.data, reason: 'Agreed, see CHG-1042' } });
      assert.equal((await request(13)).state, 'pending');
    });

    it('an open form is filled in further and checked', async () => {
      const [copy] = await company.services.store.copies(company.services.tenantId, aFormId(FAULTY_FORM));
      const message = company.teams.messages.find(({ id }) => id === copy?.activityId);
      assert(message);
      const desk = FormDesk.at(company, message);
      const faulty = await desk.check({ value0: 'kiosk' });
      assert.match(cardText(faulty), /Finance/);
      await desk.check({ name: 'Kiosks', value0: 'kiosk' });
      assert.equal((await request(14)).state, 'draft');
    });

    it('what nobody decided expires', async () => {
      company.clock.pass(24 * 3_600_000);
      await company.settle();
      assert.deepEqual([(await request(9)).state, (await request(13)).state], ['expired', 'discarded']);
    });
  });

  it('works where a person applies: what was handed over is attested', async () => {
    await open('v0.1.0-guided.db', { connector: 'guided' });
    await company.settle();
    company.features().AutomatedInvestigation = true;
    const message = await cardOf(2);
    const attest = actionOf(message.card, 'attest');
    assert(attest);
    await company.invoke('grace', message, attest);
    await company.settle();
    assert.equal((await request(2)).outcome?.code, 'attested');
  });
});
