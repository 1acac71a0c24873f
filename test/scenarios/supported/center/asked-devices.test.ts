import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

const MINUTE = 60_000;

/** What may be asked about a device, in both languages; `{}` is the device. */
const QUESTIONS = [
  ['is {} isolated', 'en-US', /is isolated/],
  ['alerts on {}', 'en-US', /1 open alert on/],
  ['what happened to {}?', 'en-US', /Isolated/],
  ['ist {} isoliert?', 'de-DE', /ist isoliert/],
  ['warnungen auf {}', 'de-DE', /1 offene Warnung auf/],
  ['was ist mit {} passiert?', 'de-DE', /isoliert/],
] as const;

describe('a question about a device', () => {
  let company: Company;
  let id: string;
  let twin: string;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
    const { machines } = company.sandbox.world;
    const machine =
      machines.find(({ computerDnsName }) => computerDnsName.startsWith('LAP-FIN-0001.')) ?? assert.fail();
    id = machine.id;
    twin = `${'f'.repeat(39)}1`;
    await company.approve('bob', await company.pending(`isolate ${id}`));
    await company.settle();
    company.clock.pass(10 * MINUTE);
    await company.settle();
  });
  afterEach(() => company.close());

  async function addTwin(): Promise<void> {
    const { machines } = company.sandbox.world;
    const at = machines.findIndex((one) => one.id === id);
    machines.push({ ...(machines[at] ?? assert.fail()), id: twin, osPlatform: 'Windows10' });
    company.clock.pass(MINUTE);
    await company.settle();
  }

  const card = () => company.teams.messages.at(-1)?.card;

  async function answer(question: string, device: string, locale = 'en-US'): Promise<string> {
    Object.assign(company.person('alice'), { locale });
    await company.say('alice', question.replace('{}', device));
    return cardText(card());
  }

  function says(): readonly string[] {
    return [...JSON.stringify(card()).matchAll(/"say":"([^"]+)"/g)].map(([, say]) => say ?? '');
  }

  for (const [question, locale, told] of QUESTIONS) {
    it(`is answered by its id as by its name: ${question}`, async () => {
      for (const device of ['LAP-FIN-0001', id, id.toUpperCase()])
        assert.match(await answer(question, device, locale), told, device);
      assert.match(await answer(question, id, locale), /LAP-FIN-0001/, 'the name that people know');
    });

    it(`asks which is meant where two have its name: ${question}`, async () => {
      await addTwin();
      const asked = await answer(question, 'LAP-FIN-0001', locale);
      assert.doesNotMatch(asked, told);
      for (const one of [id, twin]) assert.match(asked, new RegExp(one), 'its id');
      assert.match(asked, /Windows11[\s\S]*Windows10/, 'what tells them apart');
      const own = says().find((say) => say.includes(id)) ?? assert.fail(`${says()}`);
      assert.match(await answer(own, '', locale), told);
      const other = await answer(question, twin, locale);
      assert.doesNotMatch(other, told, 'nothing was done on the other one');
    });
  }

  it('tells where each of two devices of one name is, and offers each where a verdict is asked for', async () => {
    await addTwin();
    for (const question of ['which group is {} in?', 'in welcher Gruppe ist {}?'])
      assert.match(await answer(question, id), /LAP-FIN-0001\S* \(\w{8}\) is in Finance/);
    const where = await answer('which group is {} in?', 'LAP-FIN-0001');
    assert.match(where, new RegExp(`${id.slice(0, 8)}[\\s\\S]*${twin.slice(0, 8)}`));
    await answer('false positive {}', 'LAP-FIN-0001');
    assert.deepEqual(
      says().filter((say) => say.startsWith('false positive')),
      [`false positive ${id}`, `false positive ${twin}`],
    );
  });

  it('is answered by its name, and says so, while the list of devices cannot be read', async () => {
    const fault = { surface: 'mde', kind: 'status', status: 500, path: '/machines', times: 99 } as const;
    company.sandbox.world.faults.push(fault);
    company.clock.pass(10 * MINUTE);
    await company.settle();
    const told = await answer('is {} isolated', 'LAP-FIN-0001');
    assert.match(told, /LAP-FIN-0001 is isolated/);
    assert.match(told, /Whether others have its name is not known/);
  });

  it('is answered in the list of all by what a device is called now, with its name of then', async () => {
    const { machines } = company.sandbox.world;
    const at = machines.findIndex((one) => one.id === id);
    machines[at] = { ...(machines[at] ?? assert.fail()), computerDnsName: 'LAP-OLD-0001.corp.harbourline.example' };
    company.clock.pass(30 * MINUTE);
    await company.settle();
    const told = await answer('which devices are {}?', 'isolated');
    assert.match(told, /LAP-OLD-0001\S*: Isolated/);
    assert.match(told, /The device was called LAP-FIN-0001\S* then\./);
    assert.doesNotMatch(told, /LAP-FIN-0001\S*: Isolated/);
  });
});
