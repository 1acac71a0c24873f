import { z } from 'zod';

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
