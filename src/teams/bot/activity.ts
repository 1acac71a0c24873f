import { z } from 'zod';

/** What is not of the expected shape is taken as absent: the sender check and the routes decide what that means. */
function soft<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

const label = z.string().max(1_024);

const account = z.object({
  id: soft(label),
  name: soft(label),
  aadObjectId: soft(label),
  role: soft(label),
});

const mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: label }),
  text: label,
});

/**
 * Of an activity only what Airlock reads; every other key is dropped before the SDK sees it (`deliveryMode` among
 * them).
 */
const schema = z.object({
  type: z.string().min(1).max(64),
  id: soft(label),
  name: soft(label),
  channelId: soft(label),
  serviceUrl: soft(label),
  replyToId: soft(label),
  action: soft(label),
  text: soft(z.string()),
  value: z.unknown().optional(),
  from: soft(account),
  recipient: soft(account),
  conversation: soft(
    z.object({
      id: soft(label),
      tenantId: soft(label),
      conversationType: soft(label),
      isGroup: soft(z.boolean()),
      name: soft(label),
    }),
  ),
  channelData: soft(
    z.object({ tenant: soft(z.object({ id: soft(label) })), channel: soft(z.object({ name: soft(label) })) }),
  ),
  entities: z.array(mention.nullable().catch(null)).catch([]),
  membersAdded: z.array(z.object({ id: soft(label) }).catch({ id: undefined })).catch([]),
});

/** An activity as it came, of which nothing but the shape is sure yet. */
export type IncomingActivity = z.infer<typeof schema>;

/** @returns null for what is not an activity at all: no object, or one without a type. */
export function parseActivity(body: unknown): IncomingActivity | null {
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : null;
}
