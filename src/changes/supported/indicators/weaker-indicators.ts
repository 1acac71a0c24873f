import { msg } from '../../../shared/language/worded.ts';
import type { Tense } from '../../change-kind.ts';
import type { IndicatorRecord } from '../../tenant-snapshot.ts';
import type { Target } from './indicator-entry.ts';
import { isBlocking } from './indicator-types.ts';

type Words = Readonly<Record<Tense, string>>;
type There = Pick<IndicatorRecord, 'action' | 'groups' | 'groupsUnread' | 'expiresAt'>;

interface Weakening {
  readonly words: Words;
  readonly is: (old: There, to: Target) => boolean;
}

/** In which ways what blocks or warns protects less than before, though it still does. */
export const WEAKENINGS: readonly Weakening[] = [
  {
    words: {
      asked: msg`What is blocked now will get a weaker action.`,
      applied: msg`Once devices have it, what was blocked before has a weaker action.`,
    },
    is: (old, to) => strength(to.action) < strength(old.action),
  },
  {
    words: {
      asked: msg`What is blocked or warned of now will no longer be on some devices: the scope gets narrower.`,
      applied: msg`Once devices have it, what was blocked or warned of before no longer is on some devices: the scope got narrower.`,
    },
    is: isNarrower,
  },
  {
    words: {
      asked: msg`What is blocked or warned of now will no longer be from an earlier time on: its end gets nearer.`,
      applied: msg`What was blocked or warned of before no longer is from an earlier time on: its end got nearer.`,
    },
    is: ({ expiresAt }, { until }) => until !== null && (expiresAt === null || until < expiresAt),
  },
];

/** Whether an indicator protects, and the one in its place still does. */
export function staysBlocking(old: There, to: Target | null): to is Target {
  return to !== null && isBlocking(old.action) && isBlocking(to.action);
}

function strength(action: string): number {
  if (action === 'BlockAndRemediate') return 2;
  return action === 'Warn' ? 0 : 1;
}

/** A scope without groups stands for all devices; one that was not read may have held any of them. */
function isNarrower({ groups, groupsUnread }: There, to: Target): boolean {
  if (to.groups.length === 0) return false;
  return groupsUnread === true || groups.length === 0 || groups.some((name) => !to.groups.includes(name));
}
