import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText } from '../../support/company/fake-teams.ts';
import { FormDesk, GOOD_FORM } from '../../support/company/form-desk.ts';
import { tenantApi } from '../../support/company/tenant-api.ts';

const BUSINESS = /Defender for Business has no device groups of this kind[\s\S]*Full there and cannot be configured/;

describe('device groups in other tenants, by the front door', () => {
  let company: Company;
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  function lastSaid(): string {
    return cardText(company.teams.messages.at(-1)?.card);
  }

  for (const line of [
    'create device group',
    'edit device group Servers',
    'ungrouped devices',
    'create device group "Finance laptops" level full tag equals finance last',
    'delete device group Servers',
    'rank device group Servers first',
    'set ungrouped devices level full',
  ]) {
    it(`Defender for Business is answered why there is none: ${line}`, async () => {
      company = await Company.open({ tenant: 'business' });
      await company.say('alice', line);
      assert.match(lastSaid(), BUSINESS);
      const card = company.teams.messages.at(-1)?.card;
      assert.equal(actionOf(card, 'form-view') ?? actionOf(card, 'view'), null);
      assert.deepEqual(await company.recorded(), []);
      assert.equal(company.writes.length, 0);
    });
  }

  it('Defender for Business says so in its status, too', async () => {
    company = await Company.open({ tenant: 'business' });
    await company.say('rita', 'status');
    assert.match(lastSaid(), /Defender for Business[\s\S]*has no device groups: full automation is preset/);
  });

  it('a tenant that becomes one while a form is open gives the form back with the reason', async () => {
    company = await Company.open();
    const desk = await FormDesk.open(company);
    company.sandbox.world.tenant.kind = 'business';
    assert.match(cardText(await desk.check(GOOD_FORM)), BUSINESS);
    assert.deepEqual(await company.recorded(), []);
  });

  it('Plan 1 gets its groups, with what the level can and cannot do there', async () => {
    company = await Company.open({ tenant: 'plan1' });
    const api = tenantApi(company);
    await company.say('rita', 'status');
    assert.match(lastSaid(), /Domain controllers[\s\S]*Defender for Endpoint Plan 1/);
    const desk = await FormDesk.open(company);
    const draft = cardText(await desk.check(GOOD_FORM));
    assert.match(
      draft,
      /On Plan 1 a device group decides who sees its devices; its remediation level may have little to act on/,
    );
    await desk.submit();
    assert.match(cardText(desk.message.card), /On Plan 1/, 'the approvers read it too');
    await company.approve('bob', desk.message);
    await company.settle();
    const made = await api.group('Finance laptops');
    assert.equal((await api.devicesIn(made?.MachineGroupId)).length, 48);
  });
});
