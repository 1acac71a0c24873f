import { memorySession } from '../../../src/defender/portal/create-portal-tenant.ts';
import type { Tenant } from '../../../src/requests/ports/tenant.ts';
import { DEMO_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { composeClients } from '../../../src/service/compose.ts';
import { readDemoConfig } from '../../../src/service/config/read-config.ts';
import { loopbackConfig } from '../../../src/service/demo/loopback-config.ts';
import type { Log } from '../../../src/shared/runtime.ts';
import { counting } from '../../support/runtime/counting.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

/** Time for a call that is answered; long, so that it never decides anything. */
const PATIENCE = 15_000;

const nothing = (): void => {};
const quiet: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A sandbox of its own, and connectors to it; a second one shares nothing with the first. */
export interface TenantPlace {
  readonly sandbox: Sandbox;
  readonly clock: ManualClock;
  /** @param timeoutMs for a call of the connector; tokens have their own */
  connect(timeoutMs?: number): Tenant;
}

/** @param connector its name in the registry */
export async function tenantPlace(connector: string): Promise<TenantPlace> {
  const clock = new ManualClock();
  const sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => clock.now() });
  const { url, world } = sandbox;
  const demo = loopbackConfig(
    { url, tenantId: world.tenantId, app: DEMO_APP },
    readDemoConfig({ env: {}, faults: [] }),
    TEST_KEYS,
  );
  const config = { ...demo, connector: { kind: connector, settings: {} } };
  return {
    sandbox,
    clock,
    connect(timeoutMs = PATIENCE) {
      const timeouts = { directory: PATIENCE, defender: timeoutMs, activity: PATIENCE, login: PATIENCE };
      const session = memorySession(sandbox.portalSession());
      return composeClients(config, { clock, ids: counting(), log: quiet, timeouts, session }).tenant;
    },
  };
}
