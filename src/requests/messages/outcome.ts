import { kindOf } from '../../changes/kind-of.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { asJson } from '../../shared/json.ts';
import type { NewOutboxMessage } from '../ports/outbox.ts';
import type { Request, RequestState } from '../record/request.ts';
import type { NoticeData, Tone } from './answers.ts';

const NEWS: Partial<Record<RequestState, { tone: Tone; word: string }>> = {
  applied: { tone: 'good', word: 'applied' },
  rejected: { tone: 'warning', word: 'rejected' },
  expired: { tone: 'warning', word: 'expired' },
  stale: { tone: 'attention', word: 'stale, nothing was changed' },
  failed: { tone: 'attention', word: 'failed' },
  unknown: { tone: 'attention', word: 'of unknown outcome, being checked' },
};

/**
 * What the place where a request was asked is told when it ends: cards change in place without a sound, so the requester
 * would not notice (docs/facts/approvals.md#outcome-in-chat). Nothing for steps that the requester took.
 */
export function outcomeMessages(request: Request, now: number): readonly NewOutboxMessage[] {
  const news = newsOf(request);
  if (!news) return [];
  const data: NoticeData = {
    tone: news.tone,
    title: `#${request.number} is ${news.word}`,
    text: `${kindOf(request.change).title(request.change)}, asked for by ${request.requester.name}. ${reasonOf(request)}`.trim(),
  };
  return [
    {
      key: `${request.id}:news:${request.state}`,
      tenantId: request.tenantId,
      conversation: request.origin,
      content: { kind: 'answer', view: 'notice', data: asJson(data) },
      dueAt: now,
    },
  ];
}

/**
 * Read and taken on a person's word are told apart from the first word on; and once the steps were handed over, nobody knows that nothing
 * was changed.
 */
function newsOf({ state, outcome, handover }: Request): { tone: Tone; word: string } | undefined {
  if (handover && state === 'stale') return { tone: 'attention', word: 'stopped' };
  if (outcome?.code === 'verified') return { tone: 'good', word: 'applied, verified' };
  if (outcome?.code === 'attested')
    return { tone: 'info', word: `applied, attested by ${handover?.attested?.by.name ?? 'somebody'}` };
  return NEWS[state];
}

function reasonOf(request: Request): string {
  if (request.outcome) return request.outcome.note;
  if (request.closing?.by) return `${request.closing.by.name}: ${request.closing.note}`;
  return request.closing?.note ?? '';
}

/** What somebody has to mend before it can go on: by waiting alone it does not pass. */
const NEEDS_SOMEBODY: ReadonlySet<ErrorCode> = new Set(['tenant-signed-out', 'not-allowed']);

/**
 * What the place where a request was asked is told when it waits for a person; once a request and cause, since the card says it all the while.
 * Nothing where waiting alone will do.
 */
export function waitingMessages(
  request: Request,
  cause: { code: ErrorCode; note: string },
  now: number,
): readonly NewOutboxMessage[] {
  if (!NEEDS_SOMEBODY.has(cause.code)) return [];
  const title = kindOf(request.change).title(request.change);
  const goesOn =
    request.state === 'unknown'
      ? 'Then Airlock reads what became of it.'
      : 'Then it is applied by itself, if its time is not over.';
  const data: NoticeData = {
    tone: 'warning',
    title: `#${request.number} waits for somebody`,
    text: `${title}, asked for by ${request.requester.name}. ${cause.note} ${goesOn}`,
  };
  return [
    {
      key: `${request.id}:waits:${cause.code}:${request.state === 'unknown' ? 'reading' : 'writing'}`,
      tenantId: request.tenantId,
      conversation: request.origin,
      content: { kind: 'answer', view: 'notice', data: asJson(data) },
      dueAt: now,
    },
  ];
}
