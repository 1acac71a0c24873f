import assert from 'node:assert/strict';
import type { Request } from '../../../../src/requests/record/request.ts';
import { SHOWS_WITHIN } from '../../../../src/requests/rules/watching.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { Company, type CompanyOptions } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { tamper } from '../../../support/company/tamper.ts';
import { press } from '../../../support/company/watched-company.ts';
import { diesAt } from '../../../support/runtime/dies-at.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TagRoom } from '../../supported/tag-room.ts';

const SWAPPED = (row: Record<string, unknown>) => ({ ...row, reason: 'Swapped in' });

describe('a request that is being applied, and whose row somebody changed in the database', () => {
  let company: Company;
  let logged: string[];
  afterEach(() => company.close());

  function options(more: CompanyOptions = {}): CompanyOptions {
    logged = [];
    return { log: logTo(({ message }) => logged.push(message)), ...more };
  }

  async function request(): Promise<Request> {
    return (await company.services.store.requestByNumber(company.services.tenantId, 1)) ?? assert.fail();
  }

  function stops(): number {
    return logged.filter((line) => line === 'request stopped: not as recorded').length;
  }

  /** A write that gave no clear answer, and that no reading shows. */
  async function unclear(): Promise<TeamsMessage> {
    company = await Company.open(options());
    const card = await company.pending();
    const { tenant } = company.services;
    assert(tenant.applies === 'automatically');
    tenant.write = async () => ({ kind: 'unknown', why: 'Defender gave no clear answer.' });
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await request()).state, 'unknown');
    return card;
  }

  it('is stopped once where its outcome is not known: Airlock reads what the record says, and frees it then', async () => {
    const card = await unclear();
    tamper(company, SWAPPED);
    for (let minute = 0; minute < 5; minute += 1) {
      company.clock.pass(60_000);
      await company.settle();
    }
    assert.equal(stops(), 1);
    const stopped = await request();
    assert.deepEqual([stopped.state, stopped.reason], ['unknown', 'Pilot finished, see CHG-1042']);
    assert.match(cardText(card.card), /somebody changed it in the database \(its reason\)/);
    company.clock.pass(SHOWS_WITHIN);
    await company.settle();
    assert.equal((await request()).state, 'failed');
    await company.pending('enable automated investigation', 'grace');
    assert.deepEqual(company.writes, []);
  });

  it('is read as the record has it, whatever the row asks for', async () => {
    await unclear();
    tamper(company, (row) => ({
      ...row,
      change: { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' },
    }));
    company.clock.pass(60_000);
    await company.settle();
    const { change } = await request();
    assert.deepEqual(change, { kind: 'advanced-feature', feature: 'automated-investigation', to: 'on' });
  });

  it('ends where a person applies it: the object is free, since Airlock wrote nothing', async () => {
    company = await Company.open(options({ connector: 'guided' }));
    const card = await company.pending();
    await company.approve('bob', card);
    await company.settle();
    const { tenant } = company.services;
    assert(tenant.applies === 'by-hand');
    tenant.verify = () => Promise.reject(new AirlockError('tenant-unavailable', 'Defender gave no answer.'));
    await press(company, 'omar', card, 'attest');
    assert.equal((await request()).state, 'applying');
    tamper(company, SWAPPED);
    company.clock.pass(60_000);
    await company.settle();
    assert.deepEqual([(await request()).state, (await request()).closing?.code], ['stale', 'record-mismatch']);
    assert.equal(stops(), 1);
  });

  it('sends no more items, and counts as not written what readings by the record show for hours not to be there', async () => {
    const room = await TagRoom.open(options());
    company = room.company;
    await room.approved('tag LAP-HR-0001 LAP-HR-0002 with Lab');
    await room.diesAt(2);
    assert.equal((await request()).state, 'applying');
    tamper(company, ({ change, ...row }) => ({ ...row, change: { ...(change as object), tag: 'Swapped' } }));
    await room.pass(91, 3);
    assert.deepEqual([(await request()).state, room.taken.size, stops()], ['unknown', 0, 1]);
    company.clock.pass(SHOWS_WITHIN);
    await company.settle();
    const ended = await request();
    assert(ended.state === 'failed');
    assert.deepEqual(ended.outcome.items, { total: 2, done: 0, refused: 2, unknown: 0 });
    assert.doesNotMatch(ended.outcome.note ?? '', /1970/);
  });

  it('is stopped once by two instances at the same moment', async () => {
    await unclear();
    const second = await company.another();
    tamper(company, SWAPPED);
    company.clock.pass(60_000);
    await Promise.all([company.settle(), company.settle(second)]);
    const steps = (await company.recorded()).filter(({ event }) => event === 'request.outcome-unknown');
    assert.equal(steps.length, 2);
  });

  for (const moment of ['before', 'after'] as const)
    it(`is stopped once where the process dies ${moment} that is stored`, async () => {
      await unclear();
      tamper(company, SWAPPED);
      company.clock.pass(60_000);
      await diesAt(company, 'request.outcome-unknown', moment);
      company.clock.pass(91_000);
      await company.settle();
      const steps = (await company.recorded()).filter(({ event }) => event === 'request.outcome-unknown');
      assert.deepEqual([steps.length, (await request()).reason], [2, 'Pilot finished, see CHG-1042']);
    });

  it('is left as it is where it had ended, and its task ends', async () => {
    await unclear();
    const { number: _, ...row } = await request();
    company.clock.pass(SHOWS_WITHIN);
    await company.settle();
    const { rev, state } = await request();
    assert.equal(state, 'failed');
    tamper(company, (now) => ({ ...now, ...row, rev }), { state: 'unknown', deadline: null });
    const before = (await company.recorded()).filter(({ requestId }) => requestId !== null).length;
    company.clock.pass(SHOWS_WITHIN);
    await company.settle();
    assert.equal((await company.recorded()).filter(({ requestId }) => requestId !== null).length, before);
  });
});
