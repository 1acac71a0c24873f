import assert from 'node:assert/strict';
import { isAirlockError } from '../../../../src/shared/errors.ts';
import type { ConfigFault } from '../../../../src/shared/setting.ts';

/** What stops the start: the faults, and the message that names them. */
export function faultsOf(work: () => unknown): { faults: readonly ConfigFault[]; message: string } {
  let found: { faults: readonly ConfigFault[]; message: string } = { faults: [], message: '' };
  assert.throws(work, (error) => {
    assert(isAirlockError(error, 'config-invalid'));
    found = { faults: error.details.faults as readonly ConfigFault[], message: error.message };
    return true;
  });
  return found;
}
