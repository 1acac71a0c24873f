import assert from 'node:assert/strict';
import { refusalOf, takenOver } from '../../../src/cli/taken-over.ts';
import type { AuditReport } from '../../../src/store/audit/audit-record.ts';

const fault = (entry: number, isStopped: boolean) => ({
  where: `entry ${entry}`,
  request: '#1',
  what: 'it found another row than the entry before it had left',
  mend: 'Look.',
  ...(isStopped && { isStopped: true as const }),
});

/** Only so many faults are kept one by one; the others are counted. */
function report(faults: readonly ReturnType<typeof fault>[], faultCount = faults.length): AuditReport {
  // Sound: nothing else of a report is looked at.
  return { faults, faultCount, entries: 9 } as unknown as AuditReport;
}

const asked = (found: AuditReport, confirmed?: string) =>
  refusalOf(found, { backup: 'b.db', named: '', confirmed }) ?? '';

function digits(found: AuditReport): string {
  return /--with-faults ([0-9a-f]{16}) /.exec(asked(found))?.[1] ?? assert.fail(asked(found));
}

describe('the faults of a backup that may be taken over', () => {
  it('are those that Airlock found itself, once exactly these are confirmed', () => {
    const found = report([fault(3, true)]);
    assert.equal(refusalOf(found, { backup: 'b.db', named: '', confirmed: digits(found) }), null);
    assert.match(asked(report([fault(4, true)]), digits(found)), /does not stand for these faults/);
  });

  it('are not confirmed by what stands for fewer of them', () => {
    const [one, two] = [report([fault(3, true)]), report([fault(3, true), fault(4, true)])];
    assert.match(asked(two, digits(one)), /does not stand for these faults/);
  });

  it('are none where some were only counted: nobody has seen what these are', () => {
    const found = report([fault(3, true)], 2);
    assert.doesNotMatch(asked(found), /--with-faults/);
    assert.match(asked(found), /\.\.\. and \d+ faults? more\.[\s\S]*Restore an older backup/);
    assert.equal(takenOver(found)?.count, 2, 'the record tells of all');
  });

  it('are none where one is of another kind, which alone is named', () => {
    const found = report([fault(3, true), fault(4, false)]);
    assert.match(asked(found), /^entry 4, #1/);
    assert.doesNotMatch(asked(found), /--with-faults/);
  });
});
