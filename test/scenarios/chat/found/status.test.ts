import assert from 'node:assert/strict';
import { firstThings } from '../../../../src/requests/notifying/status-first.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionsIn, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { tenantApi } from '../../../support/company/tenant-api.ts';
import { anOid } from '../../../support/samples/ids.ts';

describe('the status begins with what matters', () => {
  let company: Company;
  let pending: TeamsMessage;
  before(async () => {
    company = await Company.open();
  });
  after(() => company.close());

  async function status(who: Name = 'bob') {
    await company.say(who, 'status', `a:${who}`);
    return company.teams.messages.at(-1)?.card ?? assert.fail();
  }

  it('the groups without automated response, in colour and by a sign, and the switches that are off', async () => {
    const card = await status();
    const said = cardText(card);
    assert.match(said, /● Defender now\n+✕ No automated response: Lab\.\n+! Off: Automated investigation/);
    assert.match(said, /✕ No automated response · \d+ devices/);
    assert.match(said, /Full[^\n]* · \d+ devices?/);
    assert.match(JSON.stringify(card), /"color":"attention"/);
    assert(said.indexOf('Open requests') < said.indexOf('Advanced features'));
  });

  it('what waits for whoever asks, with a button for it; not what is their own', async () => {
    pending = await company.pending();
    const card = await status();
    assert.match(cardText(card), /● Can be decided by Bob [A-Z][a-z]+: #1\./);
    assert(actionsIn(card).some(({ title }) => title === 'Show 1'));
    assert.doesNotMatch(cardText(await status('alice')), /Can be decided/);
    assert.doesNotMatch(cardText(await status('rita')), /Can be decided/);
  });

  it('never "nothing waits" where the directory does not answer', async () => {
    const { services } = company;
    const standing = () => Promise.reject(new AirlockError('directory-unavailable', 'The directory does not answer.'));
    const down = { ...services, directory: { ...services.directory, standing } };
    const now = await services.tenant.read(['features'], 'recent');
    const open = [(await services.store.requestByNumber(services.tenantId, 1)) ?? assert.fail()];
    const actor = { oid: anOid(PEOPLE_IDS.bob), name: 'Bob Brandt' };
    const lines = await firstThings(down, { now, actor, open, place: null, outside: 0, undelivered: 0 });
    assert.equal(
      lines.at(-1)?.text,
      'Whether a request waits for Bob Brandt could not be asked. The directory does not answer.',
    );
  });

  it('the last change, with who asked and who approved', async () => {
    await company.approve('bob', pending);
    await company.settle();
    company.clock.pass(20_000);
    const said = cardText(await status());
    assert.match(said, /Last change: #1 [^\n]*Alice Ahlgren[^\n]*approved by Bob/);
    assert.doesNotMatch(said, /Off: Automated investigation/);
  });

  it('what somebody changed outside', async () => {
    await company.watch();
    await tenantApi(company).edit({ group: 'Servers', set: { Name: 'Backends' } });
    await company.watch();
    const card = await status();
    assert.match(cardText(card), /! Changed outside Airlock, and open: 1\./);
    assert(actionsIn(card).some(({ title }) => title === 'Outside changes'));
  });
});
