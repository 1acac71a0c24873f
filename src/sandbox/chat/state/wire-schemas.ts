import { z } from 'zod';
import { TEAM } from './conversation.ts';

const Attachment = z.looseObject({ contentType: z.string(), content: z.unknown().optional() });
const Entity = z.looseObject({ type: z.string() });

/** An activity that a bot sends or updates. Unknown keys are allowed, as in the real service. */
export const OutgoingActivity = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  textFormat: z.enum(['plain', 'markdown', 'xml']).nullish(),
  attachments: z.array(Attachment).nullish(),
  entities: z.array(Entity).nullish(),
  /** For a targeted message: the one member who is to see it. */
  recipient: z.looseObject({ id: z.string().nullish(), isTargeted: z.boolean().nullish() }).nullish(),
});

export type OutgoingActivity = z.infer<typeof OutgoingActivity>;

/** The body of POST /v3/conversations: opens a personal chat with one member, or a new thread in a channel. */
export const ConversationParameters = z.looseObject({
  isGroup: z.boolean().nullish(),
  members: z.array(z.looseObject({ id: z.string() })).nullish(),
  tenantId: z.string().nullish(),
  channelData: z
    .looseObject({
      channel: z.looseObject({ id: z.string() }).nullish(),
      tenant: z.looseObject({ id: z.string() }).nullish(),
    })
    .nullish(),
  activity: OutgoingActivity.nullish(),
});

export type ConversationParameters = z.infer<typeof ConversationParameters>;

export const PageQuery = z.object({
  pageSize: z.coerce.number().int().min(1).max(500).default(200),
  continuationToken: z.string().regex(/^\d+$/).optional(),
});

export const TeamId = z.literal(TEAM.id);
