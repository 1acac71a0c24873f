import { isAirlockError } from '../../../shared/errors.ts';
import type { ConversationKey } from '../../../shared/ids.ts';
import { noticesTo, requestNotices } from '../../messages/outbox-messages.ts';
import { unsentNotice } from '../../messages/state-catalogue/alone-words.ts';
import type { NewOutboxMessage } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { Request, Waiting } from '../../record/request.ts';
import { debtOf } from '../../record/told-by-request.ts';
import { channelOf } from '../../rules/setting-owner.ts';
import { noticePlaces } from './notice-places.ts';

/** What makes the notice unique: each conversation gets it once for each emergency. */
export function unsentKey({ id }: Pick<Request, 'id'>): string {
  return `${id}:unsent`;
}

/**
 * The notice that nothing of an emergency was sent so far, for everybody who approves and where it was asked. Empty for
 * any other request: nobody was told that it is done.
 * @param waiting what it waits for from now on
 */
export async function unsentMessages(
  services: Services,
  request: Request,
  waiting: Pick<Waiting, 'note'>,
): Promise<readonly NewOutboxMessage[]> {
  if (!debtOf(request)) return [];
  const key = unsentKey(request);
  const asked = await requestNotices(services, request, key, (named) => unsentNotice(named, waiting));
  const told = new Set(asked.map(({ conversation }) => channelOf(conversation)));
  const places = (await placesNow(services)).filter((place) => !told.has(channelOf(place)));
  const keyOf = (place: ConversationKey) => `${key}:${place}`;
  const { tenantId } = request;
  return [...asked, ...(await noticesTo(services, { tenantId, places, keyOf }, () => unsentNotice(request, waiting)))];
}

/** The directory may be what is waited for: then it is told where it was asked, and the reminders tell the others. */
async function placesNow(services: Services): Promise<readonly ConversationKey[]> {
  try {
    return await noticePlaces(services);
  } catch (error) {
    if (isAirlockError(error, 'directory-unavailable')) return [];
    throw error;
  }
}
