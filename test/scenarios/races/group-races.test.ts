import assert from 'node:assert/strict';
import type { Request } from '../../../src/requests/record/request.ts';
import { Company } from '../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';
import { FormDesk, GOOD_FORM } from '../../support/company/form-desk.ts';
import { type TenantApi, tenantApi } from '../../support/company/tenant-api.ts';

describe('races over device groups', () => {
  let company: Company;
  let api: TenantApi;
  beforeEach(async () => {
    company = await Company.open();
    api = tenantApi(company);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function request(number: number): Promise<Request> {
    return (await company.services.store.requestByNumber(company.services.tenantId, number)) ?? assert.fail();
  }

  async function filed(): Promise<readonly Request[]> {
    return company.services.store.requests(company.services.tenantId, { open: false, limit: 100 });
  }

  async function requests(): Promise<number> {
    return (await filed()).length;
  }

  async function draftsBorn(): Promise<number> {
    const entries = await company.recorded();
    return entries.filter(({ event }) => event === 'request.drafted').length;
  }

  /** A click whose rev is what this person sees now. */
  async function seen(card: TeamsMessage, verb = 'approve') {
    return actionOf(await company.view('bob', card), verb) ?? assert.fail();
  }

  /** Some minutes of both instances: one writer at a time, so that the second waits for the first. */
  async function settleBoth(second: Awaited<ReturnType<Company['another']>>): Promise<void> {
    for (let round = 0; round < 4; round += 1) {
      await Promise.all([company.settle(), company.settle(second)]);
      company.clock.pass(30_000);
    }
    await company.settle();
  }

  it('two requests on two groups, approved at once on two instances: both land, and neither undoes the other', async () => {
    const second = await company.another();
    const lab = await company.pending('edit device group Lab description "Burnt daily"');
    const executives = await company.pending('edit device group Executives description "The board"', 'grace');
    const clicks = [await seen(lab), await seen(executives)] as const;
    await Promise.all([
      company.invoke('bob', lab, clicks[0]),
      company.invoke('bob', executives, clicks[1], { app: second }),
    ]);
    await settleBoth(second);
    assert.deepEqual([(await request(1)).state, (await request(2)).state], ['applied', 'applied']);
    assert.equal((await api.group('Lab'))?.Description, 'Burnt daily');
    assert.equal((await api.group('Executives'))?.Description, 'The board');
    assert.equal(company.writes.length, 2);
  });

  it('two requests on one group cannot both be filed, whoever sends first', async () => {
    const second = await company.another();
    const alices = await FormDesk.open(company, 'edit device group Lab');
    await alices.check({ level: 'full' });
    const graces = await FormDesk.open(company, 'edit device group Lab', 'grace');
    await graces.check({ level: 'semi-all-folders' });
    const submits = await Promise.all([alices, graces].map((desk) => desk.action('submit', { reason: 'Now' })));
    await Promise.all([
      company.invoke('alice', alices.message, submits[0] ?? assert.fail()),
      company.invoke('grace', graces.message, submits[1] ?? assert.fail(), { app: second }),
    ]);
    await settleBoth(second);
    assert.equal(await requests(), 1);
    const waiting = [alices, graces].filter(({ message }) => /Waiting for approval/.test(cardText(message.card)));
    assert.equal(waiting.length, 1);
  });

  it('a change of that very group behind the bot: the request is stale, with the three columns, and nothing is written', async () => {
    const card = await company.pending('edit device group Lab level full');
    await api.edit({ group: 'Lab', set: { AutoRemediationLevel: 1 } });
    await company.approve('bob', card);
    await company.settle();
    assert.equal((await request(1)).state, 'stale');
    assert.match(cardText(card.card), /Stopped, Defender was changed meanwhile/);
    assert.match(
      cardText(card.card),
      /When asked[\s\S]*No automated response[\s\S]*Now[\s\S]*all folders[\s\S]*Would become[\s\S]*Full/,
    );
    assert.equal((await api.group('Lab'))?.AutoRemediationLevel, 1);
  });

  it('two requests, forced onto one object behind the bot: one lands, the other is stale', async () => {
    const create = await company.pending('create device group Kiosks level full tag equals kiosk last');
    const rank = await company.pending('rank device group Lab first', 'grace');
    await company.approve('bob', create);
    await company.settle();
    await api.edit({ group: 'Lab', set: { Name: 'Rigs' } });
    await company.approve('bob', rank);
    await company.settle();
    assert.deepEqual([(await request(1)).state, (await request(2)).state], ['applied', 'stale']);
    assert.match(cardText(rank.card), /When asked[\s\S]*Now[\s\S]*Would become/);
    assert.deepEqual(await api.ranking(), ['Domain controllers', 'Finance', 'Executives', 'Servers', 'Rigs', 'Kiosks']);
  });

  it('applying one leaves another pending whose objects and preview it does not touch', async () => {
    const lab = await company.pending('edit device group Lab description "Burnt daily"');
    const executives = await company.pending(
      'edit device group Executives tag equals vip or tag equals board',
      'grace',
    );
    await company.decide('bob', 'approve', 1);
    await company.decide('bob', 'approve', 2);
    for (const card of [lab, executives]) assert.match(cardText(card.card), /✓ Applied/);
  });

  it('applying one stops another whose devices it moves, although their groups differ', async () => {
    const board = await company.pending('edit device group Executives tag equals vip or tag equals finance');
    await company.pending('edit device group Finance tag equals payroll', 'grace');
    await company.decide('bob', 'approve', 2);
    await company.decide('bob', 'approve', 1);
    assert.deepEqual([(await request(1)).state, (await request(2)).state], ['stale', 'applied']);
    assert.match(
      cardText(board.card),
      /When asked\s+None of 300 devices would move[\s\S]*Now\s+48 of 300 devices would move/,
    );
    assert.equal(company.writes.length, 1);
  });

  it('the same form check delivered three times, to two instances: one draft', async () => {
    const second = await company.another();
    const desk = await FormDesk.open(company);
    const check = await desk.action('form-check', GOOD_FORM);
    const answers = await Promise.all([
      company.invoke('alice', desk.message, check, { id: '1' }),
      company.invoke('alice', desk.message, check, { id: '1', app: second }),
      company.invoke('alice', desk.message, check, { id: '2', app: second }),
    ]);
    for (const { statusCode } of answers) assert.equal(statusCode, 200);
    await settleBoth(second);
    await company.invoke('alice', desk.message, check, { id: '3' });
    await settleBoth(second);
    assert.equal(await draftsBorn(), 1);
    assert.match(cardText(await desk.card()), /Draft, not sent yet/);
    assert.equal(company.teams.messages.length, 1);
  });

  it('two admins revert one request at once: at most one revert succeeds, the other admin is told', async () => {
    const second = await company.another();
    const card = await company.pending('edit device group Lab level full');
    await company.decide('bob', 'approve', 1);
    const revert = actionOf(card.card, 'revert') ?? assert.fail();
    await Promise.all([company.invoke('grace', card, revert), company.invoke('bob', card, revert, { app: second })]);
    await settleBoth(second);
    const undoings = company.teams.messages.filter((message) => /Draft, not sent yet/.test(cardText(message.card)));
    const owners = await Promise.all(
      undoings.map(async (message) => {
        const own = [
          { who: 'grace', submit: actionOf(await company.view('grace', message), 'submit') },
          { who: 'bob', submit: actionOf(await company.view('bob', message), 'submit') },
        ] as const;
        return { message, ...(own.find(({ submit }) => submit) ?? assert.fail()) };
      }),
    );
    await Promise.all(
      owners.map(({ message, who, submit }) =>
        company.invoke(who, message, { verb: 'submit', data: { ...submit?.data, reason: 'Rolled back' } }),
      ),
    );
    await settleBoth(second);
    assert.equal(await requests(), 2);
    const undoing = (await filed()).find(({ number }) => number !== 1) ?? assert.fail();
    assert.equal(undoing.revertOf, 1);
    await company.decide('alice', 'approve', undoing.number);
    assert.equal((await api.group('Lab'))?.AutoRemediationLevel, 0);
    assert.equal(company.writes.length, 2);
  });
});
