import type { SessionSource } from '../defender/define-connector.ts';
import { createActivityReader } from '../defender/public-api/activity/create-activity-reader.ts';
import { createAuditReader } from '../defender/public-api/audit/create-audit-reader.ts';
import { createCenterReader } from '../defender/public-api/center/create-center-reader.ts';
import { createFleetReader, createRecentFleet } from '../defender/public-api/fleet.ts';
import { connectorNamed } from '../defender/registry/connectors.ts';
import { createSupported, type SupportedOptions } from '../defender/supported/create-supported.ts';
import { createGraphDirectory } from '../directory/graph-directory.ts';
import { azureIdentityToken, type Credential, clientSecretToken, type GetToken } from '../directory/token-sources.ts';
import { knowingTenant } from '../requests/knowing/knowing-tenant.ts';
import type { AuditEntry } from '../requests/ports/audit-entry.ts';
import type { Services } from '../requests/ports/services.ts';
import type { Store } from '../requests/ports/store.ts';
import { tellStoreBack } from '../requests/recording/tell-store-back.ts';
import { watchAge } from '../requests/watching/watched.ts';
import { type Log, logAlways, type Meter } from '../shared/runtime.ts';
import { openStore, type StoreOptions } from '../store/open-store.ts';
import { isNamed } from '../store/record/entry.ts';
import type { BotIdentity } from '../teams/bot/credentials.ts';
import { cardPresentation } from '../teams/cards/request/change-rows.ts';
import { scopesOf } from './config/clouds.ts';
import type { ServiceConfig } from './config/service-config.ts';
import { type App, type AppOptions, createApp } from './http-server.ts';
import { unlessEmpty } from './keeping/empty-store.ts';
import { type SharedClock, sharedClock } from './keeping/shared-clock.ts';
import { healthyStore, type Outage, StoreHealth } from './keeping/store-health.ts';
import { timedStore } from './keeping/timed-store.ts';
import { tellForged, tellForgedLock, watchedStore } from './keeping/watched-store.ts';
import { openWitness, witnessRestored } from './keeping/witness-file.ts';
import { WitnessedSteps, witnessedStore } from './keeping/witnessed-store.ts';
import { createMetrics, type Metrics, type MetricsOptions, meteredStore } from './metrics.ts';
import { storePlace } from './store-place.ts';

/** Milliseconds for one call. */
export interface Timeouts {
  /** To Microsoft Graph about people, inside a turn while somebody is waiting. */
  readonly directory: number;
  /** To Defender about its settings and devices; no turn waits for it. */
  readonly defender: number;
  /** To Defender about its current activity; short, so that it does not delay a status for long. */
  readonly activity: number;
  /** For a token of the loopback sign-in; other tokens have their own limit. */
  readonly login: number;
}

export const TIMEOUTS: Timeouts = { directory: 3_000, defender: 15_000, activity: 5_000, login: 30_000 };

/**
 * What differs between the service, the demo, the doctor and the tests. Addresses and credentials come from the
 * configuration.
 */
export interface Runtime extends Pick<Services, 'clock' | 'ids' | 'log'> {
  /** `TIMEOUTS` where absent. */
  readonly timeouts?: Timeouts;
  /** Whether no other process may use the same SQLite file; any may where absent. */
  readonly isAlone?: boolean;
  /**
   * Milliseconds on a clock that never jumps: given where the time is to be the database's, which instances share. The
   * time is `clock`'s where absent.
   */
  readonly steady?: () => number;
  /** The store's own where absent. */
  readonly databaseTime?: () => Promise<number>;
  /** An operator's session instead of the one that the connector's settings name. */
  readonly session?: SessionSource;
}

export type ClientConfig = Pick<
  ServiceConfig,
  'tenantId' | 'cloud' | 'endpoints' | 'sandbox' | 'graph' | 'connector' | 'supported'
>;

export type ServicesConfig = ClientConfig &
  Pick<ServiceConfig, 'database' | 'policy' | 'record' | 'readers' | 'telling'>;

/** The whole configuration of an instance; `bot` may be the demo's, which is no app. */
export type AppConfig = ServicesConfig &
  Pick<ServiceConfig, 'host' | 'port' | 'ops' | 'limits'> & { readonly bot: BotIdentity };

/** Creates the clients of Defender and Microsoft Graph without calling them. */
export function composeClients(
  config: ClientConfig,
  runtime: Runtime,
): Pick<Services, 'directory' | 'tenant' | 'supported' | 'activity' | 'center' | 'tenantAudit'> {
  const { tenantId, endpoints, connector, cloud } = config;
  const { clock, log, timeouts = TIMEOUTS, session } = runtime;
  const scopes = scopesOf(cloud, endpoints);
  const token = (scope: string) => tokenFor(config, config.graph, scope, runtime);
  const graph = { baseUrl: endpoints.graph, getToken: token(scopes.graph) };
  const mde = { baseUrl: endpoints.mde, getToken: token(scopes.mde) };
  const feed = { baseUrl: endpoints.activity, getToken: token(scopes.activity) };
  const defender = { clock, log, timeoutMs: timeouts.defender };
  const reading = { mde, graph, clock, log, timeoutMs: timeouts.activity };
  const fleet = createRecentFleet(createFleetReader({ ...mde, ...defender }), clock);
  const context = { tenantId, graph, portalUrl: endpoints.portal, fleet, ...defender };
  const tenant = connectorNamed(connector.kind).create({ ...context, ...(session && { session }) }, connector.settings);
  return {
    directory: createGraphDirectory({ ...graph, clock, timeoutMs: timeouts.directory }),
    tenant,
    supported: createSupported({ ...defender, ...writers(config, runtime), read: graph, tenant }),
    activity: createActivityReader(reading),
    center: createCenterReader(reading),
    tenantAudit: createAuditReader({ ...defender, tenantId, graph, activity: feed }),
  };
}

/** What is switched on, and the identity that writes it: another one than the one that reads. */
function writers(config: ClientConfig, runtime: Runtime): Pick<SupportedOptions, 'kinds' | 'write'> {
  const { endpoints, cloud, supported } = config;
  if (supported === null) return { kinds: [], write: null };
  const scopes = scopesOf(cloud, endpoints);
  const token = (scope: string) => tokenFor(config, supported.credential, scope, runtime);
  const mde = { baseUrl: endpoints.mde, getToken: token(scopes.mde) };
  return { kinds: supported.kinds, write: { mde, graph: { baseUrl: endpoints.graph, getToken: token(scopes.graph) } } };
}

/** Creates everything that the use cases work with, and opens the store. */
export async function composeServices(
  config: ServicesConfig,
  runtime: Runtime,
): Promise<{ services: Services; metrics: Metrics }> {
  const { tenantId, policy, readers, telling } = config;
  const { ids, log, isAlone = false } = runtime;
  const shared = runtime.steady ? sharedClock(runtime.clock, runtime.steady, log) : null;
  const clock = shared ?? runtime.clock;
  const clients = composeClients(config, { ...runtime, clock });
  const { keys, witnessFile } = config.record;
  const witness = await openWitness(witnessFile, keys.known, tenantId, { log });
  const steps = witnessFile === null ? null : new WitnessedSteps({ witness, keys, tenantId, log });
  const opened = await openStore({
    ...storePlace(config.database, config.cloud),
    keys,
    ids,
    known: witness.known,
    noted: witness.noted,
    isAlone,
    ...heardBy(log, () => metrics.meter, steps),
    onRestored: (head) => witnessRestored(witness, head, { keys, tenantId, at: clock.now(), log }),
  });
  const store = await unlessEmpty(opened, { database: config.database, witnessFile, known: witness.known, tenantId });
  const timed = await goByItsTime(steps ? witnessedStore(store, steps) : store, shared, runtime);
  const { kept, metrics } = keptStore(
    { store: timed, tenantId, clock, log, language: telling.language, witness },
    () => shared?.skew() ?? null,
  );
  return {
    services: {
      ...{ tenantId, policy, readers, ...telling, clock, ids, log, meter: metrics.meter },
      ...clients,
      tenant: knowingTenant(clients.tenant, { store: kept, tenantId, clock, log }),
      supported: knowingTenant(clients.supported, { store: kept, tenantId, clock, log }),
      ...{ store: kept, witness, presentation: cardPresentation },
    },
    metrics,
  };
}

/** Lets the clock go by the database's time, where it is to, until the store is closed. */
async function goByItsTime(store: Store, shared: SharedClock | null, { databaseTime }: Runtime): Promise<Store> {
  await shared?.follow(databaseTime ?? store.time);
  const closing = { ...store, close: () => Promise.resolve(shared?.stop()).then(store.close) };
  return shared ? timedStore(closing, shared.skew) : closing;
}

/** What the store tells of itself: the meter is there once the store is. */
function heardBy(
  log: Log,
  meter: () => Meter,
  steps: WitnessedSteps | null,
): Pick<StoreOptions, 'onEntry' | 'onForgedLease' | 'onForgedLock'> {
  return {
    onEntry: (entry) => {
      logEntry(log, entry);
      steps?.saw(entry);
    },
    onForgedLease: (lease, until) => tellForged({ log, meter: meter() }, lease, until),
    onForgedLock: (object, requestId) => tellForgedLock({ log, meter: meter() }, object, requestId),
  };
}

/** The store as everything works with it: it counts, watches its record, and knows how it is. */
function keptStore(
  of: Pick<Services, 'store' | 'tenantId' | 'clock' | 'log' | 'language' | 'witness'>,
  skew: () => number | null,
): { kept: Store; metrics: Metrics } {
  const { log, store } = of;
  const onBack = (outage: Outage) => void tellStoreBack({ ...of, store: kept, meter }, outage);
  const health = new StoreHealth({ ...of, onBack });
  const metrics = createMetrics({ ...measured(of), skew, storeTrouble: () => health.trouble, log });
  const { meter } = metrics;
  const kept = meteredStore(watchedStore(healthyStore(store, health), { ...of, meter }), meter);
  return { kept, metrics };
}

function measured(of: Pick<Services, 'store' | 'tenantId' | 'clock'>): Omit<MetricsOptions, 'log'> {
  const { store, tenantId, clock } = of;
  return {
    backlog: () => store.backlog(clock.now()),
    undelivered: () => store.undelivered(tenantId, clock.now(), 1),
    watchAge: () => watchAge(of),
  };
}

/** Each entry is a line of the log, too: with the log kept elsewhere, nobody can change the record unseen. */
function logEntry(log: Log, { seq, hash, keyId, event, actor, requestId, data }: AuditEntry): void {
  const facts = isNamed(data) ? data : {};
  const { number, rev, from, to, digest, stored } = facts;
  logAlways(log, { seq, hash, keyId, event, actor, requestId, number, rev, from, to, digest, stored }, 'record entry');
}

/** Creates one listening instance; the caller starts its jobs. */
export async function composeApp(
  config: AppConfig,
  runtime: Runtime & Pick<AppOptions, 'jitter' | 'pace'>,
): Promise<App> {
  const { bot: identity, host, port, ops, limits } = config;
  const { services, metrics } = await composeServices(config, runtime);
  metrics.measureProcess();
  const { jitter, pace } = runtime;
  // In the demo somebody changes roles and looks in one breath.
  const keepsLooks = identity.demo !== true;
  return createApp({ services, identity, host, port, ops, limits, jitter, metrics, keepsLooks, ...(pace && { pace }) });
}

/** Tokens for one scope. On loopback they are fetched without `@azure/identity`, which signs in to Microsoft only. */
export function tokenFor(
  { endpoints, sandbox }: Pick<ServiceConfig, 'endpoints' | 'sandbox'>,
  credential: Credential,
  scope: string,
  { clock, timeouts = TIMEOUTS }: Pick<Runtime, 'clock' | 'timeouts'>,
): GetToken {
  if (!sandbox || credential.kind !== 'secret') return azureIdentityToken(credential, scope, endpoints.login);
  return clientSecretToken({ ...credential, authority: endpoints.login, scope, clock, timeoutMs: timeouts.login });
}
