import type { ConversationKey } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import { requestCardMessage } from '../../messages/outbox-messages.ts';
import type { OutboxMessage } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { Request } from '../../record/request.ts';
import { ifRecorded, loadRequest } from '../../rules/load.ts';
import { approvalChannel, channelOf } from '../../rules/setting-owner.ts';
import { calling, callPlace } from './call-deciders.ts';
import { channelGone } from './channel-gone.ts';

/**
 * Tells in another way what the place of a message refuses for good. An answer that somebody has to hear goes to their
 * own chat instead; a card that cannot be kept current, or never arrived, gets a copy where its reader is.
 * @returns whether the message itself took the other way; else its tries go on
 */
export async function takeSecondWay(services: Services, message: OutboxMessage): Promise<boolean> {
  const { content, conversation } = message;
  if (content.kind === 'request') await cardElsewhere(services, message, content);
  const used = await approvalChannel(services);
  if (used && channelOf(conversation) === used.conversation) await channelGone(services, used);
  if (content.kind !== 'answer' || content.to === undefined || message.activityId !== null) return false;
  const chat = await chatOf(services, content.to);
  if (chat === null || chat === conversation) return false;
  await services.store.redirectMessage(message, { conversation: chat, dueAt: services.clock.now() });
  return true;
}

async function chatOf({ store, tenantId }: Services, oid: Parameters<Services['store']['contacts']>[1][number]) {
  return (await store.contacts(tenantId, [oid]))[0]?.personal ?? null;
}

type RequestContent = Extract<OutboxMessage['content'], { kind: 'request' }>;

async function cardElsewhere(services: Services, message: OutboxMessage, { requestId }: RequestContent) {
  const request = await ifRecorded(services, await loadRequest(services, requestId));
  if (request === null) return;
  const { origin, requester } = request;
  if (channelOf(message.conversation) === channelOf(origin)) {
    const conversation = await chatOf(services, requester.oid);
    if (conversation === null || conversation === origin) return;
    const owner = { audience: 'requester', viewer: requester.oid } as const;
    const to = { key: `${requestId}:card:${conversation}`, conversation, owner };
    return services.store.send({ messages: [requestCardMessage(services, requestId, to)], tasks: [] });
  }
  await callElsewhere(services, request, message);
}

/** Somebody whose own chat is closed is mentioned where everybody reads along, unless they were. */
async function callElsewhere(services: Services, request: Request, { key }: OutboxMessage): Promise<void> {
  const { store, tenantId } = services;
  const announced = await store.announced(tenantId, request.id);
  const decider = announced?.deciders.find(({ keys }) => keys.length === 1 && keys[0] === key);
  const place = decider && (await callPlace(services, request));
  if (!announced || !decider || !place || request.state !== 'pending') return;
  const [contact = null] = await store.contacts(tenantId, [decider.oid]);
  const again = `${request.id}:call:${decider.oid}`;
  const messages = await calling(services, request, {
    ...{ key: again, conversation: place as ConversationKey, people: [{ ...decider, contact }] },
    what: () => ({
      title: t`#${request.number} waits for a decision`,
      text: t`Your own chat with Airlock takes no messages.`,
    }),
  });
  const { tellings: _tellings, ...announcement } = announced;
  const deciders = announced.deciders.map((one) => (one === decider ? { ...one, keys: [...one.keys, again] } : one));
  await store.send({ messages, tasks: [], announcement: { ...announcement, deciders } });
}
