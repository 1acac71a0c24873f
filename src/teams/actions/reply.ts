import { createHash } from 'node:crypto';
import type { Answer, Wish } from '../../requests/messages/answers.ts';
import { answerMessage, type CardOwner, spokenNow } from '../../requests/messages/outbox-messages.ts';
import type { TaskKind } from '../../requests/ports/outbox.ts';
import type { Request } from '../../requests/record/request.ts';
import { newTask } from '../../requests/rules/advance.ts';
import { assertMayAttest, assertMayRequest, viewerOf } from '../../requests/rules/four-eyes.ts';
import { givenUpWords } from '../../requests/rules/load.ts';
import { isShownIn } from '../../requests/rules/shared-places.ts';
import { AirlockError } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import { troubleOf } from '../../shared/store-trouble.ts';
import type { Turn } from '../bot/turn.ts';

/**
 * Answers a message in its conversation; once, however often the message is delivered. Where nothing can be stored it
 * answers all the same, as well as it can.
 * @throws AirlockError may-not-read, directory-unavailable
 */
export async function reply({ services, sender, key, admit, tell }: Turn, answer: Answer): Promise<void> {
  await admit();
  const to = { tenantId: services.tenantId, conversation: sender.conversation.key, now: services.clock.now() };
  try {
    await services.store.send({ messages: [answerMessage(to, `${key}:answer`, answer)], tasks: [] });
  } catch (error) {
    if (troubleOf(error) === null) throw error;
    await tell(answer);
  }
}

/**
 * The same to nobody but whoever wrote it, where others read along and Teams can do that: what was not understood or
 * not allowed concerns nobody else. Never the only copy of anything, since Teams forgets it after a day.
 * @throws AirlockError may-not-read, directory-unavailable
 */
export async function replyAlone(turn: Turn, answer: Answer): Promise<void> {
  const { services, sender, key, admit } = turn;
  await admit();
  const to = { tenantId: services.tenantId, conversation: sender.conversation.key, now: services.clock.now() };
  const message = answerMessage(to, `${key}:answer`, answer, aloneIn(sender));
  await services.store.send({ messages: [message], tasks: [] });
}

/** Whom alone an answer is for; nothing in a personal chat, where there is nobody else. */
export function aloneIn({ conversation, mri }: Turn['sender']): { readonly onlyFor?: string } {
  return conversation.kind === 'personal' ? {} : { onlyFor: mri };
}

/** Work that reads Defender for one person; everybody's waits in turn. */
const READS_DEFENDER = ['draft', 'revert', 'open-form', 'sight', 'ask'] as const satisfies readonly TaskKind[];

/** How much of it may wait for one person, so that everybody else waits for no more than that. */
const MOST_WAITING = 3;

/**
 * Files a task for what somebody may ask, since Defender may be slow; without the right nothing is filed, nor while
 * three of theirs wait. The task knows who asked, by the directory's name, and where to answer. It is filed once,
 * however often the activity is delivered, and so is the message that says at once what is being done.
 * @param say what could have been typed for it
 * @throws AirlockError may-not-read, not-allowed, directory-unavailable
 */
export async function enqueue(
  turn: Turn,
  kind: 'status' | (typeof READS_DEFENDER)[number],
  asked: object,
  say = turn.said.text,
): Promise<void> {
  const { services, sender, correlation } = turn;
  const actor = await turn.admit();
  if (kind === 'sight') await assertMayAttest(services, actor);
  else if (kind !== 'status' && kind !== 'ask') await assertMayRequest(services, actor);
  const isPressed = turn.activity.type === 'invoke' && turn.said.again === null;
  if (isPressed && !(await isFirstPress(turn, say))) return;
  const { key, card, wish, told } = readingFor(turn, kind, say);
  const { key: conversation } = sender.conversation;
  const payload = asJson({ ...asked, actor, conversation, card, wish, ...spokenNow() });
  const task = newTask(services, kind, { key, payload, correlation });
  if (kind === 'status') return services.store.send({ ...told, tasks: [task] });
  if (await services.store.fileTask(task, actor.oid, READS_DEFENDER, MOST_WAITING, told)) return;
  await services.store.release(pressLease(turn, say), turn.key);
  throw new AirlockError(
    'not-allowed',
    t`Airlock is still reading Defender for ${MOST_WAITING} things you asked for, so it did not take this one. Wait for its answers, then ask again.`,
  );
}

/** How long the same press of the same person counts once, in ms: Teams sends one that took long again. */
const SAME_PRESS = 30_000;

function pressLease({ sender, activity }: Turn, say: string): string {
  const press = [sender.conversation.key, activity.replyToId ?? '', sender.actor.oid, say].join('\n');
  return `said:${createHash('sha256').update(press).digest('hex')}`;
}

/**
 * Whether nobody's client sent this press a moment ago, under whatever id.
 * @param say what could have been typed for it
 */
export async function isFirstPress(turn: Turn, say: string): Promise<boolean> {
  const { services, key } = turn;
  return services.store.acquire(pressLease(turn, say), key, services.clock.now(), SAME_PRESS);
}

/** The message that answers at once and becomes the answer: a new one, or the one whose button asked once more. */
function readingFor({ services, sender, key: activity, said }: Turn, kind: TaskKind, say: string) {
  const { again } = said;
  const key = again ? `${again.key}:again:${again.tried}` : `${activity}:${kind}`;
  const card = again ? again.key : `${key}:answer`;
  const wish = { say, tried: (again?.tried ?? 0) + 1 };
  const { tenantId, clock } = services;
  const answer = answerMessage(
    { tenantId, conversation: sender.conversation.key, now: clock.now() },
    card,
    readingAnswer(wish),
  );
  const told = again
    ? { messages: [], replacements: [{ key: card, content: answer.content }] }
    : { messages: [answer], replacements: [] };
  return { key, card, wish, told };
}

/** What somebody sees until the tenant is read. */
function readingAnswer(wish: Wish): Answer {
  const text =
    wish.say === '' ? t`Your list: the answer will stand here.` : t`"${wish.say}": the answer will stand here.`;
  return { view: 'notice', data: { tone: 'info', title: t`Reading Defender …`, text, wish, reading: true } };
}

/**
 * The request with this number. Until it is submitted, only its requester can see it; in a channel or group chat, only
 * what was asked or announced there can be seen.
 * @throws AirlockError not-found
 */
export async function numberedRequest(
  { services, sender }: Turn,
  number: number,
  which: 'shown here' | 'own too' = 'shown here',
): Promise<Request> {
  const request = await services.store.requestByNumber(services.tenantId, number);
  const isPrivate = request?.submittedAt === null && request.requester.oid !== sender.actor.oid;
  const isOwn = request?.requester.oid === sender.actor.oid && which === 'own too';
  if (request && !isPrivate && (isOwn || (await isShownIn(services, request, sender.conversation)))) return request;
  const givenUp = request ? null : await givenUpWords(services, number);
  if (givenUp !== null) throw new AirlockError('not-found', givenUp);
  const isAlone = sender.conversation.kind === 'personal';
  throw new AirlockError(
    'not-found',
    isAlone
      ? t`There is no request #${number}. Write "requests" to see those that are open.`
      : t`There is no request #${number} here. What was asked elsewhere is shown in your own chat. Write "requests" to see those that are open.`,
  );
}

/**
 * Who this copy of a request's card is for: the viewer in their personal chat with the bot, everybody elsewhere. An
 * approver whose approval would not count gets the copy that is refreshed, since that may change.
 */
export async function ownCopy({ services, sender, drawing }: Turn, request: Request): Promise<CardOwner> {
  if (sender.conversation.kind !== 'personal') return null;
  const { role, why } = await viewerOf({ ...services, directory: drawing }, request, sender.actor.oid);
  return role === 'reader' || why !== null ? null : { audience: role, viewer: sender.actor.oid };
}
