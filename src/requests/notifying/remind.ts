import { kindOf } from '../../changes/registry/kind-of.ts';
import type { ConversationKey, RequestId } from '../../shared/ids.ts';
import { joinedByAnd } from '../../shared/language/in-sentences.ts';
import { laterWords } from '../../shared/language/time-words.ts';
import { t } from '../../shared/language/worded.ts';
import { openDebts } from '../knowing/owed/debts.ts';
import type { NoticeData } from '../messages/answers.ts';
import { inLanguageOf, noticesTo, requestCardMessage, requestNotices } from '../messages/outbox-messages.ts';
import { pushWords } from '../messages/push-words.ts';
import { debtNotice, isToldUnsent } from '../messages/state-catalogue/alone-words.ts';
import { reminderTitle } from '../messages/state-notices.ts';
import type { NewOutboxMessage, Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { nameIn } from '../record/actor-names.ts';
import type { Emergency, Request } from '../record/request.ts';
import { debtOf } from '../record/told-by-request.ts';
import { stopIfUnrecorded, UNDOES } from '../rules/end-request.ts';
import { loadRequest } from '../rules/load.ts';
import { askedOnce } from '../rules/people/asked-once.ts';
import { endIfRequesterGone } from '../rules/people/requester-gone.ts';
import { channelOf } from '../rules/setting-owner.ts';
import { callAppliers } from './telling/call-appliers.ts';
import { calling, callPlace } from './telling/call-deciders.ts';
import { type Candidate, chatOf, findCandidates } from './telling/find-deciders.ts';
import { noticePlaces } from './telling/notice-places.ts';
import { unsentKey } from './telling/tell-unsent.ts';
import { openUndoing } from './undone/opposites.ts';
import { settleUndone } from './undone/settle-undone.ts';

/**
 * Reminds people that a request is still waiting, for a decision or to be applied by hand, and when it expires. Does
 * nothing where it is no longer waiting.
 * @throws AirlockError directory-unavailable, and the tenant's errors
 */
export async function remindRequest(services: Services, task: Task, requestId: RequestId): Promise<void> {
  const request = await loadRequest(services, requestId);
  const unrecorded = await stopIfUnrecorded(services, request, { correlation: task.correlation, task });
  if (unrecorded) return unrecorded.stopped ? undefined : services.store.completeTask(task);
  const isToSettle = request.revertOf !== null || task.key.includes(UNDOES);
  if (request.state === 'applied' && isToSettle) return settleUndone(services, request, task);
  const debt = debtOf(request);
  if (debt) return remindOfDebt(services, request, task, debt);
  if ((await endIfRequesterGone(services, request)) !== request) return services.store.completeTask(task);
  const left = (request.deadline ?? 0) - services.clock.now();
  if (left > 0 && request.state === 'pending') return remindOfDecision(services, request, task, left);
  // Among handed-over requests, only approved ones have a deadline.
  if (left <= 0 || !request.handover) return services.store.completeTask(task);
  const messages = await callAppliers(services, request, task.key, (named) => ({
    tone: 'warning',
    title: reminderTitle(request),
    text: t`${kindOf(request.change).title(request.change)}, approved by ${joinedByAnd(named.approvals.map(({ by }) => nameIn(named, by)))}. It expires ${laterWords(left)}. The steps are on its card.`,
    suggestions: [`show ${request.number}`],
  }));
  await services.store.send({ messages, tasks: [], completes: task });
}

/**
 * Reminds the original conversation and the approval channel at once, with mentions of those who were told, and them
 * themselves as soon as the directory says that they can decide.
 */
async function remindOfDecision(asked: Services, request: Request, task: Task, left: number): Promise<void> {
  const services = { ...asked, directory: askedOnce(asked.directory) };
  const { store } = services;
  const words: Words = {
    urging: () => `${reminderTitle(request)}. ${urgency(services, request, left)}`,
    notice: () => ({
      tone: 'warning',
      title: pushWords(request),
      text: words.urging(),
      suggestions: [`show ${request.number}`],
    }),
  };
  const place = await callPlace(services, request);
  const shared = new Set([request.origin, ...(place === null ? [] : [place])]);
  const people = place === null ? [] : await toldBefore(services, request);
  const calls = [...shared].map(async (conversation) => {
    const to = { key: `${task.key}:${conversation}`, conversation, people, what: words.notice };
    const call = conversation === place ? await calling(services, request, to) : [];
    return call.length > 0 ? call : notice(services, request, task, conversation, words);
  });
  const called = (await Promise.all(calls)).flat();
  await store.send({ messages: called, tasks: [], ...(await remembering(services, request, called)) });
  const candidates = await findCandidates(services, request);
  const own = candidates.people.map((one) => inOwnChat(services, request, task, one, words));
  const messages = (await Promise.all(own)).flat();
  await store.send({ messages, tasks: [], completes: task, ...(await remembering(services, request, messages)) });
}

/** Each is called in the language of whoever is reminded. */
interface Words {
  readonly urging: () => string;
  readonly notice: () => NoticeData;
}

function urgency({ policy: { quorum } }: Services, { approvals }: Request, left: number): string {
  const given = quorum > 1 ? t` ${approvals.length} of ${quorum} approvals are given.` : '';
  return t`It expires ${laterWords(left)}.${given}`;
}

/** Notes what has to say, once it is decided, that nobody is waited for. */
async function remembering({ store, tenantId }: Services, { id }: Request, messages: readonly NewOutboxMessage[]) {
  const keys = messages.flatMap(({ key, content }) => (content.kind === 'answer' ? [key] : []));
  const announced = keys.length > 0 ? await store.announced(tenantId, id) : null;
  if (announced === null) return {};
  const { tellings: _tellings, ...announcement } = announced;
  const reminders = [...new Set([...(announced.reminders ?? []), ...keys])];
  return { announcement: { ...announcement, reminders } };
}

/** Those who were told of the request and have not approved it since, as the directory named them then. */
async function toldBefore({ store, tenantId }: Services, request: Request) {
  const { deciders } = (await store.announced(tenantId, request.id)) ?? { deciders: [] };
  const open = deciders.filter(({ oid }) => !request.approvals.some(({ by }) => by.oid === oid));
  const contacts = await store.contacts(
    tenantId,
    open.map(({ oid }) => oid),
  );
  return open.map((one) => ({ ...one, contact: contacts.find(({ oid }) => oid === one.oid) ?? null }));
}

/** Whose approval counts gets the request's card to decide on, with what urges above it; others the same in words. */
async function inOwnChat(
  services: Services,
  request: Request,
  task: Task,
  person: Candidate,
  words: Words,
): Promise<readonly NewOutboxMessage[]> {
  const conversation = chatOf(request, person);
  if (conversation === null) return [];
  if (person.standing !== 'counts') return notice(services, request, task, conversation, words);
  const card = requestCardMessage(services, request.id, {
    key: `${task.key}:${conversation}`,
    conversation,
    owner: { audience: 'approver', viewer: person.oid },
    notice: await inLanguageOf(services, conversation, words.urging),
    whilePending: true,
  });
  return [card];
}

function notice(
  services: Services,
  { id, tenantId }: Request,
  task: Task,
  conversation: ConversationKey,
  words: Words,
): Promise<readonly NewOutboxMessage[]> {
  const keyOf = (place: ConversationKey) => `${task.key}:${place}`;
  return noticesTo(services, { tenantId, places: [conversation], keyOf, also: { whilePending: id } }, words.notice);
}

/**
 * Tells everybody who approves that somebody did something alone, as an emergency, and that it is owed: with its card
 * where they look, and in words where it was asked.
 * @throws AirlockError directory-unavailable
 */
async function remindOfDebt(services: Services, request: Request, task: Task, debt: Emergency): Promise<void> {
  const { store, clock, tenantId } = services;
  // Two people may have settled it while nobody could tell: since its row is as recorded again, it still names a debt.
  if (!(await openDebts(services)).some((one) => one.request.id === request.id)) return store.completeTask(task);
  const undoing = (await openUndoing(services, request))?.number ?? null;
  const words = () => debtNotice(request, debt, clock.now(), undoing);
  const key = task.key.endsWith(':at-once') && isToldUnsent(request) ? unsentKey(request) : task.key;
  const asked = await requestNotices(services, request, key, words);
  const told = new Set(asked.map(({ conversation }) => channelOf(conversation)));
  const others = (await noticePlaces(services)).filter((place) => !told.has(channelOf(place)));
  const cards = others.map((conversation) =>
    requestCardMessage(services, request.id, { key: `${request.id}:card:${conversation}`, conversation }),
  );
  const keyOf = (place: string) => `${key}:${place}`;
  const notices = await noticesTo(services, { tenantId, places: others, keyOf }, words);
  await drawOverdue(services, request, debt);
  await store.send({ messages: [...asked, ...cards, ...notices], tasks: [], completes: task });
}

/** No step is taken when a debt becomes overdue, so each copy of its card is drawn once more: it says so itself. */
async function drawOverdue({ store, clock }: Services, { id, tenantId }: Request, { until }: Emergency): Promise<void> {
  const now = clock.now();
  if (until > now) return;
  const places = (await store.copies(tenantId, id)).map(({ conversation }) => conversation);
  if (places.length > 0) await store.redraw(id, [...new Set(places)], now);
}
