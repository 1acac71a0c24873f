import { randomUUID } from 'node:crypto';
import type { PortalSession, SessionSource } from '../../../src/defender/define-connector.ts';
import { memorySession } from '../../../src/defender/portal/create-portal-tenant.ts';
import type { Services } from '../../../src/requests/ports/services.ts';
import { DEMO_APP, WRITER_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import { composeServices } from '../../../src/service/compose.ts';
import { readDemoConfig } from '../../../src/service/config/read-config.ts';
import { chosenConnector } from '../../../src/service/config/settings/connector-settings.ts';
import { loopbackConfig } from '../../../src/service/demo/loopback-config.ts';
import type { Clock, Log } from '../../../src/shared/runtime.ts';
import type { StoreLocation } from '../../../src/store/databases/store-location.ts';
import type { RecordKeys } from '../../../src/store/record/record-keys.ts';
import { TEST_KEYS } from '../runtime/record-keys.ts';

/** How to reach a sandbox, from whatever process. */
export interface OutsideWorld {
  readonly url: string;
  readonly tenantId: string;
  readonly session: PortalSession;
}

export interface PartsOptions {
  readonly environment?: Record<string, string>;
  /** Milliseconds for a call. */
  readonly timeoutMs?: number;
  /** Milliseconds for a call to Defender; as for any other when absent. */
  readonly defenderMs?: number;
  /** The name of a connector; `portal` when absent. */
  readonly connector?: string;
  /** The sandbox's own operator when absent. */
  readonly session?: SessionSource;
  /** False where no kind of change by a supported API is switched on; all of them when absent. */
  readonly writer?: false;
  /** Nothing is logged when absent. */
  readonly log?: Log;
  /** The test's usual key when absent. */
  readonly keys?: RecordKeys;
  /** None when absent. */
  readonly witnessFile?: string;
  /** Whether what it claims is free once its process has ended; by its lease alone when absent. */
  readonly isAlone?: boolean;
  /** Milliseconds that the machine's clock is ahead, where the time is the database's; that is the test's then. */
  readonly skew?: number;
}

const nothing = (): void => {};
const quiet: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The services as the demo makes them, on this store and with the test's clock. */
export async function makeServices(
  world: OutsideWorld,
  place: StoreLocation,
  clock: Clock,
  options: PartsOptions = {},
): Promise<Services> {
  const { environment: env = {}, timeoutMs: each = 15_000, session = memorySession(world.session) } = options;
  const { keys = TEST_KEYS, witnessFile = null, log = quiet } = options;
  const { services } = await composeServices(
    {
      ...loopbackConfig(
        { ...world, app: DEMO_APP, ...(options.writer !== false && { writer: WRITER_APP }) },
        readDemoConfig({ env, faults: [] }),
        keys,
      ),
      connector: chosenConnector(options.connector ?? 'portal', env),
      database: place,
      record: { keys, witnessFile },
    },
    {
      ...clocksOf(clock, options.skew),
      ids: { next: () => randomUUID() },
      log,
      timeouts: { directory: each, defender: options.defenderMs ?? each, activity: each, login: each },
      session,
      isAlone: options.isAlone ?? false,
    },
  );
  return services;
}

/** @param skew undefined for the test's clock alone */
function clocksOf(clock: Clock, skew: number | undefined) {
  if (skew === undefined) return { clock };
  return {
    clock: { now: () => clock.now() + skew },
    steady: () => clock.now() - 1_000_000,
    databaseTime: async () => clock.now(),
  };
}
