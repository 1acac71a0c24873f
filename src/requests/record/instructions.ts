import { z } from 'zod';
import { actorSchema, moment, proofSchema } from './request-parts.ts';

const instruction = z
  .object({
    /** In the imperative, with the portal's own words. */
    title: z.string(),
    /** Exactly what to set: a field of the portal and its values; no values where it is to be empty. */
    fields: z.array(z.object({ name: z.string(), values: z.array(z.string()).readonly() }).readonly()).readonly(),
  })
  .readonly();

/** One thing to do by hand. */
export type Instruction = z.infer<typeof instruction>;

export const instructionsSchema = z
  .object({
    /** The page to start on, https. */
    link: z.string(),
    steps: z.array(instruction).readonly(),
  })
  .readonly();

/** How a person applies a change in the Defender portal. */
export type Instructions = z.infer<typeof instructionsSchema>;

export const handoverSchema = z
  .object({
    at: moment,
    /**
     * As they were shown. Made from change and base alone, and compared with them again when somebody reports them as
     * done.
     */
    steps: instructionsSchema,
    /** Present where fewer than two others could apply it by then, so that one of its approvers may. */
    byApprovers: z.literal(true).exactOptional(),
    /** Who reported the change as applied, and when; null until then. */
    attested: z
      .object({
        by: actorSchema,
        at: moment,
        /** Present where they are one of those who approved it. */
        hasApproved: z.literal(true).exactOptional(),
        /** Present where nothing proves that they are another person than who approved it. */
        isUnproven: z.literal(true).exactOptional(),
      })
      .readonly()
      .nullable(),
    /** Where a supported API writes the rest of the request: what was read of the steps before it began. */
    found: z.object({ note: z.string(), proof: proofSchema }).readonly().exactOptional(),
  })
  .readonly();

/** An approved change that was handed to a person, since the tenant's connector cannot write. */
export type Handover = z.infer<typeof handoverSchema>;
