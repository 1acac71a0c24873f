import { z } from 'zod';
import { parseChange } from '../changes/kind-of.ts';

const actor = z.object({ oid: z.string(), name: z.string() });

/** What a `draft` task needs: who asked for what, and the conversation that is answered. */
export const draftPayload = z.object({
  change: z.unknown().transform(parseChange),
  actor,
  conversation: z.string(),
});

/** What a `status` task needs. */
export const statusPayload = z.object({ actor, conversation: z.string() });
