import assert from 'node:assert/strict';
import type { Fault, OddList } from '../../../src/sandbox/company/world.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';

const MACHINES = '/api/machines';

/** What a list of devices lacks is told; it is never told as the whole fleet. */
describe('a list of devices that is short', () => {
  let company: Company;
  before(async () => {
    company = await Company.open();
    const { machines } = company.sandbox.world;
    const [first] = machines;
    assert(first);
    const rigs = Array.from({ length: 20 }, (_, n) => ({
      ...first,
      id: String(n).padStart(40, '0'),
      computerDnsName: `kiosk-${n}.shop.example`,
      machineTags: [],
    }));
    machines.splice(0, machines.length, ...rigs);
  });
  afterEach(() => {
    company.sandbox.world.faults.splice(0);
    company.clock.pass(3_600_000);
  });
  after(() => company.close());

  function strike(fault: Omit<Fault, 'surface'>): void {
    company.sandbox.world.faults.push({ surface: 'mde', path: MACHINES, ...fault });
  }

  const odd = (list: OddList) => strike({ kind: 'odd-list', list });

  /** What the answer to this command says. */
  async function answer(command: string): Promise<string> {
    await company.say('alice', command);
    return cardText(company.teams.messages.at(-1)?.card ?? {});
  }

  let named = 0;
  const draft = () => {
    named += 1;
    return answer(`create device group "Rigs ${named}" level none name contains kiosk`);
  };

  it('whose records lack keys that are not needed, counts all devices', async () => {
    odd({ without: ['machineTags'], records: 12 });
    const text = await draft();
    assert.match(text, /20 of 20 devices would move/);
    assert.match(text, /12 devices came without a name, system, tags or group/);
  });

  it('with records that are no onboarded devices, names the state of each on its pages', async () => {
    odd({ set: { onboardingStatus: 'CanBeOnboarded' }, records: 2 });
    const [, number] = /#(\d+)/.exec(await draft()) ?? [];
    const [, listed] = (await answer(`devices ${number}`)).split('As previewed');
    assert.equal(listed?.match(/only discovered/g)?.length, 2, listed);
  });

  it('whose records hold values of another kind, counts all devices', async () => {
    odd({ set: { osPlatform: 7, rbacGroupId: { id: 1 } }, records: 3 });
    assert.match(await draft(), /20 of 20 devices would move.*3 devices came without/s);
  });

  it('with records that cannot be used, says how many were left out', async () => {
    odd({ without: ['id'], records: 8, more: [null, 'x'] });
    const text = await draft();
    assert.match(text, /12 of 12 devices that could be read would move/);
    assert.match(text, /10 records of Defender's list could not be read and are left out/);
  });

  it('that breaks off on its second page, says that there may be more', async () => {
    strike({ kind: 'status', status: 404, says: { code: 'ResourceNotFound', message: 'x' }, path: 'again=' });
    odd({ link: 'new' });
    const text = await draft();
    assert.match(text, /20 of 20 devices that could be read would move/);
    assert.match(text, /broke off: there may be more/);
  });

  for (const link of ['itself', 'new'] as const)
    it(`whose links lead to the same (${link}), ends, and says that there may be more`, async () => {
      odd({ link });
      assert.match(await draft(), /20 of 20 devices that could be read would move.*there may be more/s);
    });

  for (const [what, list] of [
    ['of which each page is the first one', { most: 8, skip: 'ignored' }],
    ['that comes whole whatever part is asked for', { skip: 'ignored' }],
    ['that loses a record between its pages', { most: 8, skip: 3 }],
  ] as const)
    it(`${what} is not told as whole`, async () => {
      odd(list);
      assert.match(await draft(), /devices that could be read would move.*(may be more|may be missing)/s);
    });

  it('whose pages overlap is read to its end', async () => {
    odd({ most: 8, skip: -3 });
    const text = await draft();
    assert.match(text, /20 of 20 devices would move/);
    assert.doesNotMatch(text, /may be more|may be missing/);
  });

  it('that breaks off at a gateway is no list', async () => {
    strike({ kind: 'status', status: 404, page: true, path: 'again=' });
    odd({ link: 'new' });
    assert.match(
      await draft(),
      /answered with HTTP 404, which says no reason\. The answer may be of something before it/,
    );
  });

  for (const [what, fault] of [
    ['a page', { kind: 'status', status: 404, page: true }],
    ['an error of its own form', { kind: 'status', status: 404, says: { code: 'Other', message: 'No such path' } }],
  ] as const)
    it(`in place of which ${what} comes with 404 is not "no device"`, async () => {
      strike(fault);
      const text = await answer('set ungrouped devices level none');
      assert.match(text, /HTTP 404/);
      assert.doesNotMatch(text, /0 devices|no device/i);
    });

  it('that Defender says is empty is told as that, and never as a fleet without devices', async () => {
    strike({ kind: 'status', status: 404, says: { code: 'ResourceNotFound', message: 'No recent machines' } });
    const text = await answer('set ungrouped devices level none');
    assert.match(text, /No device could be read: Defender lists none/);
    assert.match(text, /falls from .*, and no device could be read/);
    assert.doesNotMatch(text, /0 devices|is there now/);
  });

  it('whose large pages do not come in time, is asked for in smaller ones', async () => {
    strike({ kind: 'status', status: 504, path: '$top=10000' });
    assert.match(await draft(), /20 of 20 devices would move/);
  });
});
