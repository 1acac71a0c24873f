import { randomUUID } from 'node:crypto';
import { createGuidedTenant } from '../../../src/defender/guided/guided-tenant.ts';
import { createPortalTenant } from '../../../src/defender/portal/create-portal-tenant.ts';
import { memorySession, type PortalSession, type SessionSource } from '../../../src/defender/portal/portal-session.ts';
import { createActivityReader } from '../../../src/defender/public-api/activity/create-activity-reader.ts';
import { createFleetReader, createRecentFleet } from '../../../src/defender/public-api/fleet.ts';
import { createScopeReader } from '../../../src/defender/public-api/scope-reader.ts';
import { createGraphDirectory } from '../../../src/directory/graph-directory.ts';
import { clientSecretToken } from '../../../src/directory/token-sources.ts';
import type { Services } from '../../../src/requests/ports/services.ts';
import type { Tenant } from '../../../src/requests/ports/tenant.ts';
import { DEMO_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import { readDemoConfig } from '../../../src/service/config/read-config.ts';
import { policyOf } from '../../../src/service/config/service-config.ts';
import type { Clock, Log } from '../../../src/shared/runtime.ts';
import { chainEntry } from '../../../src/store/audit-chain.ts';
import type { StoreLocation } from '../../../src/store/databases/place.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { cardPresentation } from '../../../src/teams/cards/request/changes.ts';
import { unmetered } from '../runtime/unmetered.ts';

/** How to reach a sandbox, from whatever process. */
export interface OutsideWorld {
  readonly url: string;
  readonly tenantId: string;
  readonly session: PortalSession;
}

export interface PartsOptions {
  readonly environment?: Record<string, string>;
  /** Milliseconds for a call to Defender. */
  readonly timeoutMs?: number;
  /** `portal` when absent. */
  readonly connector?: Tenant['connector'];
  /** The sandbox's own operator when absent. */
  readonly session?: SessionSource;
}

const nothing = (): void => {};
const quiet: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The services as the demo makes them: real clients over HTTP, the real store. */
export async function makeServices(
  world: OutsideWorld,
  place: StoreLocation,
  clock: Clock,
  options: PartsOptions = {},
): Promise<Services> {
  const { url, tenantId } = world;
  const common = { clock, timeoutMs: options.timeoutMs ?? 15_000 };
  const token = (scope: string) =>
    clientSecretToken({
      authority: url,
      tenantId,
      clientId: DEMO_APP.clientId,
      secret: DEMO_APP.clientSecret,
      scope,
      ...common,
    });
  const ids = { next: () => randomUUID() };
  const reader = { baseUrl: url, log: quiet, ...common };
  const graphToken = token('https://graph.microsoft.com/.default');
  const mdeToken = token('https://api.securitycenter.microsoft.com/.default');
  const fleet = createRecentFleet(createFleetReader({ ...reader, getToken: mdeToken }), clock);
  const activity = createActivityReader({
    mde: { ...reader, getToken: mdeToken },
    graph: { ...reader, getToken: graphToken },
    ...reader,
  });
  return {
    tenantId,
    store: await openStore({ ...place, chain: chainEntry, ids }),
    activity,
    directory: createGraphDirectory({
      baseUrl: url,
      getToken: graphToken,
      ...common,
    }),
    tenant:
      options.connector === 'guided'
        ? createGuidedTenant({
            tenantId,
            clock,
            scopes: createScopeReader({ ...reader, getToken: graphToken }),
            fleet,
          })
        : createPortalTenant({
            baseUrl: `${url}/apiproxy/mtp`,
            session: options.session ?? memorySession(world.session),
            tenantId,
            fleet,
            ...common,
          }),
    clock,
    ids,
    policy: policyOf(readDemoConfig({ env: options.environment ?? {}, faults: [] })),
    log: quiet,
    meter: unmetered,
    presentation: cardPresentation,
  };
}
