import { kindOf } from '../../../changes/registry/kind-of.ts';
import { type BasedPart, partKey } from '../../../changes/several/part-items.ts';
import type { ApiChange } from '../../../changes/supported/api-kinds.ts';
import { nextTry } from '../../../shared/backoff.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import type { StoredItem } from '../../ports/item-store.ts';
import type { Services } from '../../ports/services.ts';
import { connectorFor, whyNotSent } from '../../rules/setting-owner.ts';
import { endWaiting } from './end-waiting.ts';
import { ASK_AGAIN, deadlineOf, driftWords, OVER_TIME, type PartSlice, type Went } from './part-start.ts';
import { writingOfPart } from './part-states.ts';
import { writeSlice } from './write-slice.ts';

type ApiPart = BasedPart & { readonly part: ApiChange };

/**
 * Writes one part of a request item by item, by the supported API. It begins where its items are as they were to be;
 * each slice asks whether everybody may still have it written. Nothing behind it is written unless every item of it is
 * done.
 */
export async function writeApiPart(services: Services, slice: PartSlice, based: ApiPart): Promise<Went> {
  const { request, task, until } = slice;
  const { hold } = slice.within;
  const prefix = partKey(based);
  const before = await itemsOfPart(services, slice, prefix);
  if (before.every(({ state }) => state === 'waiting') && !request.halted) {
    const begun = await begin(services, slice, based);
    if (begun !== null) return begun;
  } else if (before.some(isOpen)) await endWaiting(services, request, task, based.part);
  const items = new Map((kindOf(based.part).items?.(based.part, based.base) ?? []).map((item) => [item.key, item]));
  const writing = writingOfPart(request, based);
  const pause = before.some(isOpen)
    ? await writeSlice(services, { request, task, writing, items, prefix, until, hold })
    : null;
  if (pause !== null) return pause;
  const after = await itemsOfPart(services, slice, prefix);
  return after.every(({ state }) => state === 'done') ? 'on' : 'stop';
}

function isOpen({ state }: StoredItem): boolean {
  return state === 'waiting' || state === 'started';
}

function itemsOfPart({ store }: Services, { request }: PartSlice, within: string): Promise<readonly StoredItem[]> {
  return store.items(request.id, { within, limit: Number.MAX_SAFE_INTEGER });
}

/** Asks whether the part may begin. @returns null where it may */
async function begin(services: Services, slice: PartSlice, based: ApiPart): Promise<Went | null> {
  const off = whyNotSent(services, [based.part]);
  if (off !== null) return refuse(services, slice, based, `not sent: ${off}`);
  const now = services.clock.now();
  if (now >= deadlineOf(services, slice.request)) return refuse(services, slice, based, OVER_TIME);
  if (now >= slice.until) return { at: now };
  const drift = await driftOf(services, based);
  if (isAirlockError(drift)) return { at: nextTry(now, ASK_AGAIN, drift.details.retryAt) };
  return drift === null ? null : refuse(services, slice, based, drift);
}

/** What differs from what the part goes by; null where nothing does, and the error where that cannot be read now. */
async function driftOf(services: Services, based: ApiPart) {
  const { part, base } = based;
  const rules = kindOf(part);
  try {
    const now = await connectorFor(services, part).read(rules.scopes, 'now', part);
    return rules.isAsKnown(base, rules.base(part, now, base)) ? null : driftWords(based, now);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return error;
  }
}

async function refuse(services: Services, slice: PartSlice, based: ApiPart, reason: string): Promise<Went> {
  const { request, task } = slice;
  const at = services.clock.now();
  const items = await itemsOfPart(services, slice, partKey(based));
  const steps = items.map(({ key }) => ({ key, from: 'waiting', to: 'refused', at, reason }) as const);
  if (steps.length > 0) await services.store.moveItems(request.id, task, steps);
  return 'stop';
}
