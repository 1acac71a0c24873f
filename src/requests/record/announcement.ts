import { z } from 'zod';
import { entraObjectId, requestId, tenantId } from '../../shared/ids.ts';

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
