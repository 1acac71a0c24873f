import { noticesTo, requestCardMessage, requestNotices } from '../messages/outbox-messages.ts';
import { debtNotice } from '../messages/state-catalogue/alone-words.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Emergency, Request } from '../record/request.ts';
import { channelOf } from '../rules/setting-owner.ts';
import { noticePlaces } from './notice-places.ts';

/**
 * Tells everybody who approves that somebody did something alone, as an emergency, and that it is owed: with its card
 * where they look, and in words where it was asked.
 * @throws AirlockError directory-unavailable
 */
export async function remindOfDebt(services: Services, request: Request, task: Task, debt: Emergency): Promise<void> {
  const { store, clock, tenantId } = services;
  const words = () => debtNotice(request, debt, clock.now());
  const asked = await requestNotices(services, request, task.key, words);
  const told = new Set(asked.map(({ conversation }) => channelOf(conversation)));
  const others = (await noticePlaces(services)).filter((place) => !told.has(channelOf(place)));
  const cards = others.map((conversation) =>
    requestCardMessage(services, request.id, { key: `${request.id}:card:${conversation}`, conversation }),
  );
  const keyOf = (place: string) => `${task.key}:${place}`;
  const notices = await noticesTo(services, { tenantId, places: others, keyOf }, words);
  await store.send({ messages: [...asked, ...cards, ...notices], tasks: [], completes: task });
}
