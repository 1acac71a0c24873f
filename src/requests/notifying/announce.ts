import { isAirlockError } from '../../shared/errors.ts';
import type { ConversationKey, RequestId } from '../../shared/ids.ts';
import { msg, say } from '../../shared/language/worded.ts';
import { requestCardMessage, requestNotices } from '../messages/outbox-messages.ts';
import { tooFewKey, tooFewNotice, unreachedKey, unreachedNotice } from '../messages/telling-words.ts';
import type { Mention, NewOutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Decider } from '../record/announcement.ts';
import type { Request } from '../record/request.ts';
import { stopIfUnrecorded } from '../rules/end-request.ts';
import { loadRequest } from '../rules/load.ts';
import { askedOnce } from '../rules/people/asked-once.ts';
import { endIfRequesterGone } from '../rules/people/requester-gone.ts';
import { countMarks } from './count-marks.ts';
import { reuseCards } from './reuse-cards.ts';
import { callMessage, callPlace, mentionsOf, otherChannel, toMention } from './telling/call-deciders.ts';
import { tooFewDeciders } from './telling/enough-deciders.ts';
import { type Candidate, type Candidates, chatOf, findCandidates } from './telling/find-deciders.ts';
import { drawList } from './telling/note-telling.ts';

/**
 * Posts a pending request in the approval channel and in the personal chats of those who can decide, and mentions them
 * where everybody reads along. The channel gets it even while the directory does not answer. Whoever asked is told
 * where nobody can decide, or nobody can be told. Asking again right after withdrawing sends no further cards.
 * @throws AirlockError directory-unavailable
 */
export async function announceRequest(asked: Services, task: Task, requestId: RequestId): Promise<void> {
  const services = { ...asked, directory: askedOnce(asked.directory) };
  const request = await loadRequest(services, requestId);
  const unrecorded = await stopIfUnrecorded(services, request, { correlation: task.correlation, task });
  if (unrecorded) return unrecorded.stopped ? undefined : services.store.completeTask(task);
  if (request.state !== 'pending') return services.store.completeTask(task);
  const channel = await otherChannel(services, request);
  try {
    if ((await endIfRequesterGone(services, request)).state !== 'pending') return services.store.completeTask(task);
    await tellDeciders(services, request, task, channel);
  } catch (error) {
    if (channel === null || !isAirlockError(error, 'directory-unavailable')) throw error;
    const { keyOf: _keyOf, ...card } = await reuseCards(services, request, [channelCard(services, request, channel)]);
    await services.store.send({ ...card, tasks: [] });
    throw error;
  }
  await countMarks(services, request);
}

/** @param channel where nobody has the request before them yet, or only without being mentioned; null without one */
async function tellDeciders(services: Services, request: Request, task: Task, channel: ConversationKey | null) {
  const { store, clock, tenantId } = services;
  const found = await findCandidates(services, request);
  const { people, ...rest } = found;
  const named = toMention(people);
  const isPosted = channel !== null && (await isIn(services, request, channel));
  const shared = channel === null || isPosted ? [] : [channelCard(services, request, channel, mentionsOf(named))];
  const own = people.flatMap((one) => ownCard(services, request, one) ?? []);
  const { keyOf, ...cards } = await reuseCards(services, request, [...shared, ...own]);
  const isAgain = (cards.replacements ?? []).length > 0;
  const place = isAgain || shared.length > 0 ? null : await callPlace(services, request);
  const call = place === null ? [] : await callMessage(services, request, place, people);
  const sharedKeys = shared.flatMap(({ key, conversation }) => keyOf(conversation) ?? (isAgain ? [] : key));
  const calls = [...sharedKeys, ...call.map(({ key }) => key)];
  const keysOf = (one: Candidate) => [
    ...cardKeys(request, chatOf(request, one), keyOf),
    ...(named.includes(one) ? calls : []),
  ];
  const deciders = people.map((one) => deciderOf(one, keysOf(one)));
  const announcement = { tenantId, requestId: request.id, at: clock.now(), deciders, ...rest };
  const unreached = () => unreachedNotice(request, { ...announcement, tellings: [] });
  const notices = await requestNotices(services, request, unreachedKey(request), unreached);
  const messages = [...cards.messages, ...call, ...notices, ...(await tooFewNotices(services, request, found))];
  await store.send({ ...cards, messages, tasks: [], completes: task, announcement });
  await drawList(services, request, clock.now());
}

async function tooFewNotices(services: Services, request: Request, found: Candidates) {
  const few = await tooFewDeciders(services, request, found);
  return few === null ? [] : requestNotices(services, request, tooFewKey(request), () => tooFewNotice(request, few));
}

async function isIn({ store, tenantId }: Services, { id }: Request, channel: ConversationKey): Promise<boolean> {
  return (await store.copies(tenantId, id)).some(({ conversation }) => conversation === channel);
}

function channelCard(
  services: Services,
  request: Request,
  conversation: ConversationKey,
  mentions: readonly Mention[] = [],
): NewOutboxMessage {
  const to = { key: cardKey(request, conversation), conversation, ...(mentions.length > 0 && { mentions }) };
  return requestCardMessage(services, request.id, to);
}

const ACTIVATE = msg`You can decide on this once your role is active: activate it in Privileged Identity Management, then press "Show my options".`;

/** The card in the own chat of somebody who may act, unless they asked not to be told; null for nobody else. */
function ownCard(services: Services, request: Request, person: Candidate): NewOutboxMessage | null {
  const { oid, standing } = person;
  const conversation = chatOf(request, person);
  if (conversation === null) return null;
  const owner = standing === 'counts' ? ({ audience: 'approver', viewer: oid } as const) : null;
  const notice = standing === 'eligible' ? { notice: say(ACTIVATE) } : {};
  return requestCardMessage(services, request.id, {
    key: cardKey(request, conversation),
    conversation,
    owner,
    ...notice,
  });
}

function cardKey({ id }: Request, conversation: ConversationKey): string {
  return `${id}:card:${conversation}`;
}

function cardKeys(
  request: Request,
  chat: ConversationKey | null,
  keyOf: (chat: ConversationKey) => string | null,
): readonly string[] {
  return chat === null ? [] : [keyOf(chat) ?? cardKey(request, chat)];
}

/** @param keys of their own card, and of what mentions them in a shared place */
function deciderOf({ oid, name, standing, why, contact }: Candidate, keys: readonly string[]): Decider {
  if (why !== '' || keys.length > 0) return { oid, name, standing, why, keys };
  const untold = contact?.isMuted ? msg`wants no messages (mute)` : msg`has not written to Airlock yet`;
  return { oid, name, standing, why: untold, keys };
}
