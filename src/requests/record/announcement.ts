import { z } from 'zod';
import { entraObjectId, type RequestId, requestId, tenantId } from '../../shared/ids.ts';

/** Whether somebody's approval of a request counts: now, once they activate their role, or not at all. */
const standing = z.enum(['counts', 'eligible', 'cannot']);

const deciderSchema = z
  .object({
    oid: entraObjectId,
    /** As the directory has it. */
    name: z.string(),
    standing,
    /** Why their approval does not count, or why nothing is sent to them; empty for neither. */
    why: z.string(),
    /** Keys of the messages that tell them; none where nothing is sent to them. */
    keys: z.array(z.string()).readonly(),
  })
  .readonly();

/** Somebody who can decide on a request, or could if something were otherwise. */
export type Decider = z.infer<typeof deciderSchema>;

export const announcementSchema = z
  .object({
    tenantId,
    requestId,
    /** Milliseconds since 1970: when the directory was asked. */
    at: z.number(),
    deciders: z.array(deciderSchema).readonly(),
    /** How many more there are, who are not listed. */
    more: z.number(),
    /** False where the directory did not say who could activate a role. */
    knowsEligible: z.boolean(),
    /** Keys of the messages that reminded people of it; absent where there were none. */
    reminders: z.array(z.string()).readonly().exactOptional(),
  })
  .readonly();

/** Whom a request was announced to. It grants no right: the directory is asked again when somebody approves. */
export type Announcement = z.infer<typeof announcementSchema>;

/** What became of a message of an announcement. */
interface Telling {
  readonly key: string;
  /** Milliseconds since 1970; null where Teams has not shown it. */
  readonly sentAt: number | null;
  /** Why Teams does not take it; null where it does, or was not tried yet. */
  readonly why: string | null;
}

/** An announcement, with what became of its messages. */
export interface Announced extends Announcement {
  readonly tellings: readonly Telling[];
}

/** When people are reminded, as shares of the time that they have. */
const REMINDERS = { half: 0.5, late: 0.9 } as const;

/** How often a debt that is overdue is told of, a day apart each time. */
const OVERDUE_DAYS = 7;
const DAY = 86_400_000;

/** The time that people have, ms since 1970, both. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** A reminder by its name, and when it is due: ms since 1970. */
interface Reminder {
  readonly name: string;
  readonly dueAt: number;
}

/** The reminders while a request waits. */
export function remindersOf({ from, until }: Span): readonly Reminder[] {
  return Object.entries(REMINDERS).map(([name, share]) => ({ name, dueAt: Math.round(from + share * (until - from)) }));
}

/** The same of an emergency that is owed an approval, once it is overdue: at once, and each day for a week. */
export function overdueReminders({ until }: Pick<Span, 'until'>): readonly Reminder[] {
  return Array.from({ length: OVERDUE_DAYS + 1 }, (_, day) => ({ name: `${day}`, dueAt: until + day * DAY }));
}

/** The key of the task that announces a request. */
export function announceKey(id: RequestId): string {
  return `${id}:announce`;
}

/** The key of the task of a reminder. @param of what the request waits for */
export function reminderKey(id: RequestId, of: 'decide' | 'by-hand' | 'debt', name: string): string {
  return `${id}:remind:${of}:${name}`;
}
