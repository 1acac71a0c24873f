import { isGroupChange } from '../../../changes/device-group/kinds/group-kinds.ts';
import { subjectOf } from '../../../changes/device-group/model/group-change.ts';
import type { Change } from '../../../changes/registry/change.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { Clock } from '../../../shared/runtime.ts';

/**
 * Keeps a pause between two new groups of this process: Defender mixes up the numbers of groups that are created too
 * soon after each other (docs/facts/defender.md#portal-device-groups).
 */
export interface NewGroupPause {
  /** @throws AirlockError tenant-throttled with details.retryAt, while it is too soon after the previous new group */
  assertMaySend(change: Change): void;
  /** Must be called after every write that may have landed. */
  sent(change: Change): void;
}

/** @param pause ms between two new groups. */
export function createNewGroupPause(clock: Clock, pause: number): NewGroupPause {
  let freeAt = 0;
  return {
    assertMaySend(change) {
      if (!createsGroup(change) || clock.now() >= freeAt) return;
      throw new AirlockError(
        'tenant-throttled',
        msg`Another device group was just created, and Defender takes new ones safely only some seconds apart.`,
        { details: { retryAt: freeAt } },
      );
    },
    sent(change) {
      if (createsGroup(change)) freeAt = clock.now() + pause;
    },
  };
}

function createsGroup(change: Change): boolean {
  return isGroupChange(change) && subjectOf(change) === 'new';
}
