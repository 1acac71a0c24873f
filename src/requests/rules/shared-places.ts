import type { ConversationKey } from '../../shared/ids.ts';
import type { Conversation } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Request } from '../record/request.ts';
import { channelOf } from './setting-owner.ts';

/** A conversation in which something is to be shown. */
export type Place = Pick<Conversation, 'key' | 'kind'>;

/** The channel or chat whose requests alone are shown in this conversation; null in a personal chat: it shows all. */
export function sharedPlace({ key, kind }: Place): ConversationKey | null {
  return kind === 'personal' ? null : channelOf(key);
}

/**
 * Whether everybody in this conversation may see the request: it was asked there or announced there. In a personal chat
 * there is one person, whose right to look is asked elsewhere.
 */
export async function isShownIn(
  { store, tenantId }: Pick<Services, 'store' | 'tenantId'>,
  { id, origin }: Pick<Request, 'id' | 'origin'>,
  place: Place,
): Promise<boolean> {
  const here = sharedPlace(place);
  if (here === null || channelOf(origin) === here) return true;
  return (await store.copies(tenantId, id)).some(({ conversation }) => channelOf(conversation) === here);
}

/** Where somebody asked, as the store knows it; a conversation that it does not know is taken for a shared one. */
export async function placeOf({ store }: Pick<Services, 'store'>, key: ConversationKey): Promise<Place> {
  return (await store.conversation(key)) ?? { key, kind: 'group' };
}
