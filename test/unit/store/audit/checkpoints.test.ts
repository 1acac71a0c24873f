import assert from 'node:assert/strict';
import type { AuditEntry } from '../../../../src/requests/ports/audit-entry.ts';
import { CheckedCheckpoints } from '../../../../src/store/audit/checks/check-leases.ts';

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
