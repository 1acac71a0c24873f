import assert from 'node:assert/strict';
import { tellEntry } from '../../../../src/cli/audit/told-entries.ts';
import { surfaceRequest } from '../../../../src/requests/applying/surface.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { lookAtTenant } from '../../../../src/requests/watching/look.ts';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { askFor } from '../../../support/company/ask-for.ts';
import { Company, SOC } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LEVEL = { kind: 'device-group.update', group: { id: 9, name: 'Lab' }, set: { level: 'full' } } as const;

/** The portal's list of groups stays as it was, whatever is written. */
const LAGS: Fault = { surface: 'portal', method: 'GET', path: 'machine_groups', kind: 'stale' };

describe('a write that Defender shows late, by the front door', () => {
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open({ timeoutMs: 3_000 });
    card = await askFor(company, LEVEL);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function request(number = 1): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, number);
    return found ?? assert.fail(`there is no #${number}`);
  }

  async function approveWhile(...faults: readonly Fault[]): Promise<void> {
    company.sandbox.world.faults.push(...faults);
    await company.approve('bob', card);
    await company.settle();
  }

  async function later(ms: number): Promise<string> {
    company.clock.pass(ms);
    await company.settle();
    return (await request()).state;
  }

  const catchUp = () => company.sandbox.world.faults.splice(0);
  const said = (text: string) => company.teams.messages.filter(({ card: one }) => cardText(one).includes(text));

  it('after minutes: accepted and not shown yet, then applied, written once', async () => {
    await approveWhile({ ...LAGS });
    assert.equal((await request()).state, 'unknown');
    assert.match(cardText(card.card), /Accepted by Defender, not shown yet[\s\S]*which can take hours/);
    assert.doesNotMatch(cardText(card.card), /no clear answer|Nothing was changed/);
    await company.say('rita', 'requests');
    assert.match(cardText(company.teams.messages.at(-1)?.card), /Accepted, not shown yet/);
    for (let minute = 0; minute < 3; minute += 1) assert.equal(await later(MINUTE), 'unknown');
    catchUp();
    assert.equal(await later(5 * MINUTE), 'applied');
    assert.equal((await request()).outcome?.code, 'found-later');
    assert.equal(company.writes.length, 1);
    assert.match(
      cardText(card.card),
      /Applied, accepted and shown later[\s\S]*Defender accepted the change \(.+ UTC\)\./,
    );
    assert.match(
      cardText(card.card),
      /A reading of .+ UTC is the first to show the tenant as asked\. Airlock wrote once/,
    );
    assert.doesNotMatch(cardText(card.card), /no clear answer/);
    const entry = (await company.recorded()).find(({ event }) => event === 'request.outcome-unknown') ?? assert.fail();
    assert.equal(tellEntry(entry, { people: new Map(), numbers: new Map() }).words, 'Accepted, not shown yet');
  });

  it('after the hours that Microsoft speaks of: it had ended, and is corrected everywhere', async () => {
    await company.say('grace', 'help', 'a:grace');
    await company.say('grace', 'show 1', 'a:grace');
    await approveWhile({ ...LAGS });
    assert.equal(await later(6 * HOUR - 1), 'unknown');
    assert.equal(await later(1), 'failed');
    const ended = cardText(card.card);
    assert.match(ended, /Accepted by Defender \(2026-\d\d-\d\d \d\d:\d\d UTC\), and not shown after 6 hours/);
    assert.match(ended, /looks again until .+, and corrects this if Defender shows it/);
    assert.doesNotMatch(ended, /Nothing was changed|not written/);
    assert.equal(await later(3 * HOUR), 'failed');
    catchUp();
    assert.equal(await later(HOUR), 'applied');
    assert.match(
      cardText(card.card),
      /Applied, seen later[\s\S]*shows it as asked, read 10 hours after Airlock sent it/,
    );
    assert.match(cardText(card.card), /A reading does not tell who set it/);
    assert.equal(said('#1 shows after all').length, 2, 'in the channel and where Grace has the card');
    assert.deepEqual(
      said('#1 shows after all')
        .map((one) => one.conversation)
        .sort(),
      [SOC, 'a:grace'],
    );
    const [entry] = (await company.recorded()).slice(-1);
    assert.equal(entry?.event, 'request.surface');
    assert.equal(company.writes.length, 1);
    assert.equal(await later(8 * DAY), 'applied');
  });

  it('after two days, where the write itself got no clear answer', async () => {
    await approveWhile({ ...LAGS }, { surface: 'portal', method: 'PUT', kind: 'cut-after', times: 1 });
    assert.match(cardText(card.card), /gave no clear answer: the change may be in place, or not/);
    assert.equal(await later(6 * HOUR), 'failed');
    assert.match(
      cardText(card.card),
      /readings over 6 hours show the tenant as it was: the change may not have arrived/,
    );
    for (let day = 0; day < 2; day += 1) assert.equal(await later(DAY), 'failed');
    catchUp();
    assert.equal(await later(3 * HOUR), 'applied');
  });

  it('as soon as somebody asks for the status, or for the same again, and the tenant shows it', async () => {
    for (const text of ['status', 'edit device group Lab level full']) {
      await approveWhile({ ...LAGS });
      await later(6 * HOUR);
      await later(DAY);
      await company.say('rita', 'status');
      assert.equal((await request()).state, 'failed');
      catchUp();
      await company.say('alice', text);
      assert.equal((await request()).state, 'applied');
      await company.close();
      company = await Company.open({ timeoutMs: 3_000 });
      card = await askFor(company, LEVEL);
    }
  });

  it('is no change outside Airlock, whoever looks first', async () => {
    await company.say('bob', 'help', 'a:bob');
    await lookAtTenant(company.services);
    await approveWhile({ ...LAGS });
    await later(6 * HOUR);
    await later(HOUR);
    await lookAtTenant(company.services);
    catchUp();
    company.clock.pass(10 * MINUTE);
    await lookAtTenant(company.services);
    await company.settle();
    assert.equal(said('outside Airlock').length, 0);
    company.sandbox.world.tenant.deviceGroups = company.sandbox.world.tenant.deviceGroups.map((group) =>
      group.Name === 'Lab' ? { ...group, Name: 'Rigs' } : group,
    );
    await lookAtTenant(company.services);
    await company.settle();
    assert.equal(said('outside Airlock').length, 1, 'another change is told');
  });

  it('never: it is looked for as long as its card says, and then no more', async () => {
    await approveWhile({ ...LAGS }, { surface: 'portal', method: 'PUT', kind: 'status', status: 500 });
    await later(6 * HOUR);
    for (let half = 0; half < 15; half += 1) assert.equal(await later(DAY / 2), 'failed');
    catchUp();
    assert.equal(await company.services.store.takeTask(['surface'], 'me', company.clock.now() + 30 * DAY, 1), null);
    assert.equal(company.writes.length, 0);
    assert.match(cardText(card.card), /Airlock looked again until .+ UTC, and no reading showed it\./);
    assert.doesNotMatch(cardText(card.card), /looks again until/);
  });

  it('is read on while Defender cannot be asked, and never judged without a reading', async () => {
    await approveWhile({ ...LAGS });
    company.sandbox.world.faults.push({ surface: 'portal', kind: 'status', status: 503 });
    company.sandbox.world.faults.reverse();
    assert.equal(await later(7 * HOUR), 'unknown');
    catchUp();
    assert.equal(await later(HOUR), 'applied');
  });

  it('says nothing where another request has applied the same since', async () => {
    await approveWhile({ ...LAGS });
    await later(6 * HOUR);
    card = await askFor(company, LEVEL);
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await request(2)).state, 'unknown');
    assert.equal(await later(HOUR), 'failed');
    catchUp();
    company.clock.pass(HOUR);
    const { services } = company;
    const look = await services.store.takeTask(['surface'], 'me', company.clock.now(), 1_000);
    await surfaceRequest(services, look ?? assert.fail(), (await request()).id);
    assert.equal((await request()).state, 'failed', 'the other one may be about to find it');
    for (let hour = 0; hour < 4; hour += 1) assert.equal(await later(HOUR), 'failed');
    assert.equal((await request(2)).outcome?.code, 'found-later');
    assert.equal(said('#1 shows after all').length, 0);
    assert.equal(await later(8 * DAY), 'failed');
  });

  it('leaves alone a newer request on the same object, and holds no object itself', async () => {
    await approveWhile({ ...LAGS });
    await later(6 * HOUR);
    const newer = await askFor(company, { ...LEVEL, set: { level: 'semi-all-folders' } });
    assert.equal((await request(2)).state, 'pending');
    catchUp();
    assert.equal(await later(HOUR), 'applied');
    assert.equal((await request(2)).state, 'pending');
    await company.approve('bob', newer);
    await company.settle();
    assert.equal((await request(2)).state, 'stale', 'it was asked on the list that lagged');
  });
});
