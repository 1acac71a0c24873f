import type { ConversationKey } from '../../shared/ids.ts';
import { joinedByAnd } from '../../shared/language/in-sentences.ts';
import { t } from '../../shared/language/worded.ts';
import type { OutboxContent } from '../ports/outbox.ts';
import type { Replacement } from '../ports/store.ts';
import { nameIn } from '../record/actor-names.ts';
import type { Announced } from '../record/announcement.ts';
import type { Request, RequestState } from '../record/request.ts';
import { hasEnded } from '../record/transitions.ts';
import type { NoticeData } from './answers.ts';
import { answerContent } from './outbox-messages.ts';
import { pushWords } from './push-words.ts';
import { statusOf } from './state-catalogue/status-of.ts';

/** The key of the one message that mentions those who can decide on a request. */
export function callKey({ id }: Pick<Request, 'id'>): string {
  return `${id}:call`;
}

/** The key of the one message that mentions those who may apply a change by hand. */
export function applyCallKey({ id }: Pick<Request, 'id'>): string {
  return `${id}:call-to-apply`;
}

/** The key of the notice that a change waits to be applied by hand, where nobody is mentioned with it. */
export function handedOverKey({ id, rev, handover }: Pick<Request, 'id' | 'rev' | 'handover'>): string {
  return `${id}:handed-over:${handover?.at ?? rev}`;
}

/**
 * Whether a step makes it untrue that a request waits for a decision, or what was said of that since: one whose
 * approval counts no longer waits again.
 */
export function callsOff(from: RequestState, to: RequestState): boolean {
  return from !== to && from !== 'draft' && (from === 'pending' || to === 'pending' || hasEnded(to));
}

/**
 * What the messages that called for a decision say from now on, in place. One that Teams has not shown yet is not sent
 * at all.
 * @param announced null where it is not known whom the request was announced to
 */
export function calledOff(request: Request, announced: Announced | null): readonly Replacement[] {
  const [beside, apart] = [besideCard(request), decided(request)];
  return [
    ...[callKey(request), applyCallKey(request)].map((key) => ({ key, content: beside })),
    ...(announced?.reminders ?? []).map((key) => ({ key, content: apart })),
  ];
}

/**
 * The same of the notice in this place that the change waits to be applied by hand.
 * @param notified the request as it was when that was said
 */
export function handedOverOff(
  request: Request,
  notified: Parameters<typeof handedOverKey>[0],
  place: ConversationKey,
): Replacement {
  return { key: `${handedOverKey(notified)}:${place}`, content: decided(request) };
}

function decided(request: Request): OutboxContent {
  return answerContent({ view: 'notice', data: decidedNotice(request) }, { whilePending: request.id });
}

/** One line where the card itself stands, and mostly the news of how it ended, too. */
function besideCard(request: Request): OutboxContent {
  const data: NoticeData = { ...decidedNotice(request), text: '', suggestions: [] };
  return answerContent({ view: 'notice', data }, { whilePending: request.id });
}

function decidedNotice(request: Request): NoticeData {
  const { number, closing, approvals, state } = request;
  const by = closing?.by ? [closing.by] : state === 'approved' ? approvals.map((one) => one.by) : [];
  const names = joinedByAnd(by.map((person) => nameIn(request, person)));
  const { short } = statusOf(request);
  const title = names === '' ? `#${number}: ${short}` : t`#${number}: ${short} by ${names}`;
  return { tone: 'info', title, text: `${pushWords(request)}.`, suggestions: [`show ${number}`] };
}
