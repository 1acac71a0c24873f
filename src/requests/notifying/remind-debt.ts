import { answerMessage, requestCardMessage, requestNotices } from '../messages/outbox-messages.ts';
import { debtNotice, undoneNotice } from '../messages/state-catalogue/alone-words.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { type Emergency, isIn, type Request } from '../record/request.ts';
import { debtOf } from '../record/told-by-request.ts';
import { advance } from '../rules/advance.ts';
import { channelOf } from '../rules/setting-owner.ts';
import { noticePlaces } from './notice-places.ts';

/**
 * Tells everybody who approves that somebody did something alone, as an emergency, and that it is owed: with its card
 * where they look, and in words where it was asked.
 * @throws AirlockError directory-unavailable
 */
export async function remindOfDebt(services: Services, request: Request, task: Task, debt: Emergency): Promise<void> {
  const { store, clock, tenantId } = services;
  const data = debtNotice(request, debt, clock.now());
  const asked = await requestNotices(services, request, task.key, data);
  const told = new Set(asked.map(({ conversation }) => channelOf(conversation)));
  const others = (await noticePlaces(services)).filter((place) => !told.has(channelOf(place)));
  const messages = others.flatMap((conversation) => [
    requestCardMessage(services, request.id, { key: `${request.id}:card:${conversation}`, conversation }),
    answerMessage({ tenantId, conversation, now: clock.now() }, `${task.key}:${conversation}`, {
      view: 'notice',
      data,
    }),
  ]);
  await store.send({ messages: [...asked, ...messages], tasks: [], completes: task });
}

/** What was applied undid an emergency: then nobody owes anything for that one. */
export async function settleUndone(services: Services, undoing: Request, task: Task): Promise<void> {
  const { store, tenantId, clock } = services;
  const undone = undoing.revertOf === null ? null : await store.requestByNumber(tenantId, undoing.revertOf);
  const debt = undone && debtOf(undone);
  if (!undone || !debt || !isIn(undone, ['applied'])) return store.completeTask(task);
  const settled = { how: 'undone', at: clock.now(), request: undoing.number } as const;
  await advance(services, undone, {
    event: 'undone',
    actor: null,
    fields: { alone: { ...debt, settled } },
    facts: { undoneBy: undoing.number },
    messages: await requestNotices(services, undone, `${undone.id}:undone`, undoneNotice(undone, undoing.number)),
    completes: task,
  });
}
