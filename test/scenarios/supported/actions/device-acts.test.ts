import assert from 'node:assert/strict';
import { actionHabitsOf, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

const MINUTE = 60_000;

describe('scans and response actions by the supported API', () => {
  let company: Company;
  afterEach(() => company?.close());

  const actions = () => machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi');
  const last = () => cardText(company.teams.messages.at(-1)?.card);

  /** Lets minutes pass one by one, with everything that is due in them. */
  async function pass(minutes: number): Promise<void> {
    for (let at = 0; at < minutes; at += 5) {
      company.clock.pass(5 * MINUTE);
      await company.settle();
    }
  }

  for (const connector of ['guided', 'portal'] as const)
    it(`isolate a device after the second admin, and release it by the revert: ${connector}`, async () => {
      company = await Company.open({ connector });
      const card = await company.pending('isolate LAP-HR-0001');
      assert.match(cardText(card.card), /Isolate LAP-HR-0001/);
      assert.match(cardText(card.card), /full-tunnel VPN/);
      assert.deepEqual(actions(), []);
      await company.approve('bob', card);
      await company.settle();
      assert.match(cardText(card.card), /1 of 1 ordered/);
      const [ordered] = actions();
      assert.match(ordered?.comment ?? '', /^Airlock #1 [0-9a-f]{8}$/);
      assert.deepEqual([ordered?.type, ordered?.scope], ['Isolate', 'Full']);
      await pass(10);
      assert.match(cardText(card.card), /Of 1: 1 isolated/);
      await company.say('alice', 'revert 1');
      assert.match(last(), /Release LAP-HR-0001 from isolation/);
      await company.assertAuditHolds();
    });

  it('are not asked for where a device is so already, or cannot', async () => {
    company = await Company.open();
    const card = await company.pending('isolate LAP-HR-0001');
    await company.approve('bob', card);
    await pass(10);
    await company.say('alice', 'isolate LAP-HR-0001, LAP-HR-0002, LAP-HR-0003');
    assert.match(last(), /It is so already, so nothing is ordered there: LAP-HR-0001\./);
    await company.say('alice', 'discard all drafts');
    await company.say('alice', 'isolate LAP-HR-0001');
    assert.match(last(), /isolated already/);
    await company.say('alice', 'restrict MAC-DES-0001');
    assert.match(last(), /Defender cannot do this on MAC-DES-0001: its system is macOS/);
    await company.say('alice', 'isolate NO-SUCH-1');
    assert.match(last(), /No device is called NO-SUCH-1/);
  });

  for (const [what, list] of [
    ['leads on to more', { link: 'nowhere' }],
    ['holds one of which no time is told', { more: [{ id: 'odd', type: 'Unisolate', creationDateTimeUtc: null }] }],
  ] as const)
    it(`are asked for where a list that ${what} would tell that a device is so already`, async () => {
      company = await Company.open();
      const card = await company.pending('isolate LAP-HR-0001');
      await company.approve('bob', card);
      await pass(10);
      const at = { surface: 'mde', path: '/api/machineactions?' } as const;
      company.sandbox.world.faults.push({ ...at, kind: 'odd-list', list });
      await company.say('alice', 'isolate LAP-HR-0001');
      assert.doesNotMatch(last(), /isolated already/);
      assert.match(last(), /Not known.*how a device stands is not known/s);
    });

  it('tell what Defender refuses, device by device', async () => {
    company = await Company.open();
    const restricted = company.sandbox.world.machines.find((one) => one.computerDnsName.startsWith('LAP-HR-0002.'));
    assert(restricted);
    actionHabitsOf(company.sandbox.world).restricted.add(restricted.id);
    const card = await company.pending('isolate LAP-HR-0001, LAP-HR-0002');
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /1 of 2 ordered.*1 refused: LAP-HR-0002/s);
    assert.equal(actions().length, 1);
  });
});
