import { z } from 'zod';

const As = z.string().min(1).max(200);

/** Bodies and queries of the page's own API. `as` is the acting person's Entra object id. */
export const Viewer = z.object({ as: As });

export const NewMessage = z.object({
  as: As,
  /** With `;messageid=` for a reply in a thread. */
  conversationId: z.string().max(300),
  text: z.string().trim().min(1).max(20_000),
  mentionBot: z.boolean().default(true),
  /** Answer only after the bot has answered. */
  wait: z.boolean().default(false),
});

export const PressExecute = z.object({
  as: As,
  action: z.object({ id: z.string().optional(), verb: z.string().optional(), data: z.unknown().optional() }),
});

export const PressSubmit = z.object({ as: As, value: z.unknown() });
export const AskRefresh = z.object({ as: As, trigger: z.enum(['manual', 'automatic']) });

export const Search = z.object({
  as: As,
  dataset: z.string().max(500),
  queryText: z.string().max(500),
  skip: z.number().int().min(0).default(0),
  associated: z.record(z.string(), z.unknown()).default({}),
});

export const Redelivery = z.object({
  activityId: z.string(),
  /** Deliver under a fresh id and time, as Teams does after its second time-out. */
  newId: z.boolean().default(false),
});
