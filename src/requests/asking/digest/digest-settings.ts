import { z } from 'zod';
import { type ConversationKey, conversationKey } from '../../../shared/ids.ts';
import { asJson, type Json } from '../../../shared/json.ts';
import type { Services } from '../../ports/services.ts';
import { actorSchema } from '../../record/request-parts.ts';
import { RHYTHMS } from './digest-times.ts';

const NAME = 'digests';

/** What a digest told of the tenant, for the next one to compare with. */
const toldSchema = z.object({
  at: z.number(),
  features: z.record(z.string(), z.string()),
  groups: z.array(z.object({ name: z.string(), level: z.string(), devices: z.number().nullable() })),
});

const entry = z.object({
  conversation: conversationKey,
  every: z.enum(RHYTHMS),
  /** Who asked for it last. */
  by: actorSchema,
  /** When it is due, ms since 1970. */
  next: z.number(),
  told: toldSchema.nullable(),
});

const stored = z.object({ channels: z.array(entry) });

export type Told = z.infer<typeof toldSchema>;
export type Digest = z.infer<typeof entry>;

/** The digests of all channels, and the setting as it was read, by which a change of it is compared. */
export interface Digests {
  readonly channels: readonly Digest[];
  readonly from: Json;
}

type DigestServices = Pick<Services, 'store' | 'tenantId'>;

/** Which channels are told a digest. What cannot be read counts as none, and is replaced by the next who asks. */
export async function digestsOf({ store, tenantId }: DigestServices): Promise<Digests> {
  const from = await store.setting(tenantId, NAME);
  return { channels: stored.safeParse(from).data?.channels ?? [], from };
}

/** The same with one channel's digest replaced, or taken away, to be stored together with what is told. */
export function withDigest(
  { tenantId }: Pick<Services, 'tenantId'>,
  { channels, from }: Digests,
  conversation: ConversationKey,
  digest: Digest | null,
) {
  const others = channels.filter((one) => one.conversation !== conversation);
  const to = asJson({ channels: digest === null ? others : [...others, digest] });
  return { tenantId, name: NAME, from, to };
}
