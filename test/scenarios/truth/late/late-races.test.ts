import assert from 'node:assert/strict';
import { surfaceRequest } from '../../../../src/requests/applying/surface.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { isAirlockError } from '../../../../src/shared/errors.ts';
import { askFor } from '../../../support/company/ask-for.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import type { KillPoint } from '../../crashes/crash-child.ts';
import { killedAt } from '../../crashes/killed-at.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LEVEL = { kind: 'device-group.update', group: { id: 9, name: 'Lab' }, set: { level: 'full' } } as const;

/** Between correcting a request and telling it. */
const CORRECTING = [
  'take:surface',
  'commit:surface:before',
  'commit:surface:after',
  'posts:taken',
  'posts:sent',
] as const satisfies readonly KillPoint[];

describe('a request that is corrected after its end', function () {
  this.timeout(60_000);
  let company: Company;
  let card: TeamsMessage;
  beforeEach(async () => {
    company = await Company.open();
    card = await askFor(company, LEVEL);
    const { faults } = company.sandbox.world;
    faults.push({ surface: 'portal', method: 'GET', path: 'machine_groups', kind: 'stale' });
    await company.approve('bob', card);
    await company.settle();
    company.clock.pass(6 * HOUR);
    await company.settle();
    assert.equal((await request()).state, 'failed');
    faults.splice(0);
    company.clock.pass(15 * MINUTE);
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function request(number = 1): Promise<Request> {
    const found = await company.services.store.requestByNumber(company.services.tenantId, number);
    return found ?? assert.fail(`there is no #${number}`);
  }

  async function assertCorrectedOnce(): Promise<void> {
    assert.equal((await request()).outcome?.code, 'surfaced');
    const steps = (await company.recorded()).filter(({ event }) => event === 'request.surface');
    assert.equal(steps.length, 1);
    const said = company.teams.messages.filter((message) => cardText(message.card).includes('#1 shows after all'));
    assert.equal(said.length, 1);
    assert.match(cardText(card.card), /Applied, seen later/);
    assert.equal(company.writes.length, 1);
  }

  it('by two instances at once: once, and told once', async () => {
    const { services } = company;
    const task = await services.store.takeTask(['surface'], 'me', company.clock.now(), HOUR);
    assert(task?.requestId);
    const { requestId } = task;
    const ends = await Promise.allSettled([1, 2].map(() => surfaceRequest(services, task, requestId)));
    assert.ok(ends.some(({ status }) => status === 'fulfilled'));
    const lost = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    for (const reason of lost) assert.ok(isAirlockError(reason, 'rev-conflict'));
    await company.settle();
    await assertCorrectedOnce();
  });

  it('while somebody asks anew for the same: they are told that it is so, or their request finds it so', async () => {
    await Promise.all([company.say('alice', 'edit device group Lab level full'), company.settle()]);
    await company.settle();
    await assertCorrectedOnce();
    assert.equal(
      (await company.services.store.requests(company.services.tenantId, { open: true, limit: 9 })).length,
      0,
    );
  });

  for (const point of CORRECTING) {
    it(`killed at ${point}: corrected once, and told`, async () => {
      const hello = { ...company.envelope('alice', 'a:alice'), type: 'message', text: 'help' };
      assert.equal(await killedAt(company, point, hello), 'SIGKILL');
      for (let minute = 0; minute < 3; minute += 1) {
        company.clock.pass(MINUTE);
        await company.settle();
      }
      assert.equal((await request()).outcome?.code, 'surfaced');
      const steps = (await company.recorded()).filter(({ event }) => event === 'request.surface');
      assert.equal(steps.length, 1);
      assert.match(cardText(card.card), /Applied, seen later/);
      assert.ok(company.message('#1 shows after all'));
    });
  }
});
