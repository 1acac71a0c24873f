import assert from 'node:assert/strict';
import type { WriteOutcome } from '../../../src/requests/ports/tenant.ts';
import type { Ending } from './write-faults.ts';

/** @param now ms since 1970, from which the wait of a refusal counts */
export function assertEnding(outcome: WriteOutcome, expected: Ending, now: number): void {
  assert.equal(outcome.kind, expected.kind, JSON.stringify(outcome));
  if (outcome.kind === 'written') assert.deepEqual(outcome, { kind: 'written' });
  if (expected.kind === 'written' || !('why' in outcome)) return;
  assert.match(outcome.why, expected.why);
  if (outcome.kind !== 'refused' || expected.kind !== 'refused') return;
  assert.equal(outcome.code, expected.code);
  assert.equal(outcome.retryAt, expected.wait === null ? null : now + expected.wait * 1_000);
}
