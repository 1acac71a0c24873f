import type { Directory, Standing } from '../../../src/requests/ports/directory.ts';
import type { Services } from '../../../src/requests/ports/services.ts';
import type { WritingTenant } from '../../../src/requests/ports/tenant.ts';
import { composeServices } from '../../../src/service/compose.ts';
import { readDemoConfig } from '../../../src/service/config/read-config.ts';
import { loopbackConfig } from '../../../src/service/demo/loopback-config.ts';
import { sinceLong } from '../people/since-long.ts';
import { counting } from '../runtime/counting.ts';
import { TEST_KEYS } from '../runtime/record-keys.ts';
import { BUILT_AT } from '../samples/build-request.ts';

const nothing = (): void => {};

/** Everything outside is stood in for, so nothing is called at these. */
const NOWHERE = {
  url: 'http://127.0.0.1:1',
  tenantId: '11111111-1111-4111-8111-111111111111',
  app: { clientId: 'nobody', clientSecret: 'nothing' },
};

/**
 * The services on a real store in memory, with a directory and a tenant that say what the test says; everybody is as
 * they are since long. A tenant that is
 * not given must not be asked. Time stands still until `now` is set.
 */
export async function memoryServices(
  standing: (oid: string) => Standing | null,
  tenant: Partial<WritingTenant> = {},
): Promise<Services & { now: number }> {
  const demo = loopbackConfig(NOWHERE, readDemoConfig({ env: {}, faults: [] }), TEST_KEYS);
  const time = { now: BUILT_AT };
  const { services } = await composeServices(
    {
      ...demo,
      database: { file: ':memory:' },
      policy: { ...demo.policy, approvers: ['admins'], requesters: ['admins'] },
    },
    {
      clock: { now: () => time.now },
      ids: counting(),
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    },
  );
  // Everybody of whom anybody asked is remembered.
  const known = new Set<string>();
  const asked = (oid: string) => {
    known.add(oid);
    return standing(oid);
  };
  return {
    ...services,
    store: {
      ...services.store,
      accountsSeen: async (_tenantId, oids) => sinceLong([...(oids ?? known)].map(standing)),
    },
    directory: directoryOf(asked),
    tenant: tenantOf(tenant),
    activity: unasked,
    center: { pending: unasked, acts: unasked, alert: unasked, alerts: unasked, tags: unasked },
    get now() {
      return time.now;
    },
    set now(now) {
      time.now = now;
    },
  };
}

function directoryOf(standing: (oid: string) => Standing | null): Directory {
  return {
    standing: async (oid) => standing(oid),
    roleDates: async () => ({}),
    carriers: async () => [],
    byName: async () => null,
    holders: async () => [],
    eligible: async () => [],
    searchGroups: async () => [],
    findGroups: async () => [],
    goneGroups: async () => [],
    whatIs: async () => ({ kind: 'nothing' }),
  };
}

function tenantOf(tenant: Partial<WritingTenant>): WritingTenant {
  return {
    description: 'A tenant of the test',
    reads: { access: true },
    applies: 'automatically',
    actsAs: async () => null,
    identify: async () => undefined,
    read: unasked,
    write: unasked,
    ...tenant,
  };
}

function unasked(): never {
  throw new TypeError('the tenant was asked');
}
