import assert from 'node:assert/strict';
import { isMaybeBusiness } from '../../../../src/changes/device-group/model/groups-in.ts';
import { CONNECTORS } from '../../../../src/defender/registry/connectors.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { FormDesk } from '../../../support/company/form-desk.ts';

const NO_PAGE = /If it is Defender for Business, it has no page for device groups, so nobody can apply this/;

describe('what a person applies by hand, where Airlock does not know enough', () => {
  let company: Company;
  const open = async (tenant: 'business' | 'classic') => {
    company = await Company.open({ connector: 'guided', tenant });
  };
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  it('in a tenant that may be Defender for Business is told so before anybody approves', async () => {
    await open('business');
    const desk = await FormDesk.open(company, 'create device group');
    const draft = await desk.check({
      name: 'Kiosks',
      level: 'full',
      property0: 'tag',
      operator0: 'equals',
      value0: 'k',
    });
    assert.match(cardText(draft), NO_PAGE);
    await desk.submit();
    assert.match(cardText(await company.view('bob', desk.message)), NO_PAGE);
    await company.say('alice', 'ungrouped devices level none');
    const message = company.teams.messages.at(-1) ?? assert.fail();
    assert.match(cardText(await company.view('alice', message)), NO_PAGE);
    await company.say('alice', 'status');
    company.message('No device group was found. If this is Defender for Business, it has none.');
  });

  it('and its operator is told by the doctor', async () => {
    await open('business');
    const { tenant, directory, clock } = company.services;
    const guided = CONNECTORS.find(({ kind }) => kind === 'guided') ?? assert.fail();
    const findings = await guided.examine({ tenant, directory, clock }, {});
    assert.equal(findings.filter(({ what }) => /may be Defender for Business/.test(what)).length, 1);
  });

  it('in a tenant with device groups is told nothing of the kind', async () => {
    await open('classic');
    assert.equal(isMaybeBusiness(await company.services.tenant.read(['groups'])), false);
    await company.say('alice', 'create device group Kiosks level full os Windows 7, windows 11, Ubuntu');
    const message = company.teams.messages.at(-1) ?? assert.fail();
    const draft = cardText(await company.view('alice', message));
    assert.doesNotMatch(draft, NO_PAGE);
    assert.doesNotMatch(draft, /conditions asked for match/, 'words as typed are compared with no device');
  });

  it('gets the steps with operating systems in the words as typed, where Airlock knows no name', async () => {
    await open('classic');
    const card = await company.pending('create device group Kiosks level full os Windows 7, windows 11, Ubuntu');
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /OS[\s:]+Windows 7[\s,]+Windows 11[\s,]+Ubuntu/);
  });
});
