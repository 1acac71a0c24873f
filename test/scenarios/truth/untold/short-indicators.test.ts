import assert from 'node:assert/strict';
import type { Fault, OddList } from '../../../../src/sandbox/company/world.ts';
import type { Submission } from '../../../../src/sandbox/mde/indicators/check-indicator.ts';
import { activeIndicators, submitIndicator } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

const SAM = { id: 'sam', name: 'sam', kind: 'User' } as const;
const EVIL = 'evil.example';

/** What a list of indicators lacks is not known, and never written over. */
describe('a list of indicators that is short or odd', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'guided' });
  });
  afterEach(() => company.close());

  function there(...values: readonly string[]): void {
    for (const indicatorValue of values) {
      const kind = { indicatorType: 'DomainName', action: 'Allowed', severity: 'High' } as const;
      const sent: Submission = { indicatorValue, ...kind, title: 'By hand', description: 'Feed', generateAlert: true };
      submitIndicator(company.sandbox.world, sent, SAM);
    }
  }

  function strike(fault: Omit<Fault, 'surface'>): void {
    company.sandbox.world.faults.push({ surface: 'mde', path: '/api/indicators?', method: 'GET', ...fault });
  }

  const odd = (list: OddList) => strike({ kind: 'odd-list', list });

  async function answer(command: string): Promise<string> {
    await company.say('alice', command);
    return cardText(company.teams.messages.at(-1)?.card ?? {});
  }

  const evil = () => activeIndicators(company.sandbox.world).find((one) => one.indicatorValue === EVIL)?.action;

  for (const [what, list] of [
    ['smaller pages than asked for', { most: 2 }],
    ['pages of one', { most: 1 }],
  ] as const)
    it(`is read to its end: ${what}`, async () => {
      there('a.example', 'b.example', 'c.example', EVIL);
      odd(list);
      assert.match(await answer(`is ${EVIL} blocked?`), /evil\.example: Allow on all devices/);
    });

  for (const [what, list] of [
    ['each page is the first', { most: 2, skip: 'ignored' }],
    ['a record slips through between its pages', { most: 2, skip: 2 }],
    ['its pages begin too early', { most: 2, skip: -1 }],
    ['it links to nowhere', { most: 2, link: 'nowhere' }],
    ['its links have no end', { most: 2, link: 'new' }],
  ] as const)
    it(`is no list, and nothing is written over: ${what}`, async () => {
      there('a.example', 'b.example', 'c.example', EVIL);
      odd(list);
      assert.match(await answer(`is ${EVIL} blocked?`), /broke off: there may be more/);
      assert.match(await answer(`block domain ${EVIL}`), /broke off: there may be more/);
    });

  it('that becomes short after it was asked for is not written over', async () => {
    there('a.example', 'b.example');
    const card = await company.pending(`block domain ${EVIL}`);
    there(EVIL);
    odd({ most: 2, skip: 'ignored' });
    await company.approve('bob', card);
    await company.settle();
    assert.equal(evil(), 'Allowed');
    assert.doesNotMatch(cardText(card.card), /1 of 1 written/);
  });

  it('that is not found is not "no indicator"', async () => {
    strike({ kind: 'status', status: 404, says: { code: 'ResourceNotFound', message: 'Tenant has no TI' } });
    assert.match(await answer(`is ${EVIL} blocked?`), /404|Tenant has no TI/);
    assert.doesNotMatch(await answer(`is ${EVIL} blocked?`), /No indicator of/);
    assert.doesNotMatch(await answer(`block domain ${EVIL}`), /waits for|Draft/i);
  });

  it('that does not come in time is asked for in smaller pages', async () => {
    there(EVIL);
    strike({ kind: 'status', status: 504, path: '/api/indicators?$top=10000' });
    assert.match(await answer(`is ${EVIL} blocked?`), /evil\.example: Allow on all devices/);
  });

  it('with an odd one of another value stops no request, and one of the same value does', async () => {
    there('a.example', EVIL);
    odd({ set: { title: 5 }, records: 1 });
    assert.match(await answer(`is ${EVIL} blocked?`), /evil\.example: Allow on all devices/);
    await company.pending('block domain new.example');
    assert.match(await answer('block domain a.example'), /in a form that Airlock does not know/);
  });

  it('with one whose value cannot be read stops a request', async () => {
    there('a.example', EVIL);
    odd({ set: { indicatorValue: null }, records: 1 });
    assert.match(await answer('block domain new.example'), /in a form that Airlock does not know/);
  });

  it('that names device groups by number alone does not stand for all devices', async () => {
    there(EVIL);
    odd({ set: { rbacGroupNames: null, rbacGroupIds: ['1001'] } });
    const text = await answer(`is ${EVIL} blocked?`);
    assert.match(text, /on which devices is not known/);
    assert.doesNotMatch(text, /all devices/);
    assert.match(await answer(`block domain ${EVIL}`), /its scope is not known/);
  });

  it('tells of a domain and of a URL what stands for a domain above it', async () => {
    there(EVIL);
    for (const what of [`a.sub.${EVIL}`, `https://www.${EVIL}/x`, `https://${EVIL}/x`]) {
      const text = await answer(`is ${what} blocked?`);
      assert.match(text, /No indicator of .* itself/);
      assert.match(text, /Of a domain above it: evil\.example: Allow on all devices/);
    }
    assert.doesNotMatch(await answer('is good.example blocked?'), /above it/);
  });
});
