import assert from 'node:assert/strict';
import type { Change } from '../../../../src/changes/registry/change.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import type { Fault, WireGroup } from '../../../../src/sandbox/company/world.ts';
import { askFor } from '../../../support/company/ask-for.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Graph's list of device groups stays as it was, whatever is done in the portal. */
const LAGS: Fault = { surface: 'graph', path: 'customAppScopes', kind: 'stale' };

const CREATE: Change = {
  kind: 'device-group.create',
  definition: {
    name: 'Plant',
    description: '',
    level: 'full',
    conditions: [{ property: 'tag', operator: 'equals', value: 'terminal' }],
    access: [],
  },
  before: null,
};
const RENAME: Change = { kind: 'device-group.update', group: { id: 9, name: 'Lab' }, set: { name: 'Rigs' } };
const REMOVE: Change = { kind: 'device-group.delete', group: { id: 9, name: 'Lab' } };

/** What somebody does in the portal to follow the steps of each change. */
const DONE: readonly (readonly [Change, (groups: WireGroup[]) => WireGroup[]])[] = [
  [CREATE, (groups) => [{ ...named(groups, 'Lab'), MachineGroupId: 21, Name: 'Plant', Description: '' }, ...groups]],
  [RENAME, (groups) => groups.map((group) => (group.Name === 'Lab' ? { ...group, Name: 'Rigs' } : group))],
  [REMOVE, (groups) => groups.filter(({ Name }) => Name !== 'Lab')],
];

function named(groups: readonly WireGroup[], name: string): WireGroup {
  return groups.find(({ Name }) => Name === name) ?? assert.fail(name);
}

describe('a group that a person changes, and Graph lists late', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(async () => {
    assert.equal(company.writes.length, 0, 'Airlock wrote nothing');
    await company.assertAuditHolds();
    await company.close();
  });

  async function request(): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, 1);
    return found ?? assert.fail('there is no #1');
  }

  async function handOver(change: Change): Promise<void> {
    card = await askFor(company, change);
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await request()).state, 'approved');
  }

  async function attest(): Promise<void> {
    await company.invoke('omar', card, actionOf(card.card, 'attest') ?? assert.fail('nothing to attest'));
    await company.settle();
  }

  async function later(ms: number): Promise<string> {
    company.clock.pass(ms);
    await company.settle();
    return (await request()).state;
  }

  /** Once in all, and no more than that. */
  async function assertTold(): Promise<void> {
    for (const pause of [HOUR, HOUR, DAY]) assert.equal(await later(pause), 'expired');
    const said = company.teams.messages.filter(({ card: told }) => cardText(told).includes('#1 shows in part'));
    assert.equal(said.length, new Set(said.map(({ conversation }) => conversation)).size);
    assert.match(
      cardText(said[0]?.card),
      /shows as asked: device group "Plant" exists; .*Not known.*remediation level of "Plant": Full.*It stays "Expired/,
    );
    assert.equal((await request()).outcome, null);
  }

  const catchUp = () => company.sandbox.world.faults.splice(0);

  for (const [change, edit] of DONE) {
    describe(change.kind, () => {
      beforeEach(async () => {
        await handOver(change);
        company.sandbox.world.faults.push({ ...LAGS });
        await company.services.tenant.read(['groups']);
        const { tenant } = company.sandbox.world;
        tenant.deviceGroups = edit(tenant.deviceGroups);
      });

      it('within hours of the report: it waits, and ends with what was read', async () => {
        await attest();
        assert.match(cardText(card.card), /Defender does not show it yet, which can take hours/);
        for (const wait of [MINUTE, HOUR, 2 * HOUR]) assert.equal(await later(wait), 'applying');
        assert.doesNotMatch(cardText(card.card), /otherwise|Not confirmed/);
        catchUp();
        if (change === REMOVE) assert.equal(await later(HOUR), 'applying', 'one list is no proof');
        assert.equal(await later(HOUR), 'applied');
        assert.notDeepEqual((await request()).outcome?.proof?.verified, []);
        assert.equal((await request()).outcome?.proof?.unseen, undefined);
      });

      it('later than that: the word stands, marked as not listed, and is corrected when it shows', async () => {
        await attest();
        assert.equal(await later(6 * HOUR), 'applied');
        assert.match(cardText(card.card), /Applied, attested by Omar Okafor \(not shown yet\)/);
        assert.match(cardText(card.card), /looks again until/);
        await company.say('rita', 'requests');
        for (let day = 0; day < 2; day += 1) await later(DAY);
        assert.equal((await request()).outcome?.code, 'attested');
        catchUp();
        await later(3 * HOUR);
        assert.equal((await request()).outcome?.code, 'surfaced');
        assert.match(
          cardText(card.card),
          /Applied, (in part )?seen later[\s\S]*read 2 days after Omar Okafor reported it as applied/,
        );
        assert.match(cardText(company.message('#1 shows after all').card), /as asked/);
      });

      it('where nobody reported it: it expires, and is corrected when it shows, with nobody’s word', async () => {
        assert.equal(await later(4 * HOUR), 'expired');
        assert.match(cardText(card.card), /Expired, not confirmed[\s\S]*looks again until/);
        assert.equal(await later(2 * HOUR), 'expired');
        catchUp();
        if (change === CREATE) return assertTold();
        assert.equal(await later(HOUR), 'applied');
        const { outcome, closing } = await request();
        assert.deepEqual([outcome?.code, closing, outcome?.proof?.attested], ['surfaced', null, []]);
        assert.match(cardText(card.card), /shows it as asked, read 7 hours after the steps were handed over/);
        assert.match(cardText(card.card), /It had ended as "Expired, not confirmed"/);
        assert.equal((await company.recorded()).at(-1)?.event, 'request.surface');
      });
    });
  }

  it('promises no look at what no API can show, and files none', async () => {
    card = await company.pending('turn off automatic resolution');
    await company.approve('bob', card);
    await company.settle();
    assert.equal(await later(4 * HOUR), 'expired');
    assert.doesNotMatch(cardText(card.card), /looks again/);
    assert.equal(await company.services.store.takeTask(['surface'], 'me', company.clock.now() + 30 * DAY, 1), null);
  });
});
