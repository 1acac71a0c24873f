import type { Directory, Standing } from '../../../src/requests/ports/directory.ts';
import type { Services } from '../../../src/requests/ports/services.ts';
import type { WritingTenant } from '../../../src/requests/ports/tenant.ts';
import { chainEntry } from '../../../src/store/audit-chain.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { cardPresentation } from '../../../src/teams/cards/request/changes.ts';
import { counting } from '../runtime/counting.ts';
import { unmetered } from '../runtime/unmetered.ts';
import { BUILT_AT } from '../samples/build-request.ts';

const nothing = (): void => {};

/** The real store in memory, and a directory and a tenant that say what the test says; a tenant that is not given must not be asked. */
export async function memoryServices(
  standing: (oid: string) => Standing | null,
  tenant: Partial<WritingTenant> = {},
): Promise<Services & { now: number }> {
  const directory: Directory = {
    standing: async (oid) => standing(oid),
    byName: async () => null,
    holders: async () => [],
    searchGroups: async () => [],
    findGroups: async () => [],
  };
  const services = {
    now: BUILT_AT,
    tenantId: '11111111-1111-4111-8111-111111111111',
    store: await openStore({ file: ':memory:', chain: chainEntry, ids: counting() }),
    directory,
    tenant: {
      connector: 'portal' as const,
      applies: 'by-itself' as const,
      actsAs: async () => null,
      read: unasked,
      write: unasked,
      ...tenant,
    },
    clock: { now: (): number => services.now },
    ids: counting(),
    policy: {
      approvers: ['admins'],
      requesters: ['admins'],
      quorum: 1,
      decisionWindow: 24 * 3_600_000,
      executionWindow: 4 * 3_600_000,
      draftWindow: 3_600_000,
      openPerPerson: 10,
    },
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    meter: unmetered,
    presentation: cardPresentation,
    activity: unasked,
  };
  return services;
}

function unasked(): never {
  throw new TypeError('the tenant was asked');
}
