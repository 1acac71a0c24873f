import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { eachWatched, inPortal, press, told } from '../../../support/company/watched-company.ts';

describe('what Microsoft Graph shows of descriptions between two looks, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  const outside = () => told(company, /Changed outside Airlock/);

  it('tells another description, also after a look whose list did not show it, and offers the one before', async () => {
    const { faults } = company.sandbox.world;
    const lost = { kind: 'odd-list', list: { set: { description: null } }, times: 2 } as const;
    faults.push({ ...lost, surface: 'graph', path: 'customAppScopes' });
    await company.watch();
    faults.splice(0);
    await inPortal(company, 'omar', { group: 'Lab', set: { Description: 'Anything goes' } });
    await company.watch();
    await company.watch();
    assert.equal(
      outside().length,
      1,
      outside()
        .map(({ card }) => cardText(card))
        .join(),
    );
    const [card = assert.fail()] = outside();
    assert.match(cardText(card.card), /Device group "Lab" has another description/);
    await press(company, 'grace', card, 'revert-outside');
    assert.match(
      cardText(company.teams.messages.at(-1)?.card),
      /Anything goes[\s\S]*Undoes change 1, made outside Airlock/,
    );
  });

  const texts = () => outside().map(({ card }) => cardText(card));

  it('tells that one became empty once two lists say so, and what it says after it was empty', async () => {
    await inPortal(company, 'omar', { group: 'Lab', set: { Description: '' } });
    await company.watch();
    assert.deepEqual(texts(), []);
    await company.watch();
    assert.equal(texts().length, 1);
    assert.match(texts()[0] ?? '', /Device group "Lab" has no description any more/);
    await inPortal(company, 'omar', { group: 'Lab', set: { Description: 'Anything goes' } });
    await company.watch();
    await company.watch();
    assert.equal(texts().length, 2);
    assert.match(texts()[1] ?? '', /Device group "Lab" has another description/);
  });

  for (const [what, list] of [
    ['does not name that of one group', { without: ['description'], records: 1 }],
    ['holds an object in its place', { set: { description: { text: 'x' } }, records: 1 }],
    ['names none at all', { set: { description: null } }],
  ] as const)
    it(`takes none for empty where the list ${what}, however often`, async () => {
      company.sandbox.world.faults.push({ kind: 'odd-list', list, surface: 'graph', path: 'customAppScopes' });
      for (let look = 0; look < 3; look += 1) await company.watch();
      company.sandbox.world.faults.splice(0);
      await company.watch();
      assert.deepEqual(texts(), []);
    });

  it('takes a list that lags behind an own change for no change outside, and one that stays so for one', async () => {
    const card = await company.pending('change device group "Lab" description "For tests"');
    await company.approve('bob', card);
    await company.settle();
    await inPortal(company, 'omar', { group: 'Lab', set: { Description: 'For tests' } });
    await press(company, 'omar', card, 'attest');
    await company.watch();
    const asBefore = { group: 'Lab', set: { Description: 'Detonation rigs: everything here is meant to burn' } };
    await inPortal(company, 'omar', asBefore);
    await company.watch();
    assert.deepEqual(texts(), [], 'one list may lag');
    await inPortal(company, 'omar', { group: 'Lab', set: { Description: 'For tests' } });
    await company.watch();
    assert.deepEqual(texts(), [], 'it did');
    await inPortal(company, 'omar', asBefore);
    await company.watch();
    await company.watch();
    assert.equal(texts().length, 1);
    assert.match(texts()[0] ?? '', /Device group "Lab" has another description/);
  });
});
