import assert from 'node:assert/strict';
import { Company } from '../../support/company/company.ts';

const HOUR = 3_600_000;

describe('an instance whose machine’s clock lies far from the database’s', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ skew: 0 });
  });
  afterEach(() => company.close());

  for (const skew of [-25 * HOUR, HOUR])
    it(`does not start ${skew / HOUR} hours apart, and says why; one that agrees goes on`, async () => {
      const message = await company.pending();
      await assert.rejects(company.another({ skew }), {
        code: 'store-unavailable',
        message: /its clock is more than ten minutes from this machine’s/,
      });
      await company.approve('bob', message);
      await company.settle();
      assert.equal(company.writes.length, 1);
    });
});
