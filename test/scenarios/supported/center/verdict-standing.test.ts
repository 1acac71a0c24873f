import assert from 'node:assert/strict';
import { actionHabitsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

describe('a false positive on a device, whose release is offered by how it stands', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(() => company.close());

  const last = () => company.teams.messages.at(-1)?.card;

  async function ended(text: string, ends: 'Failed' | null = null): Promise<void> {
    actionHabitsOf(company.sandbox.world).ends = ends;
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    company.clock.pass(10 * MINUTE);
    await company.settle();
  }

  async function offered(): Promise<boolean> {
    await company.say('alice', 'false positive LAP-HR-0001');
    return /"title":"Release the device"/.test(JSON.stringify(last()));
  }

  it('is offered after a release that failed', async () => {
    await ended('isolate LAP-HR-0001');
    assert.equal(await offered(), true);
    await ended('release LAP-HR-0001', 'Failed');
    assert.equal(await offered(), true);
    await ended('release LAP-HR-0001');
    assert.equal(await offered(), false);
    assert.doesNotMatch(cardText(last()), /whether it is isolated/);
  });

  it('is not offered where the isolation failed, and how it stood before is not claimed', async () => {
    await ended('isolate LAP-HR-0001', 'Failed');
    assert.equal(await offered(), false);
    assert.match(cardText(last()), /tells whether it is isolated, or its apps restricted[^\n]*"release LAP-HR-0001/);
  });

  it('of what was ordered more than 30 days ago is told how to look', async () => {
    await ended('isolate LAP-HR-0001');
    company.clock.pass(31 * DAY);
    await company.settle();
    assert.equal(await offered(), false);
    assert.match(cardText(last()), /No action of the last 30 days[^\n]*"release LAP-HR-0001\S*" or "lift LAP-HR-0001/);
  });

  for (const [act, undo] of [
    ['isolate', 'Release the device'],
    ['restrict', 'Lift the restriction'],
  ] as const)
    it(`tells two devices of one name apart by their ids, to undo "${act}"`, async () => {
      const { machines } = company.sandbox.world;
      const machine = machines.find(({ computerDnsName }) => computerDnsName.startsWith('LAP-HR-0001.'));
      assert(machine);
      const twin = { ...machine, id: `${'f'.repeat(39)}1` };
      machines.push(twin);
      await ended(`${act} ${twin.id}`);
      await company.say('alice', `false positive ${twin.id}`);
      assert.match(JSON.stringify(last()), new RegExp(`"title":"${undo}"`), 'what it was done on');
      assert.match(cardText(last()), /Ordered there/);
      await company.say('alice', `false positive ${machine.id}`);
      assert.doesNotMatch(JSON.stringify(last()), new RegExp(`"title":"${undo}"`), 'the other one');
      assert.doesNotMatch(cardText(last()), /Ordered there/);
      await company.say('alice', `actions on ${twin.id}`);
      assert.match(cardText(last()), /LAP-HR-0001/);
    });

  it('offers neither a scan nor an isolation on a system on which Defender does none, and says so', async () => {
    const { machines } = company.sandbox.world;
    const at = machines.findIndex(({ computerDnsName }) => computerDnsName.startsWith('LAP-HR-0001.'));
    const machine = machines[at] ?? assert.fail();
    machines[at] = { ...machine, osPlatform: 'Android' };
    for (const verdict of ['false negative', 'false positive']) {
      await company.say('alice', `${verdict} LAP-HR-0001`);
      assert.doesNotMatch(JSON.stringify(last()), /"title":"(?:Scan|Isolate) the device/, verdict);
      assert.match(cardText(last()), /neither scans nor isolates this device on order: its system is Android/);
    }
    await company.say('alice', 'false negative LAP-HR-0002');
    assert.match(JSON.stringify(last()), /"title":"Isolate the device"/);
  });
});
