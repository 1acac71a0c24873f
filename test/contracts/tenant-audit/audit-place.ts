import assert from 'node:assert/strict';
import type { ReadTenantAudit, TenantAudit } from '../../../src/requests/ports/tenant-audit.ts';
import { DEMO_APP, demoApp } from '../../../src/sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { composeClients } from '../../../src/service/compose.ts';
import { readDemoConfig } from '../../../src/service/config/read-config.ts';
import { loopbackConfig } from '../../../src/service/demo/loopback-config.ts';
import { counting } from '../../support/runtime/counting.ts';
import { ManualClock } from '../../support/runtime/manual-clock.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

const PATIENCE = 15_000;
const nothing = (): void => {};
const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export const OMAR = 'omar@harbourline.example';

/** A sandbox with an audit log, and the service's own reader of it. */
export class AuditPlace {
  readonly clock = new ManualClock();

  private constructor(
    readonly sandbox: Sandbox,
    clock: ManualClock,
  ) {
    this.clock = clock;
  }

  static async open(): Promise<AuditPlace> {
    const clock = new ManualClock();
    const sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => clock.now() });
    return new AuditPlace(sandbox, clock);
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  get permissions() {
    return demoApp(this.sandbox.world).permissions;
  }

  /** A reader as of a process that has just started. */
  reader(timeoutMs = PATIENCE): ReadTenantAudit {
    const { url, world } = this.sandbox;
    const settings = readDemoConfig({ env: {}, faults: [] });
    const config = loopbackConfig({ url, tenantId: world.tenantId, app: DEMO_APP }, settings, TEST_KEYS);
    const timeouts = { directory: PATIENCE, defender: timeoutMs, activity: PATIENCE, login: PATIENCE };
    return composeClients(config, { clock: this.clock, ids: counting(), log: quiet, timeouts }).tenantAudit;
  }

  /** A control of the sandbox, which must take it. */
  async control(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.sandbox.url}/sandbox/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, await answer.text());
  }

  /** Somebody turns a switch in the portal. */
  turn(key: string, value: boolean, as = OMAR): Promise<void> {
    return this.control('edit', { features: { [key]: value }, as });
  }
}

/** What was read; fails where nothing could be. */
export async function told(reading: ReturnType<ReadTenantAudit>): Promise<TenantAudit> {
  const seen = await reading;
  return 'value' in seen ? seen.value : assert.fail(seen.why);
}
