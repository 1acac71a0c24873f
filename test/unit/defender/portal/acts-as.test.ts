import assert from 'node:assert/strict';
import type { PortalSession, SessionSource } from '../../../../src/defender/define-connector.ts';
import { createPortalTenant } from '../../../../src/defender/portal/create-portal-tenant.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { aFleet } from '../../../support/samples/a-fleet.ts';

const CHANGE = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' } as const;
const BASE = { objects: { feature: 'auto-resolve-alerts', state: 'off' }, preview: null, shown: null };

/** Omar is signed in for so many calls, and Bob from then on. */
function changing(omar: PortalSession, bob: PortalSession, calls: number): SessionSource {
  let made = 0;
  const sessions = [omar, bob];
  return {
    current: async () => {
      made += 1;
      return sessions[made > calls ? 1 : 0] ?? null;
    },
    rotated(session, xsrf) {
      const at = sessions.findIndex(({ sccauth }) => sccauth === session.sccauth);
      sessions[at] = { ...session, xsrf };
    },
    ended() {},
  };
}

describe('a write that may be made as one person', () => {
  const clock = new ManualClock();
  for (let calls = 0; calls <= 6; calls += 1) {
    it(`is made as nobody else, when the session changes after ${calls} calls`, async () => {
      const sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => clock.now() });
      const [omar, bob] = ['omar', 'bob'].map((name) => sandbox.portalSession(`${name}@harbourline.example`));
      assert(omar && bob);
      const tenant = createPortalTenant({
        baseUrl: `${sandbox.url}/apiproxy/mtp`,
        session: changing(omar, bob, calls),
        tenantId: sandbox.world.tenantId,
        fleet: async () => aFleet(),
        clock,
        timeoutMs: 10_000,
      });
      const limits = { sendBefore: clock.now() + 60_000, actsAs: 'Omar@harbourline.example' };
      const outcome = await tenant.write(CHANGE, BASE, limits);
      const { writes } = sandbox.world.tenant;
      await sandbox.close();
      assert.deepEqual(
        writes.map(({ by }) => by),
        outcome.kind === 'refused' ? [] : ['omar@harbourline.example'],
      );
      assert.equal(
        outcome.kind,
        ['refused', 'refused', 'refused', 'accepted', 'accepted', 'written', 'written'][calls],
      );
      if (outcome.kind === 'refused') assert(outcome.retryAt !== null, 'it may be tried again');
    });
  }
});
