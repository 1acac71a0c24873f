import assert from 'node:assert/strict';
import type { Fault } from '../../../../src/sandbox/company/world.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

const HOUR = 3_600_000;

/** That an order is not listed says nothing of it, were it a day later. */
describe('an order that Defender does not list yet', () => {
  let company: Company;
  afterEach(() => company.close());

  async function pass(hours: number, steps: number): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      company.clock.pass(hours * HOUR);
      await company.settle();
    }
  }

  const strikes: readonly (readonly [string, Omit<Fault, 'surface'>, RegExp])[] = [
    ['since it comes late', { kind: 'odd-list', list: { hides: '*' } }, /1 not listed yet/],
    ['since the list broke off', { kind: 'odd-list', list: { hides: '*', link: 'nowhere' } }, /not read to its end/],
    ['since nobody may ask', { kind: 'status', status: 503 }, /Ordered: 1 of 1/],
  ];
  for (const [why, fault, said] of strikes)
    it(`is done once it is listed, two days later: ${why}`, async () => {
      company = await Company.open({ connector: 'guided' });
      const card = await company.pending('isolate LAP-HR-0001');
      await company.approve('bob', card);
      await company.settle();
      company.sandbox.world.faults.push({ surface: 'mde', path: '/api/machineactions?', ...fault });
      await pass(6, 8);
      assert.match(cardText(card.card), said);
      assert.match(cardText(card.card), /Ordered: 1 of 1/);
      company.sandbox.world.faults.splice(0);
      await pass(4, 2);
      assert.match(cardText(card.card), /Done: 1 of 1/);
    });

  it('ends after seven days', async () => {
    company = await Company.open({ connector: 'guided' });
    const card = await company.pending('isolate LAP-HR-0001');
    await company.approve('bob', card);
    await company.settle();
    company.sandbox.world.faults.push({
      ...{ surface: 'mde', path: '/api/machineactions?', kind: 'odd-list', list: { hides: '*' } },
    });
    await pass(12, 15);
    assert.match(cardText(card.card), /Done: 0 of 1, 1 not known/);
  });
});
