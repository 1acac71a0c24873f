import { partKey, type SeveralChange } from '../../../changes/several/several-change.ts';
import type { StoredItem } from '../../ports/item-store.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { ApplyingRequest } from '../../record/request.ts';
import { fail, succeed } from '../../rules/end-request.ts';

/** A request for several changes that is being written. */
export type SeveralRequest = ApplyingRequest & { readonly change: SeveralChange };

/**
 * Ends a request for several changes: each part was applied, or one did not fit, and those behind it were not written.
 * It is applied where any part is; its note says which one it stopped at and what was not written.
 */
export async function endParts(services: Services, request: SeveralRequest, task: Task): Promise<void> {
  const all = await services.store.items(request.id, { limit: request.change.parts.length });
  const left = all.filter(({ state }) => state === 'waiting');
  const at = services.clock.now();
  const steps = left.map(({ key }) => ({ key, from: 'waiting', to: 'refused', at, reason: NOT_REACHED }) as const);
  if (steps.length > 0) await services.store.moveItems(request.id, task, steps);
  const count = (...states: readonly StoredItem['state'][]) => all.filter(({ state }) => states.includes(state)).length;
  const items = {
    total: all.length,
    done: count('done'),
    refused: count('refused', 'waiting'),
    unknown: count('unknown'),
  };
  const note = noteOf(all);
  if (items.done > 0) {
    const warning = warningsOf(all);
    const more = warning === '' ? {} : { warning };
    return succeed(services, request, { event: 'record-outcome', code: 'written', note, items, ...more }, task);
  }
  const code = items.unknown > 0 ? 'not-written' : 'refused';
  return fail(services, request, { event: 'fail', code, note, items }, task);
}

const NOT_REACHED = 'Not written, since an earlier change of the list did not fit.';

/** "2 of 4 changes are applied. Airlock stopped at 3, Rank device group A last: it was deleted. Not written: 4, ..." */
function noteOf(items: readonly StoredItem[]): string {
  const done = items.filter(({ state }) => state === 'done');
  const stopped = items.find(({ state }) => state === 'refused' || state === 'unknown');
  const left = items.filter(({ state }) => state === 'waiting');
  return [
    done.length === items.length
      ? `All ${done.length} changes are applied.`
      : `${done.length} of ${items.length} changes are applied.`,
    ...(done.length > 0 && done.length < items.length ? [`Applied: ${named(items, done)}.`] : []),
    ...(stopped ? [`${STOPPED[stopped.state === 'unknown' ? 'unknown' : 'refused']} ${told(items, stopped)}.`] : []),
    ...(left.length > 0 ? [`Not written: ${named(items, left)}.`] : []),
  ].join(' ');
}

/** How many parts a note names. */
const NAMED = 3;

/** Parts that follow each other: by number and name, or many of them as "4 to 9". */
function named(items: readonly StoredItem[], some: readonly StoredItem[]): string {
  const [first] = some;
  const last = some.at(-1);
  if (first && last && some.length > NAMED) return `${numberOf(items, first)} to ${numberOf(items, last)}`;
  return some.map((item) => `${numberOf(items, item)}, ${item.label}`).join('; ');
}

const STOPPED = { refused: 'Airlock stopped at', unknown: 'Airlock stopped, since it is not known what came of' };

function told(items: readonly StoredItem[], item: StoredItem): string {
  return `${numberOf(items, item)}, ${item.label}${item.reason ? `: ${trimmed(item.reason)}` : ''}`;
}

function numberOf(items: readonly StoredItem[], { key }: StoredItem): number {
  return items.findIndex((_, at) => partKey(at + 1) === key) + 1;
}

function trimmed(reason: string): string {
  return reason.replace(/[.\s]+$/u, '');
}

/** What else somebody changed beside a part while it was written. */
function warningsOf(items: readonly StoredItem[]): string {
  const usual = ['it was so already', 'read later'];
  return items
    .flatMap(({ state, reason }) => (state === 'done' && reason && !usual.includes(reason) ? [reason] : []))
    .join(' ');
}
