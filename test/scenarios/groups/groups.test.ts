import assert from 'node:assert/strict';
import { objectsOf } from '../../cards/walk.ts';
import { Company, type Name } from '../../support/company/company.ts';
import { actionOf, type Card, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

/** Group -> how many devices Defender holds in it. */
type Held = Readonly<Record<string, number>>;

describe('device groups, by the front door', () => {
  let company: Company;
  afterEach(() => company.close());

  async function held(): Promise<Held> {
    const answer = await fetch(`${company.sandbox.url}/sandbox/devices?top=1000`);
    const { devices } = (await answer.json()) as { devices: { group: string }[] };
    const counts = new Map<string, number>();
    for (const { group } of devices) counts.set(group, (counts.get(group) ?? 0) + 1);
    return Object.fromEntries(counts);
  }

  const groups = () =>
    company.sandbox.world.tenant.deviceGroups.map(({ Name, Priority, AutoRemediationLevel }) => {
      return [Name.trim() || 'Ungrouped', Priority > 1_000 ? '-' : Priority, AutoRemediationLevel] as const;
    });

  const last = () => company.teams.messages.at(-1) ?? assert.fail('nothing was said');

  /** What this person sees of a form or of its draft. */
  async function own(who: Name, message: TeamsMessage): Promise<Card> {
    const look = actionOf({ ...message.card }, 'form-view') ?? actionOf({ ...message.card }, 'view');
    if (!look) return message.card;
    return (await company.invoke(who, message, look, { trigger: 'automatic' })).value as Card;
  }

  /** Presses a button of what this person sees, with what stands in the inputs and what is typed; jobs then run. */
  async function press(who: Name, message: TeamsMessage, verb: string, typed: object = {}): Promise<Card> {
    const card = await own(who, message);
    const action = actionOf(card, verb) ?? assert.fail(`no ${verb} on: ${cardText(card)}`);
    const inputs = verb.startsWith('form-') ? inputsOf(card) : {};
    const { value } = await company.invoke(who, message, { verb, data: { ...inputs, ...action.data, ...typed } });
    await company.settle();
    return value as Card;
  }

  function inputsOf(card: Card): Record<string, unknown> {
    const inputs = [...objectsOf(card)].filter(({ node }) => String(node.type).startsWith('Input.'));
    return Object.fromEntries(inputs.map(({ node }) => [String(node.id), node.value]));
  }

  async function decide(message: TeamsMessage): Promise<void> {
    await press('alice', message, 'submit', { reason: 'CHG-2201' });
    await company.approve('bob', message);
    await company.settle();
    assert.match(cardText(message.card), /Applied/);
  }

  it('makes a new group with a form: faults, preview, approval, devices moved, and back again', async () => {
    company = await Company.open();
    const before = await held();
    await company.say('alice', 'create device group');
    const message = last();
    assert.doesNotMatch(cardText(message.card), /Check and preview/, 'in a channel nobody else sees the form');
    await press('alice', message, 'form-check', {
      name: 'Finance',
      level: 'semi-all-folders',
      accessNames: 'SOC tier two',
    });
    const faults = cardText(await own('alice', message));
    assert.match(faults, /at least one condition/);
    await press('alice', message, 'form-check', { value0: 'finance' });
    assert.match(cardText(await own('alice', message)), /There is already a device group called Finance/);
    assert.match(cardText(await own('alice', message)), /Did you mean SOC tier 1 or SOC tier 2/);
    await press('alice', message, 'form-add', { name: 'Finance laptops', access: 'SOC tier 2' });
    await press('alice', message, 'form-check', {
      ...{ property1: 'name', operator1: 'starts-with', value1: 'LAP-FIN-', place: 'before:4' },
    });
    const preview = cardText(await own('alice', message));
    assert.match(preview, /48 of 300 devices would move/);
    assert.match(preview, /Finance → Finance laptops\s[\s\S]*\n48\n[\s\S]*Devices|Devices[\s\S]*\n48\n/);
    assert.equal(company.writes.length, 0);
    await decide(message);
    assert.deepEqual(await held(), { ...before, Finance: 4, 'Finance laptops': 48 });
    assert.deepEqual(groups().slice(0, 3), [
      ['Domain controllers', 1, 1],
      ['Finance laptops', 2, 1],
      ['Finance', 3, 2],
    ]);
    await press('bob', message, 'revert');
    const draft = last();
    assert.match(cardText(await own('bob', draft)), /Undoes[\s\S]*Request #1/);
    await press('bob', draft, 'submit', { reason: 'Wrong group' });
    await company.approve('alice', draft);
    await company.settle();
    assert.deepEqual(await held(), before);
    await company.assertAuditHolds();
  });

  it('shows everybody who looks all devices of a request, page by page', async () => {
    company = await Company.open();
    await company.say('alice', 'delete device group Finance');
    const message = last();
    await press('alice', message, 'submit', { reason: 'CHG-7' });
    const first = await press('rita', message, 'devices');
    assert.match(cardText(first), /52 devices[\s\S]*Page 1 of 6/);
    const next = actionOf(first, 'devices') ?? assert.fail('there is a next page');
    const { value } = await company.invoke('rita', message, next);
    assert.match(cardText(value), /Page 2 of 6/);
    await company.say('rita', 'devices 1 page 6');
    assert.match(cardText(last().card), /Page 6 of 6/);
  });

  it('opens a draft that was typed in one line in a form, and continues from there', async () => {
    company = await Company.open();
    await company.say(
      'alice',
      'create device group "HR laptops" level full name starts with LAP-HR and os Windows 11 access SOC tier 1',
    );
    const message = last();
    await press('alice', message, 'edit');
    assert.doesNotMatch(cardText(message.card), /HR laptops/);
    const { name, value0, systems, access, level } = inputsOf(await own('alice', message));
    assert.deepEqual([name, value0, systems, level], ['HR laptops', 'LAP-HR', 'Windows11', 'full']);
    assert.match(cardText(await own('alice', message)), /SOC tier 1/, String(access));
    await press('alice', message, 'form-check', { level: 'none' });
    assert.match(cardText(await own('alice', message)), /lowers protection on 16 devices/);
    await decide(message);
    assert.deepEqual(groups().at(-2), ['HR laptops', 6, 0]);
    assert.equal((await held())['HR laptops'], 16);
  });

  it('changes, renames and ranks a group, and the ungrouped devices', async () => {
    company = await Company.open();
    const lines = [
      'edit device group Lab level full',
      'rename device group Lab to Test rigs',
      'rank device group "Test rigs" first',
      'set ungrouped devices level semi-all-folders',
    ];
    for (const line of lines) {
      await company.say('alice', line);
      await decide(sendable());
    }
    assert.deepEqual(groups(), [
      ['Test rigs', 1, 3],
      ['Domain controllers', 2, 1],
      ['Finance', 3, 2],
      ['Executives', 4, 1],
      ['Servers', 5, 2],
      ['Ungrouped', '-', 1],
    ]);
    assert.equal(company.writes.length, 4);
  });

  /** The newest card that somebody has options on. */
  function sendable(): TeamsMessage {
    return company.teams.messages.findLast(({ card }) => actionOf({ ...card }, 'view')) ?? assert.fail('no draft');
  }

  it('changes a group with a form that shows its current values', async () => {
    company = await Company.open();
    await company.say('alice', 'edit device group Domain controllers', 'a:alice');
    const message = last();
    const inputs = inputsOf(message.card);
    assert.deepEqual(
      [inputs.name, inputs.description, inputs.level, inputs.value0, inputs.property1, inputs.systems],
      [
        'Domain controllers',
        'Tier 0: nobody touches these without the server team',
        'semi-all-folders',
        'SRV-DC-',
        'tag',
        'WindowsServer2025,WindowsServer2022',
      ],
    );
    assert.match(cardText(message.card), /Security admins/);
    await press('alice', message, 'form-remove', { row: 1 });
    await press('alice', message, 'form-check', { description: 'Tier 0' });
    const text = cardText(message.card);
    assert.match(text, /Tier 0: nobody touches these without the server team → [\s\S]*Tier 0/);
    assert.match(text, /Tag equals privileged[\s\S]*→ [\s\S]*Name starts with SRV-DC-; and Operating system/);
    assert.doesNotMatch(text, /Access/, 'what stays is no row');
  });

  it('deletes a group after approval, and says what that takes along', async () => {
    company = await Company.open();
    await company.say('alice', 'delete device group "Lab"');
    const message = last();
    assert.match(cardText(await own('alice', message)), /taken out of e-mail notification rules/);
    await decide(message);
    assert(!groups().some(([name]) => name === 'Lab'));
    await press('alice', message, 'revert');
    assert.match(cardText(await own('alice', last())), /Create device group Lab/);
  });

  it('stops when devices would move that nobody was shown, and says how many', async () => {
    company = await Company.open();
    await company.say('alice', 'delete device group Finance');
    const message = last();
    await press('alice', message, 'submit', { reason: 'CHG-8' });
    for (const machine of company.sandbox.world.machines.slice(0, 5)) Object.assign(machine, { machineTags: [] });
    await company.approve('bob', message);
    await company.settle();
    const text = cardText(message.card);
    assert.match(text, /other devices would be affected now/);
    assert.match(text, /52 of 300 devices would move[\s\S]*47 of 300 devices would move/);
    assert.equal(company.writes.length, 0);
  });

  it('previews on a long list of devices read just before, shows its age, and still stops at what has moved since', async () => {
    company = await Company.open();
    const { machines } = company.sandbox.world;
    const [first] = machines;
    assert(first);
    const more = Array.from({ length: 10_000 }, (_, n) => ({ ...first, id: String(n).padStart(40, '0') }));
    machines.push(...more);
    await company.say('alice', 'delete device group Lab');
    const read = company.clock.now();
    company.clock.pass(1_000);
    for (const machine of machines.slice(0, 5)) Object.assign(machine, { machineTags: [] });
    await company.say('alice', 'delete device group Finance');
    const message = last();
    assert.match(cardText(message.card), /52 of 10300 devices would move/);
    const iso = new Date(read).toISOString().slice(0, 19);
    assert.match(cardText(await own('alice', message)), new RegExp(`Devices read[^D]*DATE\\(${iso}Z`));
    await press('alice', message, 'submit', { reason: 'CHG-9' });
    await company.approve('bob', message);
    await company.settle();
    assert.match(cardText(message.card), /52 of 10300 devices would move[\s\S]*47 of 10300 devices would move/);
    assert.equal(company.writes.length, 0);
  });

  it('opens no form for somebody who may not ask, and none of a group that is not there', async () => {
    company = await Company.open();
    await company.say('rita', 'create device group', 'a:rita');
    assert.match(cardText(last().card), /do not hold a role/);
    await company.say('alice', 'edit device group Servrs');
    assert.match(cardText(last().card), /There is no device group called "?Servrs"?\. Did you mean Servers/);
  });

  it('says why there are none in Defender for Business, and what they do under Plan 1', async () => {
    company = await Company.open({ tenant: 'business' });
    for (const line of ['create device group', 'delete device group Lab', 'ungrouped devices']) {
      await company.say('alice', line);
      assert.match(cardText(last().card), /Defender for Business has no device groups/);
    }
    await company.close();
    company = await Company.open({ tenant: 'plan1' });
    await company.say('alice', 'delete device group Lab');
    assert.match(cardText(await own('alice', last())), /On Plan 1 a device group decides who sees its devices/);
  });

  it('closes a form that is discarded, and one that is abandoned', async () => {
    company = await Company.open();
    await company.say('alice', 'create device group', 'a:alice');
    const message = last();
    await press('alice', message, 'form-discard');
    assert.match(cardText(message.card), /closed, and nothing was asked for/);
    await company.say('alice', 'ungrouped devices', 'a:alice');
    const other = last();
    company.clock.pass(2 * 3_600_000);
    await company.settle();
    assert.match(cardText(other.card), /closed, and nothing was asked for/);
  });
});
