import assert from 'node:assert/strict';
import { watch } from '../../../../src/cli/doctor/checks/check-watch.ts';
import type { ServiceContext } from '../../../../src/cli/doctor/context.ts';
import type { Fact } from '../../../../src/requests/record/fact.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { BUILT_AT } from '../../../support/samples/build-request.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const look = { began: 0, until: BUILT_AT, source: 'hunting', seen: [], waiting: [], why: null, lookedAt: BUILT_AT };

describe('the doctor on what is watched and remembered', () => {
  it('tells of each switch that was not read what is known, and how, in the words of cards', async () => {
    const source = { kind: 'attested', at: BUILT_AT, by: 'Omar Okafor', request: 1 } as const;
    const facts: Fact[] = [
      { key: 'watch:audit', value: look, source: { kind: 'read', at: BUILT_AT }, changedAt: 1 },
      { key: 'feature:automated-investigation', value: 'on', source, changedAt: 1 },
      { key: 'feature:auto-resolve-alerts', value: null, source: { kind: 'not-known' }, changedAt: 1 },
    ];
    const opened = {
      facts: async (_tenant: string, prefix: string, onStrange?: (key: string, fault: AirlockError) => void) => {
        if (prefix === 'group:') onStrange?.('group:9:level', new AirlockError('digest-mismatch', 'Another row.'));
        return facts.filter(({ key }) => key.startsWith(prefix));
      },
      close: async () => undefined,
    };
    const store = { schema: async () => ({ kind: 'present', missing: [], newer: [] }), open: async () => opened };
    // Sound: the check takes no other member.
    const context = {
      config: { tenantId: TENANT },
      clock: { now: () => BUILT_AT },
      store,
    } as unknown as ServiceContext;
    const findings = await watch.run(context);
    assert.deepEqual(
      findings.map(({ what }) => what),
      [
        "Microsoft's audit log was last read 2026-11-24 02:10 UTC by advanced hunting",
        "remembered: Automated investigation: On, by Omar Okafor's word, 24 Nov 2026 02:10 UTC, #1",
        'what is stored of group:9:level is not what the record tells, or cannot be read: it decides nothing',
      ],
    );
  });
});
