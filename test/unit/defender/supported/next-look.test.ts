import assert from 'node:assert/strict';
import { indicatorsChange } from '../../../../src/changes/supported/indicators/indicators-change.ts';
import type { BearerCall } from '../../../../src/defender/public-api/bearer-call.ts';
import { followIndicators } from '../../../../src/defender/supported/indicators/follow-indicators.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { ManualClock } from '../../../support/runtime/manual-clock.ts';
import { groupSnapshot } from '../../../support/samples/group-snapshot.ts';

const HOUR = 3_600_000;
const MARK = 'Airlock #12 1be985ad';

describe('when an indicator is looked at next', () => {
  const clock = new ManualClock();
  const now = clock.now();

  for (const [whose, until] of [
    ['that ends in an hour', now + HOUR],
    ['that ends in a week', now + 168 * HOUR],
    ['that is still listed an hour after its end', now - HOUR],
  ] as const)
    it(`is later than now, of one ${whose}`, async () => {
      const row = { indicatorValue: 'evil.example', indicatorType: 'DomainName', action: 'Block', severity: 'High' };
      const listed = { id: '1', ...row, title: `Block (${MARK})`, description: `${MARK}: ok`, rbacGroupNames: [] };
      const body = { value: [{ ...listed, expirationTime: new Date(until).toISOString() }] };
      const call: BearerCall = async (path) => ({
        ...{ status: 200, headers: new Headers() },
        body: /[?&]\$?skip=0*[1-9]/.test(path) ? { value: [] } : body,
      });
      const context = {
        ...{ call: () => call, graph: () => call, hunt: call, read: async () => groupSnapshot([], []) },
        ...{ clock, log: logTo(() => undefined) },
      };
      const to = { action: 'Block', until, groups: [], lasts: null };
      const change = indicatorsChange.parse({
        ...{ kind: 'indicators', entries: [{ type: 'DomainName', value: 'evil.example', to }] },
      });
      const base = { objects: { there: [], groups: [] }, preview: null, shown: null };
      const sent = [{ key: '0', label: 'evil.example', at: now - 2 * HOUR, externalId: null }];
      const { nextAt = 0 } = await followIndicators(context, { change, base, mark: MARK, reason: '' }, sent);
      assert(nextAt > now && nextAt <= now + 6 * HOUR, String(nextAt - now));
    });
});
