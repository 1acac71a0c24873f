import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NoticeData } from '../../requests/messages/answers.ts';
import { answerMessage } from '../../requests/messages/outbox-messages.ts';
import { isShownIn } from '../../requests/rules/shared-places.ts';
import { type RequestId, requestId } from '../../shared/ids.ts';
import { msg, t } from '../../shared/language/worded.ts';
import { aloneIn } from '../actions/reply.ts';
import type { IncomingActivity } from '../bot/activity.ts';
import type { Turn } from '../bot/turn.ts';
import { closedDoor } from './door.ts';
import { refusalOf } from './refusal.ts';
import { tellToWait } from './slow-down.ts';

const NOTHING = { tone: 'info', title: msg`Nothing was done` } as const;

/** What an Action.Submit sends: the data of the button, and whatever an old client makes of an Action.Execute. */
const submitted = z.object({
  requestId: soft(),
  say: z.string().max(300).optional().catch(undefined),
  data: z.object({ requestId: soft() }).optional().catch(undefined),
  action: z
    .object({ data: z.object({ requestId: soft() }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

function soft() {
  return z.uuid().toLowerCase().pipe(requestId).optional().catch(undefined);
}

/**
 * Answers a press that an old client sends as a message. It does nothing: such a press carries no verb to go by.
 */
export async function hearSubmit(turn: Turn): Promise<void> {
  const parsed = submitted.safeParse(turn.activity.value);
  const of = parsed.success
    ? (parsed.data.requestId ?? parsed.data.data?.requestId ?? parsed.data.action?.data?.requestId)
    : undefined;
  const said = parsed.success && parsed.data.say !== undefined ? [parsed.data.say] : [];
  await answerOnce(turn, 'submit', async () => ({
    ...NOTHING,
    tone: 'warning',
    text: t`This button was sent in the way of older Teams clients, which Airlock does not take. Press it in Teams on the web or in a newer client, or write what you want.`,
    suggestions: [...new Set([...(await shownNumber(turn, of)), ...said, 'requests', 'help'])],
  }));
}

/** The command that shows a request, where it may be shown here. */
async function shownNumber({ services, sender }: Turn, of: RequestId | undefined): Promise<readonly string[]> {
  const request = of ? await services.store.request(services.tenantId, of) : null;
  const isOthers = request?.submittedAt === null && request.requester.oid !== sender.actor.oid;
  if (!request || isOthers || !(await isShownIn(services, request, sender.conversation))) return [];
  return [`show ${request.number}`];
}

/** Answers an edited message, once for each text: what it said at first stands. @param text normalised */
export async function hearEdit(turn: Turn, text: string): Promise<void> {
  const print = createHash('sha256').update(text).digest('hex').slice(0, 16);
  await answerOnce(turn, `edit:${print}`, async () => ({
    ...NOTHING,
    text: t`Airlock hears a message once, when it is sent. You edited one: what it said at first stands, and what it says now was not done. Ask for it anew, if you want it.`,
    suggestions: [text, 'help'],
  }));
}

/** What Teams adds itself: the text as HTML, and the message that somebody quotes. */
const OF_TEAMS: ReadonlySet<string> = new Set(['text/html', 'messageReference']);

/** Whether a message holds files or pictures and no word. */
export function isOnlyAttached({ attachments }: IncomingActivity, text: string): boolean {
  return text === '' && attachments.some((one) => one !== null && !OF_TEAMS.has(one.contentType));
}

export async function hearAttachment(turn: Turn): Promise<void> {
  await answerOnce(turn, 'attachment', async () => ({
    ...NOTHING,
    text: t`Airlock reads words, and lists of changes in one text file; it opened nothing that was attached here. Write what you want.`,
    suggestions: ['help', 'create device group'],
    examples: ['import changes'],
  }));
}

/** Answers in the conversation; whoever may not look is told only that, and it is not stored. */
async function answerOnce(turn: Turn, what: string, words: () => Promise<NoticeData>): Promise<void> {
  const closed = await closedDoor(turn);
  const pace = turn.pace(closed);
  if (pace !== 'go') return tellToWait(turn, pace);
  if (closed) {
    const data = { title: t`That was not done`, ...refusalOf(turn, closed, { what }) };
    return turn.tell({ view: 'notice', data });
  }
  const { services, sender, key } = turn;
  const to = { tenantId: services.tenantId, conversation: sender.conversation.key, now: services.clock.now() };
  const answer = { view: 'notice', data: await words() } as const;
  await services.store.send({ messages: [answerMessage(to, `${key}:${what}`, answer, aloneIn(sender))], tasks: [] });
}
