import assert from 'node:assert/strict';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { askFor } from '../../support/company/ask-for.ts';
import { Company } from '../../support/company/company.ts';
import { cardText } from '../../support/company/fake-teams.ts';
import type { FaultRow } from './fault-rows.ts';

/** Long enough for every call that is answered; only a call that never is waits for its end. */
const PATIENCE = 1_000;

/**
 * A request that was approved meets the fault at its last reading before it is applied: nothing is applied, and its
 * card says why.
 */
export async function waits(
  connector: string,
  { surface, path }: Pick<Fault, 'surface'> & { readonly path: string },
  row: FaultRow,
): Promise<void> {
  const company = await Company.open({ connector });
  try {
    const card = await askFor(company, { kind: 'device-group.delete', group: { id: 9, name: 'Lab' } });
    const app = row.strike.kind === 'hang' ? await company.another({ defenderMs: PATIENCE }) : company.app;
    await company.settle(app);
    company.sandbox.world.faults.push({ ...row.strike, surface, path });
    await company.approve('bob', card, app);
    await company.settle(app);
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert.equal(request?.state, row.state);
    assert.equal(request?.handover, null);
    assert.equal(company.writes.length, 0);
    assert(cardText(card.card).includes(row.says), cardText(card.card));
  } finally {
    await company.close();
  }
}
