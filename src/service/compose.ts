import { createGuidedTenant } from '../defender/guided/guided-tenant.ts';
import { createPortalTenant } from '../defender/portal/create-portal-tenant.ts';
import { fileSession } from '../defender/portal/session-file.ts';
import { createActivityReader } from '../defender/public-api/activity/create-activity-reader.ts';
import { createFleetReader, createRecentFleet } from '../defender/public-api/fleet.ts';
import { createScopeReader } from '../defender/public-api/scope-reader.ts';
import { createGraphDirectory } from '../directory/graph-directory.ts';
import { azureIdentityToken, clientSecretToken, type GetToken } from '../directory/token-sources.ts';
import type { ReadActivity } from '../requests/ports/defender-activity.ts';
import type { Services } from '../requests/ports/services.ts';
import type { Tenant } from '../requests/ports/tenant.ts';
import type { Clock } from '../shared/runtime.ts';
import { chainEntry } from '../store/audit-chain.ts';
import { openStore } from '../store/open-store.ts';
import { cardPresentation } from '../teams/cards/request/changes.ts';
import type { GraphCredential, ServiceConfig } from './config/service-config.ts';
import { scopesOf } from './config/values.ts';
import { createMetrics, type Metrics, meteredStore } from './metrics.ts';

export type Runtime = Pick<Services, 'clock' | 'ids' | 'log'>;

/** Milliseconds for one call: to Graph, which is asked inside a turn, and to Defender, which never is. */
const GRAPH_TIMEOUT = 3_000;
const DEFENDER_TIMEOUT = 15_000;

/** What Defender is busy with holds no status up for long. */
const ACTIVITY_TIMEOUT = 5_000;

/** The same for tokens that are fetched by hand, on loopback alone. */
const LOGIN_TIMEOUT = 30_000;

/** Where the portal's own API is, behind its origin (docs/facts/defender.md#portal-api). */
const PORTAL_PATH = '/apiproxy/mtp';

/** The service's services as its settings say; the store is open when this answers. */
export async function composeServices(
  config: ServiceConfig,
  outside: Runtime,
): Promise<{ services: Services; metrics: Metrics }> {
  const { tenantId, policy } = config;
  const { clock, ids, log } = outside;
  const store = await openStore({ ...config.database, chain: chainEntry, ids });
  const metrics = createMetrics({ backlog: () => store.backlog(clock.now()), log });
  const { meter } = metrics;
  const directory = serviceDirectory(config, clock);
  const tenant = serviceTenant(config, outside);
  const activity = serviceActivity(config, outside);
  return {
    services: {
      tenantId,
      policy,
      ...outside,
      directory,
      tenant,
      activity,
      meter,
      store: meteredStore(store, meter),
      presentation: cardPresentation,
    },
    metrics,
  };
}

/** @param timeoutMs for one question; short in the service, where somebody may wait for it in a turn */
export function serviceDirectory(config: ServiceConfig, clock: Clock, timeoutMs = GRAPH_TIMEOUT) {
  const { graph } = scopesOf(config.cloud, config.endpoints);
  return createGraphDirectory({
    baseUrl: config.endpoints.graph,
    getToken: tokenFor(config, config.graph, graph, clock),
    timeoutMs,
    clock,
  });
}

export function serviceTenant(config: ServiceConfig, { clock, log }: Runtime, timeoutMs = DEFENDER_TIMEOUT): Tenant {
  const { tenantId, endpoints, connector } = config;
  const scopes = scopesOf(config.cloud, endpoints);
  const token = (scope: string) => tokenFor(config, config.graph, scope, clock);
  const common = { clock, timeoutMs };
  const reader = createFleetReader({ baseUrl: endpoints.mde, getToken: token(scopes.mde), log, ...common });
  const fleet = createRecentFleet(reader, clock);
  if (connector.kind === 'guided') {
    const groups = createScopeReader({ baseUrl: endpoints.graph, getToken: token(scopes.graph), ...common });
    return createGuidedTenant({ tenantId, clock, scopes: groups, fleet });
  }
  return createPortalTenant({
    baseUrl: `${endpoints.portal}${PORTAL_PATH}`,
    session: fileSession({ path: connector.sessionFile, uid: process.getuid?.() ?? null, log }),
    tenantId,
    fleet,
    ...common,
  });
}

function serviceActivity(config: ServiceConfig, { clock, log }: Runtime): ReadActivity {
  const { endpoints, cloud } = config;
  const scopes = scopesOf(cloud, endpoints);
  const api = (baseUrl: string, scope: string) => ({
    baseUrl,
    getToken: tokenFor(config, config.graph, scope, clock),
  });
  return createActivityReader({
    mde: api(endpoints.mde, scopes.mde),
    graph: api(endpoints.graph, scopes.graph),
    clock,
    timeoutMs: ACTIVITY_TIMEOUT,
    log,
  });
}

/** Tokens of one kind of credential; on loopback by hand, since `@azure/identity` signs in to Microsoft alone. */
export function tokenFor(config: ServiceConfig, credential: GraphCredential, scope: string, clock: Clock): GetToken {
  const { login } = config.endpoints;
  if (!config.sandbox || credential.kind !== 'secret') return azureIdentityToken(credential, scope, login);
  return clientSecretToken({ ...credential, authority: login, scope, clock, timeoutMs: LOGIN_TIMEOUT });
}
