import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/registry/change.ts';
import { askFor } from '../../support/company/ask-for.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import type { KillPoint } from './crash-child.ts';
import { killedAt } from './killed-at.ts';

const REMOVE: Change = { kind: 'device-group.delete', group: { id: 9, name: 'Lab' } };

/** Every step between the click and what it leads to. */
const APPROVING = [
  'commit:approve:after',
  'take:apply',
  'read:after',
  'commit:hand-over:before',
  'commit:hand-over:after',
] as const satisfies readonly KillPoint[];
/** A deletion is verified by two readings, a minute apart: the steps that end it are those of the switch below. */
const ATTESTING = [
  'directory',
  'commit:attest:before',
  'commit:attest:after',
  'take:verify',
  'verify:before',
  'verify:after',
] as const satisfies readonly KillPoint[];

describe('a change by hand, killed with SIGKILL between any two steps', function () {
  this.timeout(60_000);
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
    card = await askFor(company, REMOVE);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  /** Whoever approved does not apply. */
  const WHO = { approve: 'bob', attest: 'omar' } as const;

  async function killed(point: KillPoint, verb: keyof typeof WHO, data: unknown): Promise<void> {
    const click = {
      ...company.envelope(WHO[verb], card.conversation),
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: card.id,
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    };
    assert.equal(await killedAt(company, point, click, { connector: 'guided' }), 'SIGKILL');
    await company.invoke(WHO[verb], card, { verb, data });
    for (let minute = 0; minute < 5; minute += 1) {
      company.clock.pass(60_000);
      await company.settle();
    }
  }

  async function assertOnce(event: string, said: RegExp): Promise<void> {
    const entries = await company.recorded();
    assert.equal(entries.filter((entry) => entry.event === event).length, 1, event);
    assert.equal(company.teams.messages.filter((message) => said.test(cardText(message.card))).length, 1);
  }

  for (const point of APPROVING) {
    it(`at ${point}: handed over once`, async () => {
      const seen = actionOf(await company.view('bob', card), 'approve');
      await killed(point, 'approve', seen?.data);
      assert.match(cardText(card.card), /to be applied by hand/);
      await assertOnce('request.hand-over', /#1 is approved, to be applied by hand/);
    });
  }

  for (const point of ATTESTING) {
    it(`at ${point}: attested once, verified once`, async () => {
      await company.approve('bob', card);
      await company.settle();
      const { tenant } = company.sandbox.world;
      tenant.deviceGroups = tenant.deviceGroups.filter(({ Name }) => Name !== 'Lab');
      await killed(point, 'attest', actionOf(card.card, 'attest')?.data);
      assert.match(cardText(card.card), /Applied, read back/);
      await assertOnce('request.attest', /#1 is applied, read back/);
      await assertOnce('request.record-outcome', /#1 is applied, read back/);
    });
  }

  for (const point of ['commit:record-outcome:before', 'commit:record-outcome:after'] as const) {
    it(`at ${point}: what was said is remembered with the end of the request, once`, async () => {
      await company.say('alice', 'withdraw 1');
      card = await company.pending('enable automated investigation');
      await company.approve('bob', card);
      await company.settle();
      await killed(point, 'attest', actionOf(card.card, 'attest')?.data);
      const facts = await company.services.store.facts(company.services.tenantId, 'feature:');
      const by = company.person('omar').name;
      assert.deepEqual(
        facts.map(({ value, source }) => [value, source.kind, 'by' in source && source.by]),
        [['on', 'attested', by]],
      );
      const ended = (await company.recorded()).filter(({ event }) => event === 'request.record-outcome');
      assert.match(JSON.stringify(ended.map(({ data }) => data)), /"known":\[{"key":"feature:automated-investigation"/);
      assert.equal(ended.length, 1);
    });
  }
});
