import { createFleetReader, createRecentFleet, type ReadFleet } from '../../../src/defender/public-api/fleet.ts';
import { clientSecretToken } from '../../../src/directory/token-sources.ts';
import type { Tenant } from '../../../src/requests/ports/tenant.ts';
import { DEMO_APP } from '../../../src/sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import type { Clock, Log } from '../../../src/shared/runtime.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';

/** Time for a call that is answered; long, so that it never decides anything. */
const PATIENCE = 15_000;

const nothing = (): void => {};
const quiet: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** What a connector is made with; `timeoutMs` is for its calls, tokens have their own. */
export interface Ground {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly log: Log;
  graphToken(): Promise<string>;
  readonly fleet: ReadFleet;
}

/** A sandbox of its own, and connectors to it; a second one shares nothing with the first. */
export interface TenantPlace {
  readonly sandbox: Sandbox;
  readonly clock: ManualClock;
  connect(timeoutMs?: number): Tenant;
}

export async function tenantPlace(make: (ground: Ground) => Tenant): Promise<TenantPlace> {
  const clock = new ManualClock();
  const sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => clock.now() });
  const token = (scope: string) =>
    clientSecretToken({
      authority: sandbox.url,
      tenantId: sandbox.world.tenantId,
      clientId: DEMO_APP.clientId,
      secret: DEMO_APP.clientSecret,
      scope,
      clock,
      timeoutMs: PATIENCE,
    });
  const graphToken = token('https://graph.microsoft.com/.default');
  const mdeToken = token('https://api.securitycenter.microsoft.com/.default');
  return {
    sandbox,
    clock,
    connect(timeoutMs = PATIENCE) {
      const common = { baseUrl: sandbox.url, clock, timeoutMs, log: quiet };
      const fleet = createRecentFleet(createFleetReader({ ...common, getToken: mdeToken }), clock);
      return make({ sandbox, clock, timeoutMs, log: quiet, graphToken, fleet });
    },
  };
}
