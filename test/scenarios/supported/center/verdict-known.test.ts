import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

describe('what a false negative offers, by what is known before', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(() => company.close());

  const last = () => company.teams.messages.at(-1)?.card;
  const offers = (title: string) => JSON.stringify(last()).includes(`"title":"${title}"`);

  async function done(text: string): Promise<void> {
    const card = await company.pending(text);
    await company.approve('bob', card);
    await company.settle();
    company.clock.pass(600_000);
    await company.settle();
  }

  it('is no isolation of a device that is isolated: it says so', async () => {
    await company.say('alice', 'false negative LAP-HR-0001');
    assert(offers('Isolate the device'));
    await done('isolate LAP-HR-0001');
    await company.say('alice', 'false negative LAP-HR-0001');
    assert(!offers('Isolate the device'));
    assert.match(cardText(last()), /By the actions of the last 30 days the device is isolated already/);
  });

  it('is no block of what is blocked for good: the indicator is told, for a false positive, too', async () => {
    await company.say('alice', 'false negative evil.example');
    assert(offers('Block the domain'));
    await done('block domain evil.example');
    const STANDS = /Defender lists an indicator of it: Block on all devices without an end/;
    await company.say('alice', 'false negative evil.example');
    assert(!offers('Block the domain'));
    assert.match(cardText(last()), STANDS);
    await company.say('alice', 'false positive evil.example');
    assert.match(cardText(last()), STANDS);
  });

  it('says where it could not be read whether an indicator stands, and offers the block all the same', async () => {
    const broken = { surface: 'mde', kind: 'status', status: 503, path: '/indicators' } as const;
    company.sandbox.world.faults.push(broken);
    await company.say('alice', 'false negative evil.example');
    assert(offers('Block the domain'));
    assert.match(cardText(last()), /Not read whether an indicator stands/);
  });

  it('is no scan of a device that an alert names, where its system takes none', async () => {
    await company.say('alice', 'pending');
    const id = /alerts\/(da\d+_\d+)/.exec(JSON.stringify(last()))?.[1] ?? assert.fail('no alert');
    await company.say('alice', `false negative ${id}`);
    assert(offers('Scan the device'));
    const name = /Device ([A-Z]+-[A-Z]+-\d+)/.exec(cardText(last()))?.[1] ?? assert.fail('no device');
    const { machines } = company.sandbox.world;
    const at = machines.findIndex(({ computerDnsName }) => computerDnsName.startsWith(`${name}.`));
    machines[at] = { ...(machines[at] ?? assert.fail()), osPlatform: 'Android' };
    company.clock.pass(600_000);
    await company.settle();
    await company.say('alice', `false negative ${id}`);
    assert(!offers('Scan the device') && !offers('Isolate the device'));
    assert.match(cardText(last()), /its system is Android/);
  });

  it('goes by the id of the device that an alert tells, where another one has its name', async () => {
    await company.say('alice', 'pending');
    const id = /alerts\/(da\d+_\d+)/.exec(JSON.stringify(last()))?.[1] ?? assert.fail('no alert');
    await company.say('alice', `false negative ${id}`);
    const name = /Device ([A-Z]+-[A-Z]+-\d+)/.exec(cardText(last()))?.[1] ?? assert.fail('no device');
    const { machines } = company.sandbox.world;
    const own = machines.find(({ computerDnsName }) => computerDnsName.startsWith(`${name}.`)) ?? assert.fail(name);
    machines.push({ ...own, id: 'f'.repeat(40) });
    await company.say('alice', `false negative ${id}`);
    const isolate = /"say":"(isolate [^"]+)"/.exec(JSON.stringify(last()))?.[1] ?? assert.fail('not offered');
    assert(isolate.startsWith(`isolate ${own.id} because`), isolate);
    await company.say('alice', isolate);
    assert.match(cardText(last()), new RegExp(`Isolate ${name}`));
  });
});
