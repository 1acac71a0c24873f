import assert from 'node:assert/strict';
import type { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { eachWatched, inPortal, press, requestOf, told } from '../../../support/company/watched-company.ts';

describe('a name that an own request gave days ago, by the front door', () => {
  let company: Company;
  eachWatched((opened) => {
    company = opened;
  });

  const outside = () => told(company, /Changed outside Airlock/).at(-1) ?? assert.fail('nothing was told');

  it('is told as changed outside where somebody gives it again', async () => {
    const request = await company.pending('rename device group "Lab" to "Rigs"');
    await company.approve('bob', request);
    await company.settle();
    await inPortal(company, 'omar', { group: 'Lab', set: { Name: 'Rigs' } });
    await press(company, 'omar', request, 'attest');
    await company.watch();
    assert.equal((await requestOf(company)).outcome?.code, 'verified');
    await company.watch(company.app, 24 * 60);
    await inPortal(company, 'grace', { group: 'Rigs', set: { Name: 'Foo' } });
    await company.watch();
    await company.watch();
    assert.match(cardText(outside().card), /"Rigs" is now called "Foo"/);
    await press(company, 'bob', outside(), 'adopt');
    await company.watch(company.app, 24 * 60);
    await inPortal(company, 'grace', { group: 'Foo', set: { Name: 'Rigs' } });
    await company.watch();
    await company.watch();
    assert.match(cardText(outside().card), /"Foo" is now called "Rigs"/);
  });
});
