import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { DatabaseOwner } from '../../../support/company/database-owner.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { press } from '../../../support/company/watched-company.ts';

describe('a report that a change was applied by hand', () => {
  for (const gone of ['request.approve', 'request.submit'])
    it(`counts for nothing where the record lacks the ${gone} that it stands on`, async () => {
      const company = await Company.open({ connector: 'guided' });
      try {
        const owner = new DatabaseOwner(company.file);
        const card = await company.pending();
        await company.approve('bob', card);
        await company.settle();
        const entry = owner.entries().find(({ event }) => event === gone);
        assert(entry);
        owner.unguard();
        owner.run(`delete from audit where seq = ${entry.seq}`);
        owner.guard();
        await press(company, 'omar', card, 'attest');
        await company.settle();
        const { store, tenantId } = company.services;
        const request = await store.requestByNumber(tenantId, 1);
        assert.deepEqual([request?.state, request?.closing?.code], ['stale', 'record-mismatch']);
        assert.equal(request?.handover?.attested ?? null, null);
        assert(!owner.entries().some(({ event }) => event === 'request.attest'));
        assert.match(cardText(card.card), /the record says otherwise/);
      } finally {
        await company.close();
      }
    });
});
