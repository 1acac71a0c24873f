import { kindOf } from '../../../changes/registry/kind-of.ts';
import { type BasedPart, partKey } from '../../../changes/several/part-items.ts';
import { basedParts } from '../../../changes/several/several-change.ts';
import { isApiChange } from '../../../changes/supported/api-kinds.ts';
import { nextTry, pausesOf } from '../../../shared/backoff.ts';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import { beginOnce } from '../../deciding/alone/begin-write.ts';
import { ACCEPTED, type ItemStep, type StoredItem } from '../../ports/item-store.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { WriteLimits, WriteOutcome } from '../../ports/tenant.ts';
import { advance } from '../../rules/advance.ts';
import { sessionOwner } from '../../rules/people/session-owner.ts';
import { connectorFor } from '../../rules/setting-owner.ts';
import { SHOWS_WITHIN } from '../../rules/watching.ts';
import { BY_HAND, endParts, IT_WAS_SO, READ_LATER, type SeveralRequest } from './end-parts.ts';
import { endWaiting } from './end-waiting.ts';
import {
  ASK_AGAIN,
  deadlineOf,
  driftWords,
  isNewsOf,
  OVER_TIME,
  type PartSlice,
  SLICE,
  shownPause,
  type Went,
  whyNotBegun,
} from './part-start.ts';
import { type PartState, partStates } from './part-states.ts';
import type { Pause } from './trouble-words.ts';
import { writeApiPart } from './write-api-part.ts';

const MINUTE = 60_000;

/** Pauses between two readings of a part that was sent and does not show. */
const SETTLE_PAUSES = pausesOf(2_000, 5_000, 10_000, 30_000, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE);

/**
 * Applies several changes one after the other, in slices, each compared with what the parts before it made of the
 * tenant. A part is stored as started before it is sent. What is found started was sent by a slice that did not come to
 * its end, or got no clear answer: it is read, never sent again, and nothing behind it is sent before it is known. The
 * first part that does not fit ends the request; those behind it are not written.
 */
export async function writeParts(
  services: Services,
  request: SeveralRequest,
  task: Task,
  within: WriteLimits,
): Promise<void> {
  const slice = { request, task, within, until: Math.min(within.sendBefore, services.clock.now() + SLICE) };
  if (request.halted) await endWaiting(services, request, task);
  for (const based of basedParts(request.change, request.base)) {
    const { part } = based;
    const went = isApiChange(part)
      ? await writeApiPart(services, slice, { ...based, part })
      : await workOn(services, slice, based);
    if (went === 'on') continue;
    if (went === 'stop') break;
    await tellHowFar(services, slice, went);
    return services.store.postponeTask(task, went.at);
  }
  return endParts(services, request, task);
}

async function workOn(services: Services, slice: PartSlice, based: BasedPart): Promise<Went> {
  const { request } = slice;
  const [item] = await services.store.items(request.id, { within: partKey(based), limit: 1 });
  if (item === undefined || item.state === 'done') return 'on';
  if (item.state === 'refused' || item.state === 'unknown') return 'stop';
  const now = services.clock.now();
  if (item.state === 'started') return settle(services, slice, based, item);
  if (request.handover) return moveOn(services, slice, based, { from: 'waiting', to: 'done', reason: BY_HAND });
  if (now >= deadlineOf(services, request)) return refuse(services, slice, based, OVER_TIME);
  if (now >= slice.until) return { at: now };
  return send(services, slice, based);
}

/**
 * Everybody's rights are asked once more when the connector is about to send a part. What cannot be asked now is asked
 * again later.
 */
async function send(services: Services, slice: PartSlice, based: BasedPart): Promise<Went> {
  const { request, within } = slice;
  const tenant = connectorFor(services, request.change);
  if (tenant.applies !== 'automatically') throw new AirlockError('tenant-unavailable', NOT_IN_USE);
  await tenant.identify();
  const writer = await sessionOwner(services, request);
  const start = () => move(services, slice, based, { from: 'waiting', to: 'started', reason: '' });
  const began = beginOnce(services, { ...request, isBegun: true }, { writer, start });
  const begin = async () => 'begun' in (await began());
  const limits = { ...within, ...(writer && { actsAs: writer.name }), begin };
  const outcome = await tenant.write(based.part, based.base, limits);
  const how = await began();
  if ('begun' in how) return take(services, slice, based, outcome);
  if (!('error' in how)) return refuse(services, slice, based, whyNotBegun(how));
  await move(services, slice, based, { from: 'waiting', to: 'waiting', reason: how.error.message });
  return { at: nextTry(services.clock.now(), ASK_AGAIN, how.error.details.retryAt) };
}

/** Stores what came of sending a part. */
async function take(services: Services, slice: PartSlice, based: BasedPart, outcome: WriteOutcome): Promise<Went> {
  switch (outcome.kind) {
    case 'written':
      return moveOn(services, slice, based, { from: 'started', to: 'done', reason: outcome.warning ?? '' });
    case 'in-place':
      return moveOn(services, slice, based, { from: 'started', to: 'done', reason: IT_WAS_SO });
    case 'held':
      throw new AirlockError('internal', 'A write that was not begun has no outcome.');
    case 'drifted':
      return refuse(services, slice, based, driftWords(based, outcome.now), 'started');
    case 'refused': {
      if (outcome.retryAt === null) return refuse(services, slice, based, outcome.why, 'started');
      await move(services, slice, based, { from: 'started', to: 'waiting', reason: outcome.why });
      return { at: outcome.retryAt };
    }
    case 'accepted':
    case 'unknown': {
      const reason = outcome.kind === 'accepted' ? ACCEPTED : outcome.why;
      await move(services, slice, based, { from: 'started', to: 'started', reason });
      return { at: services.clock.now() + SETTLE_PAUSES(0) };
    }
  }
}

/** Reads what came of a part that was sent. Only a clear reading ends it before its time is over. */
async function settle(services: Services, slice: PartSlice, based: BasedPart, item: StoredItem): Promise<Went> {
  const now = services.clock.now();
  if (await isReached(services, slice, based))
    return moveOn(services, slice, based, { from: 'started', to: 'done', reason: READ_LATER });
  const sentAt = item.at;
  if (now - sentAt < SHOWS_WITHIN)
    return { at: Math.min(now + SETTLE_PAUSES(slice.task.attempts), sentAt + SHOWS_WITHIN) };
  await move(services, slice, based, {
    from: 'started',
    to: 'unknown',
    reason: item.reason === ACCEPTED ? ACCEPTED : NOT_SHOWN,
  });
  return 'stop';
}

async function isReached(services: Services, { request }: PartSlice, { part }: BasedPart): Promise<boolean> {
  const rules = kindOf(part);
  try {
    return rules.reached(part, await connectorFor(services, part).read(rules.scopes, 'now', part));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.warn({ requestId: request.id, code: error.code }, 'reading of a part postponed');
    return false;
  }
}

const NOT_IN_USE = msg`The connector that began to write this is not in use now.`;
const NOT_SHOWN = msg`Defender gave no clear answer, and no reading shows it`;

type Step = Omit<ItemStep, 'key' | 'at'>;

async function move(services: Services, { request, task }: PartSlice, based: BasedPart, step: Step): Promise<void> {
  const at = services.clock.now();
  await services.store.moveItems(request.id, task, [{ key: partKey(based), at, ...step }]);
}

async function moveOn(services: Services, slice: PartSlice, based: BasedPart, step: Step): Promise<Went> {
  await move(services, slice, based, step);
  return 'on';
}

async function refuse(
  services: Services,
  slice: PartSlice,
  based: BasedPart,
  reason: string,
  from: 'waiting' | 'started' = 'waiting',
): Promise<Went> {
  await move(services, slice, based, { from, to: 'refused', reason });
  return 'stop';
}

/** The card says how far it is: once for each change of it, but not after each batch of a part. */
async function tellHowFar(services: Services, { request }: PartSlice, pause: Pause): Promise<void> {
  const { waits } = pause;
  const now = services.clock.now();
  const parts = await partStates(services, request);
  const done = parts.filter(({ state }) => state === 'done').length;
  const open = parts.find(({ state }) => state === 'started' || state === 'waiting');
  const isByItems = open !== undefined && isApiChange(open.based.part);
  const soFar = t`So far: ${done} of ${parts.length} changes applied.`;
  const told = [soFar, ...(open ? [openWords(open)] : []), waits ?? []].flat().join(' ');
  const note = told.replace(/(?<![.!?])$/u, '.');
  const since = request.waiting?.since ?? now;
  const isNews = isByItems ? isNewsOf(request.waiting, pause, note, now) : request.waiting?.note !== note;
  if (!isNews) return;
  await advance(services, request, {
    event: 'recheck',
    actor: null,
    fields: { waiting: { since: isByItems ? now : since, note, ...shownPause(pause) } },
    facts: { found: note },
  });
}

function openWords({ based, state, title, told }: PartState): string {
  if (isApiChange(based.part)) return t`Next: ${title}: ${told}`;
  const isSent = state === 'started';
  const why = told || (isSent ? msg`Airlock reads what came of it.` : null);
  const next = isSent ? t`Sent, and not shown so far: ${title}` : t`Next: ${title}`;
  return `${next}${why ? `. ${why}` : ''}`;
}
