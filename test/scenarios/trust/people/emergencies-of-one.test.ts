import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { actionHabitsOf, machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import type { App } from '../../../../src/service/http-server.ts';
import { Company, type Name } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';
import { type Attributes, alterPerson, knowSinceLong } from '../../../support/people/alter-people.ts';
import { beforeStepOf } from '../../../support/runtime/before-step.ts';

const MINUTE = 60_000;
const ENVIRONMENT = { EMERGENCY_ACTIONS: 'isolate,release' };

/** Another account of long ago, with a role of long ago, that nothing links to anybody. */
const BARE: Attributes = {
  ...{ displayName: 'Ops Desk', userPrincipalName: 'od@harbourline.example' },
  ...{ mail: null, otherMails: [], proxyAddresses: [], employeeId: null, onPremisesImmutableId: null },
  ...{ userType: 'Member', externalUserState: null, accountEnabled: true, createdDateTime: '2021-02-15T08:30:00Z' },
  ...{ roles: ['Security Administrator'], eligible: [], groupRoles: [], assignedAt: '2025-11-03T09:12:00Z' },
};

describe('emergencies of one person', () => {
  let company: Company;
  afterEach(() => company.close());

  const actions = () =>
    machineActionsOf(company.sandbox.world)
      .filter(({ source }) => source === 'PublicApi')
      .map(({ type }) => type);
  const texts = () => company.teams.messages.map(({ card }) => cardText(card)).join('\n');
  const request = (number: number) => company.services.store.requestByNumber(company.services.tenantId, number);

  async function draft(who: Name, text: string) {
    await company.say(who, text);
    const message = company.teams.messages.findLast((one) => actionOf({ ...one.card }, 'view') !== null);
    assert(message);
    const own = await company.view(who, message);
    // Whoever owes for another one is offered none, and presses a card that was drawn before.
    const submit = actionOf(own, 'submit') ?? assert.fail('it can be sent');
    const action = actionOf(own, 'act-now') ?? { ...submit, verb: 'act-now' };
    const pressed = { ...action, data: { ...action.data, reason: 'Ransomware' } };
    return (app?: App) => company.invoke(who, message, pressed, { ...(app && { app }) });
  }

  const cardOf = (number: number) =>
    company.teams.messages.find(
      ({ card }) => actionOf({ ...card }, 'view') !== null && cardText(card).includes(`#${number}`),
    ) ?? assert.fail();

  /** Does something at once; answers what the presser reads. */
  async function actNow(who: Name, text: string): Promise<string> {
    const answer = await (await draft(who, text))();
    await company.settle();
    return cardText(answer.value) || JSON.stringify(answer.value);
  }

  async function pass(minutes: number): Promise<void> {
    company.clock.pass(minutes * MINUTE);
    await company.settle();
  }

  /** A second account that carries this, known since long. */
  async function open(second: Attributes, environment: Readonly<Record<string, string>> = {}): Promise<void> {
    company = await Company.open({ environment: { ...ENVIRONMENT, ...environment } });
    await alterPerson(company, 'alice2', { ...BARE, ...second });
    await knowSinceLong(company, 'alice', 'alice2', 'bob', 'grace');
  }

  async function peopleFile(...lines: readonly string[]): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'airlock-people-'));
    const file = join(folder, 'people.txt');
    await writeFile(file, lines.join('\n'), { mode: 0o600 });
    return file;
  }

  const ROWS: readonly (readonly [title: string, second: Attributes, says: RegExp])[] = [
    [
      'her employee id',
      { employeeId: '1001' },
      /belong to one person: both carry the employee id 1001.*Ask for approv/,
    ],
    [
      'no mark',
      {},
      /it is not known whether this account and the account of Alice Ahlgren \(alice@harbourline\.example\) belong to two.*colleague/,
    ],
  ];
  for (const [title, second, says] of ROWS) {
    it(`with a second account that carries ${title} neither start another nor settle the first`, async () => {
      await open(second);
      await actNow('alice', 'isolate LAP-HR-0001');
      assert.match(await actNow('alice2', 'isolate LAP-HR-0002'), says);
      await pass(10);
      assert.match(await actNow('alice2', 'revert 1'), says);
      await pass(10);
      assert.deepEqual(actions(), ['Isolate']);
      assert.equal((await request(1))?.alone?.why, 'emergency');
      assert.doesNotMatch(texts(), /#1 is undone/);
      assert.match(await actNow('alice', 'isolate LAP-HR-0003'), /You did #1 at once/);
      assert.deepEqual(actions(), ['Isolate']);
      await company.assertAuditHolds();
    });
  }

  it('with a second account of one line in PEOPLE_FILE start none, too', async () => {
    const file = await peopleFile(`${PEOPLE_IDS.alice} ${PEOPLE_IDS.alice2}`, PEOPLE_IDS.bob);
    try {
      await open({ employeeId: '5512' }, { PEOPLE_FILE: file });
      await actNow('alice', 'isolate LAP-HR-0001');
      assert.match(await actNow('alice2', 'isolate LAP-HR-0002'), /one person: whoever operates Airlock says so/);
      assert.deepEqual(actions(), ['Isolate']);
    } finally {
      await rm(join(file, '..'), { recursive: true });
    }
  });

  it('bar no colleague whose employee id is another one, who may undo it alone, and then owes that', async () => {
    await open({});
    await actNow('alice', 'isolate LAP-HR-0001');
    await pass(10);
    await actNow('bob', 'revert 1');
    await pass(10);
    assert.deepEqual(actions(), ['Unisolate', 'Isolate']);
    assert.match(texts(), /#1 is undone/);
    assert.match(texts(), /#2 is owed an approval/);
    assert.match(await actNow('bob', 'isolate LAP-HR-0002'), /You did #2 at once/);
    await actNow('alice', 'isolate LAP-HR-0003');
    assert.deepEqual(actions(), ['Isolate', 'Unisolate', 'Isolate']);
    await company.assertAuditHolds();
  });

  it('are begun once, of two of her accounts at the same moment', async () => {
    await open({ employeeId: '1001' });
    const [one, other] = [await draft('alice', 'isolate LAP-HR-0001'), await draft('alice2', 'isolate LAP-HR-0002')];
    const answers: Awaited<ReturnType<typeof one>>[] = [];
    const second = await company.another();
    const isLate = beforeStepOf(company, 'debt-turn', async () => answers.push(await other(second)));
    answers.push(await one());
    assert(isLate());
    await Promise.all([company.settle(), company.settle(second)]);
    assert.deepEqual(actions(), ['Isolate']);
    assert.match(answers.map(({ value }) => JSON.stringify(value)).join('\n'), /belong to one person/);
    await company.assertAuditHolds();
  });

  it('are approved afterwards with a reason where one is required, and by nobody who has seen no card', async () => {
    await open({ employeeId: '1001' }, { APPROVAL_REASON: 'required' });
    await actNow('alice', 'isolate LAP-HR-0001');
    await pass(10);
    const { digest } = (await request(1)) ?? assert.fail();
    const before = company.teams.messages.length;
    await company.say('bob', 'approve 1', 'a:bob');
    const said = company.teams.messages.slice(before).map(({ card }) => cardText(card));
    assert.match(said.join(), /Nothing was decided/);
    assert.doesNotMatch(said.join(), new RegExp(`approve 1 ${digest?.slice(0, 4)}`));
    const offered = actionOf(await company.view('bob', cardOf(1)), 'approve') ?? assert.fail();
    const press = async (approvalReason: string) => {
      const { value } = await company.invoke('bob', cardOf(1), {
        ...offered,
        data: { ...offered.data, approvalReason },
      });
      await company.settle();
      return cardText({ value });
    };
    assert.match(await press(' '), /an approval needs a reason/);
    await press('Seen on the device');
    assert.match(JSON.stringify((await request(1))?.alone), /"settled":.*"reason":"Seen on the device"/);
  });

  it('are compared by the marks that were kept, whatever the accounts carry later', async () => {
    await open({ employeeId: '1001' }, { DEBT_WINDOW: '90d' });
    await actNow('alice', 'isolate LAP-HR-0001');
    await alterPerson(company, 'alice', { employeeId: '7001' });
    await knowSinceLong(company);
    await pass(49 * 60);
    await knowSinceLong(company);
    assert.match(await actNow('alice2', 'isolate LAP-HR-0002'), /belong to one person/);
    const card = cardOf(1);
    const { value } = await company.approve('alice2', card);
    assert.match(JSON.stringify(value), /Your approval does not count, since .*belong to one person/);
    assert.deepEqual(actions(), ['Isolate']);
  });

  it('are not settled by her second account once the first is gone from the directory', async () => {
    await open({ employeeId: '1001' });
    await actNow('alice', 'isolate LAP-HR-0001');
    await pass(10);
    await alterPerson(company, 'alice', { status: 404 });
    const card = cardOf(1);
    const { value } = await company.approve('alice2', card);
    assert.match(JSON.stringify(value), /Your approval does not count, since .*belong to one person/);
    await company.approve('bob', card);
    await company.settle();
    assert.match(cardText(card.card), /Approved by\s+Bob Brandt/);
  });

  it('stay owed for what an undoing left, which card, notice and status say, until the rest is undone', async () => {
    await open({});
    await actNow('alice', 'isolate LAP-HR-0001, LAP-HR-0002');
    const card = cardOf(1);
    await pass(10);
    const undo = await company.pending('revert 1', 'bob');
    company.sandbox.world.faults.push({ surface: 'mde', kind: 'status', status: 400, path: 'unisolate', times: 1 });
    await company.approve('grace', undo);
    await company.settle();
    await pass(10);
    assert.match(texts(), /#1 is undone in part, and still owed.*#2 undid a part of it\. Left: lap-hr-0001/is);
    assert.match(cardText(card.card), /#2 undid a part of it\. Left: lap-hr-0001/i);
    await company.say('alice', 'status');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /an approval is owed: #1 \(undone in part\)/);
    assert.match(await actNow('alice', 'isolate LAP-HR-0003'), /You did #1 at once/);
    const rest = await company.pending('revert 1', 'bob');
    await company.approve('grace', rest);
    await company.settle();
    await pass(10);
    assert.match(texts(), /#1 is undone$/m);
    await company.say('alice', 'status');
    assert.doesNotMatch(cardText(company.teams.messages.at(-1)?.card), /an approval is owed/);
    await company.assertAuditHolds();
  });

  it('stay owed where the orders that undo them fail', async () => {
    await open({});
    await actNow('alice', 'isolate LAP-HR-0001');
    await pass(10);
    const undo = await company.pending('revert 1', 'bob');
    actionHabitsOf(company.sandbox.world).ends = 'Failed';
    await company.approve('grace', undo);
    await company.settle();
    await pass(10);
    assert.match(texts(), /#2 does not settle #1.*Defender did that on none of its devices/s);
    assert.match(await actNow('alice', 'isolate LAP-HR-0003'), /You did #1 at once/);
    await company.assertAuditHolds();
  });
});
