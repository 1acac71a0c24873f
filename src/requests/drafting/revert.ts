import type { Inverse } from '../../changes/change-kind.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf, parseChange } from '../../changes/registry/kind-of.ts';
import { byHandFirst } from '../../changes/several/part-items.ts';
import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import { sentenceAmongOthers } from '../messages/among-others.ts';
import { type Asker, replyTo } from '../messages/outbox-messages.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import { isIn, type Request, type RequestIn } from '../record/request.ts';
import { debtOf, holdsNoMore, isOrders } from '../record/told-by-request.ts';
import { whoAsks } from '../rules/four-eyes.ts';
import { asShown, givenUpWords } from '../rules/load.ts';
import { lockedBy, replyLocked } from '../rules/object-lock.ts';
import { connectorFor, draftScopes } from '../rules/setting-owner.ts';
import { assessDraft, type Draftable, draftable } from './assess.ts';
import { assertDraftRoom } from './before/draft-room.ts';
import { withOwnOrders } from './before/own-orders.ts';
import { orderedBeforeMessages } from './before/same-devices.ts';
import { fileDraft, refusal } from './draft.ts';
import { appliedSince, openSince, sinceWords } from './since-applied.ts';
import { undoableItems } from './written-items.ts';

/**
 * Answers a command to undo an applied request. The answer is a draft of the opposite change, which needs a reason and
 * an approval like any other, or an explanation why nothing can be undone.
 * @throws AirlockError not-allowed, not-found, wrong-state, directory-unavailable and the tenant's errors: nothing was
 * filed.
 */
export async function revertRequest(
  services: Services,
  asks: Asker & { readonly number: number },
  task: Task,
): Promise<void> {
  const asked = { ...asks, ...(await whoAsks(services, asks.actor)) };
  const unclear = await services.store.requestByNumber(services.tenantId, asked.number);
  const isOwed = unclear !== null && debtOf(unclear) !== null;
  await assertDraftRoom(services, asked.actor, asked.conversation, isOwed);
  if (unclear && isOrders(unclear.change) && holdsNoMore(unclear)) return undoUnclear(services, asked, task, unclear);
  const applied = await appliedRequest(services, asked.number);
  const { request, untrue } = await asShown(services, applied, task.correlation);
  if (untrue !== null) return replyUntrue(services, asked, task, request, untrue);
  if (!isIn(request, ['applied']))
    throw new AirlockError('rev-conflict', 'Somebody else was faster. This is the request as it is now.');
  await undo(services, asked, task, request);
}

/** Answers that nothing is undone by a row that is not as recorded. @param words what is untrue of it, a sentence */
function replyUntrue(services: Services, asked: Asker, task: Task, { number, change }: Request, words: string) {
  const title = t`Undo #${number}: ${kindOf(change).title(change)}`;
  const data = {
    tone: 'warning',
    title,
    text: t`${words} Nothing was filed.`,
    suggestions: [`show ${number}`],
  } as const;
  return replyTo(services, asked, task, { view: 'notice', data });
}

async function undo(
  services: Services,
  asked: Parameters<typeof fileDraft>[1],
  task: Task,
  applied: RequestIn<'applied'>,
): Promise<void> {
  const rules = kindOf(applied.change);
  const read = await connectorFor(services, applied.change).read(draftScopes(applied), 'recent', applied.change);
  const now = await withOwnOrders(services, applied, read);
  const title = t`Undo #${applied.number}: ${rules.title(applied.change)}`;
  const inverse = rules.inverse(applied.change, applied.base, now, await undoableItems(services, applied));
  if ('why' in inverse) return replyNoUndoing(services, asked, task, { applied, title, inverse });
  const change = asApplied(services, parseChange(inverse.change));
  const locking = await lockedBy(services, change);
  if (locking) return replyLocked(services, asked, task, locking);
  const found = assessDraft({ change }, now);
  // What is owed is settled by two people, also where somebody has undone it outside Airlock.
  const isOwed = found.verdict === 'already' && debtOf(applied) !== null;
  const assessed = isOwed ? draftable(change, now) : found;
  if (assessed.verdict !== 'open') return replyTo(services, asked, task, refusal(title, assessed));
  await fileUndoing(services, asked, assessed, task, applied.number);
}

/**
 * Orders of which it is not known whether Defender took them: what undoes them is drafted by itself, since it helps
 * whatever came of them. It settles what is owed once it is known that they were done.
 */
async function undoUnclear(
  services: Services,
  asked: Parameters<typeof fileDraft>[1],
  task: Task,
  stored: Request,
): Promise<void> {
  const { request, untrue } = await asShown(services, stored, task.correlation);
  if (untrue !== null) return replyUntrue(services, asked, task, request, untrue);
  const { change, base, number } = request;
  const rules = kindOf(change);
  const read = await connectorFor(services, change).read(draftScopes(request), 'recent', change);
  const now = await withOwnOrders(services, request, read);
  const title = t`Undo #${number}: ${rules.title(change)}`;
  const inverse = rules.inverse(change, base, now, await undoableItems(services, request));
  if ('why' in inverse) {
    const text = t`${inverse.why} Nothing was filed.`;
    const suggestions = [`show ${number}`, ...(inverse.instead ? [inverse.instead] : [])];
    const data = { tone: 'warning', title, text, suggestions } as const;
    return replyTo(services, asked, task, { view: 'notice', data });
  }
  const undoing = parseChange(inverse.change);
  const locking = await lockedBy(services, undoing);
  if (locking) return replyLocked(services, asked, task, locking);
  const assessed = assessDraft({ change: undoing }, now);
  if (assessed.verdict !== 'open') return replyTo(services, asked, task, refusal(title, assessed));
  await fileUndoing(services, asked, assessed, task, number);
}

/** Beside the draft it is told what else was ordered on the same devices. */
async function fileUndoing(
  services: Services,
  asked: Parameters<typeof fileDraft>[1],
  assessed: Draftable,
  task: Task,
  undoes: number,
): Promise<void> {
  const messages = await orderedBeforeMessages(services, asked.conversation, assessed.change, task, undoes);
  await fileDraft(services, asked, assessed, task, undoes, () => ({ messages }));
}

/** Answers that nothing can be undone: for an open request on the same, an applied one since, or what is not known. */
async function replyNoUndoing(
  services: Services,
  asked: Asker,
  task: Task,
  { applied, title, inverse }: { applied: RequestIn<'applied'>; title: string; inverse: NoWay },
): Promise<void> {
  const { why, instead, movedOn } = inverse;
  const isNever = Boolean(kindOf(applied.change).unrestorable?.(applied.change, applied.base));
  const locking = isNever ? null : await openSince(services, applied);
  if (locking) return replyLocked(services, asked, task, locking);
  const later = isNever ? null : await appliedSince(services, applied);
  const words = later ? `${movedOn ?? why} ${await sinceWords(services, later, asked.conversation)}` : why;
  const suggestions = [...(later ? [`show ${later.number}`] : []), ...(instead ? [instead] : []), 'status'];
  const data = { tone: 'warning', title, text: t`${words} Nothing was filed.`, suggestions } as const;
  return replyTo(services, asked, task, { view: 'notice', data });
}

type NoWay = Exclude<Inverse, { readonly change: object }>;

/** Where a person applies a part of it, that comes first. */
function asApplied({ tenant }: Services, change: Change): Change {
  if (change.kind !== 'several' || tenant.applies === 'automatically') return change;
  return { ...change, parts: byHandFirst(change.parts) };
}

async function appliedRequest(services: Services, number: number): Promise<RequestIn<'applied'>> {
  const request = await services.store.requestByNumber(services.tenantId, number);
  if (!request || request.submittedAt === null) {
    const givenUp = request ? null : await givenUpWords(services, number);
    throw new AirlockError(
      'not-found',
      givenUp ?? t`There is no request #${number}. Write "requests" to see those that are open.`,
    );
  }
  if (request.state === 'applied') return request;
  if (request.state === 'applying' && request.waiting?.unclear)
    throw new AirlockError(
      'wrong-state',
      t`It is not known yet whether Defender did #${number}, so it cannot be undone by Airlock so far. ${await sentenceAmongOthers(services, request)}`,
    );
  throw new AirlockError(
    'wrong-state',
    t`Only what was applied can be undone, and #${number} was not. ${await sentenceAmongOthers(services, request)}`,
  );
}
