import { joinedByAnd } from '../../shared/language/in-sentences.ts';
import { t } from '../../shared/language/worded.ts';
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

/** Whether a step makes it untrue that a request waits for a decision, or what was said of that since. */
export function callsOff(from: RequestState, to: RequestState): boolean {
  return from !== to && from !== 'draft' && (from === 'pending' || hasEnded(to));
}

/**
 * What the messages that called for a decision say from now on, in place. One that Teams has not shown yet is not sent
 * at all.
 * @param announced null where it is not known whom the request was announced to
 */
export function calledOff(request: Request, announced: Announced | null): readonly Replacement[] {
  const content = answerContent({ view: 'notice', data: decidedNotice(request) }, { whilePending: request.id });
  return [callKey(request), applyCallKey(request), ...(announced?.reminders ?? [])].map((key) => ({ key, content }));
}

function decidedNotice(request: Request): NoticeData {
  const { number, closing, approvals, state } = request;
  const by = closing?.by ? [closing.by] : state === 'approved' ? approvals.map((one) => one.by) : [];
  const names = joinedByAnd(by.map((person) => nameIn(request, person)));
  const { short } = statusOf(request);
  const title = names === '' ? `#${number}: ${short}` : t`#${number}: ${short} by ${names}`;
  return { tone: 'info', title, text: `${pushWords(request)}.`, suggestions: [`show ${number}`] };
}
