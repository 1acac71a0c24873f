import assert from 'node:assert/strict';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { CheckedCheckpoints } from '../../../../src/store/audit/checks/check-leases.ts';
import { CheckedTimes } from '../../../../src/store/audit/checks/check-times.ts';
import { Company } from '../../../support/company/company.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';

/** Entries by hour and event. @returns the numbers of those that are found */
function found(...entries: readonly (readonly [hour: number, event: string])[]): readonly string[] {
  const checked = new CheckedCheckpoints();
  return entries.flatMap(([hour, event], index) => {
    // Sound: nothing else of an entry is looked at.
    const entry = { seq: index + 1, at: hour * 3_600_000, event } as AuditEntry;
    return checked.tell(entry).map(({ where }) => where);
  });
}

const CHECKPOINT = 'record.checkpoint';

describe('checkpoints of a record', () => {
  it('are missed where entries go on for hours after one was overdue, once', () => {
    assert.deepEqual(found([0, CHECKPOINT], [27, 'x'], [28, 'x'], [30, 'x'], [40, 'x']), ['entry 4']);
    assert.deepEqual(found([0, 'service.start'], [100, 'x'], [103, 'x']), ['entry 3']);
    const twice = found([0, CHECKPOINT], [30, 'x'], [33, 'x'], [34, CHECKPOINT], [70, 'x'], [73, 'x']);
    assert.deepEqual(twice, ['entry 3', 'entry 6']);
  });

  it('are not missed where the service slept, stopped, or never said that it started', () => {
    assert.deepEqual(found([0, CHECKPOINT], [25, 'x'], [26, 'x']), []);
    assert.deepEqual(found([0, CHECKPOINT], [90, 'x'], [91, CHECKPOINT], [92, 'x']), []);
    assert.deepEqual(found([0, CHECKPOINT], [90, 'service.start'], [91, 'x'], [95, 'x']), []);
    assert.deepEqual(found([0, 'x'], [90, 'x'], [95, 'x']), []);
  });
});

/** Entries by minute. @returns the numbers of those whose time lies before that of an earlier one */
function back(...minutes: readonly number[]): readonly string[] {
  const checked = new CheckedTimes();
  // Sound: nothing else of an entry is looked at.
  for (const [index, minute] of minutes.entries())
    checked.tell({ seq: index + 1, at: minute * 60_000, hash: `${index}`, event: 'x' } as AuditEntry);
  return checked.faults().map(({ where }) => where);
}

describe('the times of the entries of a record', () => {
  it('are found to run back, once each time, also by steps', () => {
    assert.deepEqual(back(0, 60, 29, 30, 61), ['entry 3']);
    assert.deepEqual(back(0, 60, 45, 31, 29), ['entry 5']);
    assert.deepEqual(back(100, 60, 20, 21), ['entry 2', 'entry 3']);
  });

  it('are as they may be where clocks differ by as much as the service lets them, or a step took long', () => {
    assert.deepEqual(back(0, 20, 0, 20, 0), []);
    assert.deepEqual(back(0, 30, 0, 0, 90, 60), []);
  });

  it('are told by a verification, with what may have been done', async () => {
    const company = await Company.open();
    try {
      const { store, tenantId, clock } = company.services;
      const entry = { tenantId, event: 'tenant.remembered', actor: 'service', requestId: null, data: {} };
      const audit = [{ ...entry, at: clock.now() - 3 * 3_600_000 }];
      await store.send({ messages: [], tasks: [], audit });
      const { faults, entries } = await auditPlace({ file: company.file }, { keys: TEST_KEYS.known });
      assert.deepEqual(
        faults.map(({ where }) => where),
        [`entry ${entries}`],
      );
      assert.match(faults[0]?.what ?? '', /lies before that of entry \d+, .*was set back, or was ahead before/);
    } finally {
      await company.close();
    }
  });
});
