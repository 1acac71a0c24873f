import { z } from 'zod';
import { formInputSchema } from '../../changes/device-group/input/group-input.ts';
import { conversationKey, formId, requestId, tenantId } from '../../shared/ids.ts';
import { actorSchema } from './request-parts.ts';

const formState = z.enum(['open', 'checking', 'drafted', 'closed']);

/**
 * `open`: being filled in; `checking`: sent, the tenant is being read; `drafted`: it became the request `requestId`;
 * `closed`: discarded or abandoned.
 */
export type FormState = z.infer<typeof formState>;

const choices = z
  .object({
    /** In rank order, without the ungrouped devices. */
    groups: z.array(z.object({ id: z.int(), name: z.string() }).readonly()).readonly(),
    /** Entra groups that are known by name: those that hold a Defender role, and those that have access already. */
    access: z.array(z.object({ id: z.string(), name: z.string() }).readonly()).readonly(),
    /** Ids among them that no group in the directory has any more; absent where that is not known. */
    gone: z.array(z.string()).readonly().exactOptional(),
    /** Present where devices can be tagged in the same request. */
    tags: z.literal(true).exactOptional(),
  })
  .readonly();

/** What can be chosen in the form, as read from the tenant when it was opened. */
export type FormChoices = z.infer<typeof choices>;

/** A form as it is stored; the type is made of it. */
export const formSchema = z
  .object({
    /** UUID; what its cards carry. */
    id: formId,
    tenantId,
    /** Grows by one with each committed step; a write names the rev it read. */
    rev: z.int(),
    state: formState,
    input: formInputSchema,
    /** Every fault found at the last check, with the field it belongs to. */
    faults: z.array(z.object({ field: z.string(), message: z.string() }).readonly()).readonly(),
    choices,
    requester: actorSchema,
    /** Key of the conversation that shows it. */
    origin: conversationKey,
    createdAt: z.number(),
    /** When it is closed if nobody continues; null once it is drafted or closed. */
    deadline: z.number().nullable(),
    requestId: requestId.nullable(),
    /**
     * What the tenant held of the group when the form was opened; what still says that is not judged. Absent for a new
     * group.
     */
    opened: formInputSchema.exactOptional(),
    /** The input that its draft was made from, restored when an edit is discarded; null before. */
    draftedInput: formInputSchema.nullable(),
    /** What was filled in when it was opened, and from where; absent where nothing was. */
    filled: z
      .object({ from: z.enum(['words', 'form']), parts: z.array(z.string()).readonly() })
      .readonly()
      .exactOptional(),
    /** Why it is asked for, as typed before the form was opened; absent where nothing was said. */
    reason: z.string().exactOptional(),
  })
  .readonly();

/**
 * A form that somebody fills in until it becomes a request. It holds what was typed, right or wrong: values survive
 * every fault, every "Edit" and every restart.
 */
export type Form = z.infer<typeof formSchema>;

/** Whether the form can still be edited or checked. */
export function isActive(form: Form): boolean {
  return form.state === 'open' || form.state === 'checking';
}
