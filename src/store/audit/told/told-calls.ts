import { announceKey, overdueReminders, reminderKey, remindersOf } from '../../../requests/record/announcement.ts';
import type { Request } from '../../../requests/record/request.ts';
import { debtOf } from '../../../requests/record/told-by-request.ts';
import { FAR_AHEAD } from '../../schema/tables.ts';
import type { TaskRow } from '../record-source.ts';

/** What calls people of a request that waits for them, and when it is due: ms since 1970. */
export interface Call {
  readonly key: string;
  readonly kind: 'announce' | 'remind';
  readonly dueAt: number;
}

/** The kinds of tasks that call people. */
export const CALL_KINDS = ['announce', 'remind'] as const;

/** So long, in ms, after it was due a task that is done may be there no more: it is removed a month later. */
const KEPT = 28 * 86_400_000;

/** What a request calls people by. A release that announced otherwise wrote digests of another version. */
function callsOf(request: Request): readonly Call[] {
  const { id, state, submittedAt, deadline, handover, approvals } = request;
  if (!('digestVersion' in request) || submittedAt === null) return [];
  const remind = (of: Parameters<typeof reminderKey>[1]) => (one: ReturnType<typeof remindersOf>[number]) =>
    ({ key: reminderKey(id, of, one.name), kind: 'remind', dueAt: one.dueAt }) as const;
  if (state === 'pending' && deadline !== null)
    return [
      { key: announceKey(id), kind: 'announce', dueAt: submittedAt },
      ...remindersOf({ from: submittedAt, until: deadline }).map(remind('decide')),
    ];
  if (state === 'approved' && handover !== null && deadline !== null) {
    const from = approvals.at(-1)?.at ?? handover.at;
    const those = remindersOf({ from, until: deadline }).filter(({ dueAt }) => dueAt > handover.at);
    return those.map(remind('by-hand'));
  }
  const debt = debtOf(request);
  if (debt === null) return [];
  const { at: from, until } = debt;
  const told = { name: 'at-once', dueAt: from };
  return [told, ...remindersOf({ from, until }), ...overdueReminders({ until })].map(remind('debt'));
}

/** What is filed to call people of a request. */
interface Filed {
  readonly tasks: readonly Pick<TaskRow, 'key' | 'completed' | 'due_at'>[];
  /** Whether it is known whom it was announced to. */
  readonly isAnnounced: boolean;
  /** Now, ms since 1970. */
  readonly at: number;
}

/**
 * What nobody will be called by, since somebody removed it, put it off or said that it was done: an announcement that
 * never was, and of reminders those to come and the latest that is past.
 */
export function lostCalls(request: Request, { tasks, isAnnounced, at }: Filed): readonly Call[] {
  const isLost = ({ key, kind, dueAt }: Call) => {
    const filed = tasks.find((one) => one.key === key);
    if (kind === 'announce' && isAnnounced) return false;
    if (!filed) return dueAt > at - KEPT;
    if (filed.completed === 0) return Number(filed.due_at) > Math.max(dueAt, at) + FAR_AHEAD;
    return kind === 'announce' || dueAt > at;
  };
  const lost = callsOf(request).filter(isLost);
  const past = lost.filter(({ kind, dueAt }) => kind === 'remind' && dueAt <= at).at(-1);
  return lost.filter((one) => one.kind === 'announce' || one.dueAt > at || one === past);
}
