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
});
