import assert from 'node:assert/strict';
import { laterWrites } from '../../../../src/requests/knowing/later-writes.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import type { Request, RequestIn } from '../../../../src/requests/record/request.ts';
import { stateTerm } from '../../../../src/requests/record/search-terms.ts';
import { tenantId } from '../../../../src/shared/ids.ts';

const TENANT = tenantId.parse('11111111-1111-4111-8111-111111111111');
const BLOCK = { action: 'Block', groups: [], lasts: null, until: null } as const;
const ENTRY = { type: 'DomainName', value: 'a.example', to: BLOCK } as const;

describe('what later requests wrote of indicators', () => {
  /** The numbers of the requests that explain, where one of this state has such an item. */
  async function explaining(
    state: 'applied' | 'applying' | 'unknown' | 'failed' | 'pending',
    startedAt: number | null,
  ) {
    const outcome = state === 'applied' || state === 'failed' ? { at: 20 } : null;
    const change = { kind: 'indicators', entries: [ENTRY] };
    const later = { id: 'two', number: 2, state, change, outcome, startedAt } as unknown as Request;
    const store = {
      found: async (_tenant: string, { terms }: { readonly terms: readonly string[] }) =>
        terms.includes(stateTerm(state)) ? [later] : [],
      items: async () => [{ key: '0' }],
    };
    const first = { id: 'one', outcome: { at: 10 } } as unknown as RequestIn<'applied'>;
    const writes = await laterWrites({ store, tenantId: TENANT } as unknown as Services, first);
    return [...writes.values()].map(({ number }) => number);
  }

  it('are those that are still being written, or of unknown outcome, as far as their items tell', async () => {
    for (const state of ['applied', 'applying', 'unknown', 'failed'] as const)
      assert.deepEqual(await explaining(state, 15), [2], state);
    assert.deepEqual(await explaining('applying', 5), [], 'it began before');
    assert.deepEqual(await explaining('pending', null), []);
  });
});
