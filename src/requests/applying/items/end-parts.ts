import type { SeveralChange } from '../../../changes/several/several-change.ts';
import { isApiChange } from '../../../changes/supported/api-kinds.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { ApplyingRequest, Request, Success } from '../../record/request.ts';
import { isOrders } from '../../record/told-by-request.ts';
import { fail, succeed } from '../../rules/end-request.ts';
import { watchAfter } from '../../rules/watching.ts';
import { isUnknown } from './begin-and-end.ts';
import { followTasks } from './follow-task.ts';
import { countsOf, type PartState, partStates } from './part-states.ts';

/** A request for several changes that is being written. */
export type SeveralRequest = ApplyingRequest & { readonly change: SeveralChange };

/** The reasons of a part that nobody has to look into. */
export const IT_WAS_SO = msg`it was so already`;
export const READ_LATER = msg`read later`;
export const BY_HAND = msg`applied by hand`;
const USUAL: readonly string[] = [IT_WAS_SO, READ_LATER, BY_HAND];

/**
 * Ends a request for several changes: each part was applied, or one did not fit, and those behind it were not written.
 * It is applied where any part is; its note says which one it stopped at and what was not written. Where none is, and
 * one may be, only reading can tell.
 */
export async function endParts(services: Services, request: SeveralRequest, task: Task): Promise<void> {
  const parts = await partStates(services, request);
  const all = parts.flatMap(({ items }) => items);
  const at = services.clock.now();
  const reason = stoppedIn(parts)?.state === 'unknown' ? NOT_KNOWN : NOT_REACHED;
  const steps = all
    .filter(({ state }) => state === 'waiting')
    .map(({ key }) => ({ key, from: 'waiting', to: 'refused', at, reason }) as const);
  if (steps.length > 0) await services.store.moveItems(request.id, task, steps);
  const { note, items } = ended(parts, request);
  const { done, unknown } = items;
  const watch = unknown > 0 ? watchAfter(services, request, task.correlation) : null;
  if (done > 0) {
    const warning = warningsOf(parts);
    const tasks = parts.some(isFollowed) ? followTasks(services, request, task) : [];
    const { proof } = request.handover?.found ?? {};
    const more = { ...(warning !== '' && { warning }), ...(proof && { proof }) };
    return succeed(
      services,
      request,
      { event: 'record-outcome', code: 'written', note, items, tasks, watch, ...more },
      task,
    );
  }
  const stopped = stoppedIn(parts)?.based.part;
  if (unknown > 0 && stopped && isApiChange(stopped))
    return isUnknown(services, request, { note, items, areOrders: isOrders(stopped) }, task);
  const code = unknown > 0 ? 'not-written' : 'refused';
  return fail(services, request, { event: 'fail', code, note, items, watch }, task);
}

type Told = Pick<Request, 'handover'>;
type PartsEnd = { readonly note: string; readonly items: NonNullable<Success['items']> };

function ended(parts: readonly PartState[], { handover }: Told): PartsEnd {
  const { total, done, refused, waiting, unknown } = countsOf(parts.flatMap(({ items }) => items));
  const items = { total, done, refused: refused + waiting, unknown, parts: wholeParts(parts) };
  return { items, note: [...(handover?.found ? [handover.found.note] : []), noteOf(parts)].join(' ') };
}

/** How a request for several changes stands, of which items came to be known after its end. */
export async function partsEnd(
  services: Pick<Services, 'store'>,
  request: Parameters<typeof partStates>[1] & Told,
): Promise<PartsEnd> {
  return ended(await partStates(services, request), request);
}

const NOT_REACHED = msg`Not written, since an earlier change of the list did not fit.`;
const NOT_KNOWN = msg`Not written, since it was not known at that time what came of an earlier change of the list.`;

/** The first part that ended otherwise than applied, or of which nobody knows. */
function stoppedIn(parts: readonly PartState[]): PartState | undefined {
  return parts.find(({ state }) => state === 'refused' || state === 'unknown');
}

/** How many parts, from the first, are applied as a whole. */
function wholeParts(parts: readonly PartState[]): number {
  const open = parts.findIndex(({ state }) => state !== 'done');
  return open < 0 ? parts.length : open;
}

function isFollowed({ based, items }: PartState): boolean {
  return isApiChange(based.part) && items.some(({ state }) => state === 'done');
}

/** "2 of 4 changes are applied. Airlock stopped at 3, Rank device group A last: it was deleted. Not written: 4, ..." */
function noteOf(parts: readonly PartState[]): string {
  const done = parts.filter(({ state }) => state === 'done');
  const stopped = stoppedIn(parts);
  const left = parts.filter(({ state }) => state === 'waiting');
  const counted = done.filter(({ based }) => isApiChange(based.part));
  return [
    done.length === parts.length
      ? t`All ${done.length} changes are applied.`
      : t`${done.length} of ${parts.length} changes are applied.`,
    ...(done.length > 0 && done.length < parts.length ? [t`Applied: ${named(done)}.`] : []),
    ...counted.map(({ based, told }) => t`Part ${based.number}: ${told}`),
    ...(stopped ? [stoppedAt(stopped)] : []),
    ...(left.length > 0 ? [t`Not written: ${named(left)}.`] : []),
  ].join(' ');
}

/** How many parts a note names. */
const NAMED = 3;

/** Parts that follow each other: by number and name, or many of them as "4 to 9". */
function named(parts: readonly PartState[]): string {
  const [first] = parts;
  const last = parts.at(-1);
  if (first && last && parts.length > NAMED) return `${first.based.number} to ${last.based.number}`;
  return parts.map(({ based, title }) => `${based.number}, ${title}`).join('; ');
}

function stoppedAt(part: PartState): string {
  return part.state === 'unknown'
    ? t`Airlock stopped, since it is not known what came of ${toldOf(part)}.`
    : t`Airlock stopped at ${toldOf(part)}.`;
}

function toldOf({ based, title, told }: PartState): string {
  return `${based.number}, ${title}${told === '' ? '' : `: ${told.replace(/[.\s]+$/u, '')}`}`;
}

/** What else somebody changed beside a part while it was written. */
function warningsOf(parts: readonly PartState[]): string {
  return parts
    .filter(({ based, state, told }) => !isApiChange(based.part) && state === 'done' && !USUAL.includes(told))
    .map(({ told }) => told)
    .filter((told) => told !== '')
    .join(' ');
}
