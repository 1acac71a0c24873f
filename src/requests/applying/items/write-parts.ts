import { kindOf } from '../../../changes/registry/kind-of.ts';
import { type BasedPart, basedParts, partKey } from '../../../changes/several/several-change.ts';
import { nextTry, pausesOf } from '../../../shared/backoff.ts';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { judgeStart } from '../../deciding/alone/judge-alone.ts';
import type { ItemStep, StoredItem } from '../../ports/item-store.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { WriteLimits, WriteOutcome, WritingTenant } from '../../ports/tenant.ts';
import { advance } from '../../rules/advance.ts';
import type { WriteJudgement } from '../../rules/people/before-write.ts';
import { connectorFor } from '../../rules/setting-owner.ts';
import { SHOWS_WITHIN } from '../../rules/watching.ts';
import { endParts, type SeveralRequest } from './end-parts.ts';

const MINUTE = 60_000;

/** Milliseconds that one slice may take before it gives the lease of writing back. */
const SLICE = 10_000;

/** Pauses between two readings of a part that was sent and does not show. */
const SETTLE_PAUSES = pausesOf(2_000, 5_000, 10_000, 30_000, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE);

/** What a slice works with. */
interface Slice {
  readonly request: SeveralRequest;
  readonly task: Task;
  readonly tenant: WritingTenant;
  readonly within: WriteLimits;
  /** Milliseconds since 1970: no further part is begun later. */
  readonly until: number;
}

/** What a part came to: on to the next one, none of the others, or nothing more to do before `at` (ms since 1970). */
type Went = 'on' | 'stop' | { readonly at: number };

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
  const tenant = connectorFor(services, request.change);
  if (tenant.applies !== 'automatically')
    throw new AirlockError('tenant-unavailable', 'The connector that began to write this is not in use now.');
  const until = Math.min(within.sendBefore, services.clock.now() + SLICE);
  const slice = { request, task, tenant, within, until };
  for (const based of basedParts(request.change, request.base)) {
    const item = (await itemsOf(services, slice)).find(({ key }) => key === partKey(based.number));
    if (item === undefined || item.state === 'done') continue;
    if (item.state === 'refused' || item.state === 'unknown') break;
    const went = await workOn(services, slice, based, item);
    if (went === 'on') continue;
    if (went === 'stop') break;
    await tellHowFar(services, slice, went.at);
    return services.store.postponeTask(task, went.at);
  }
  return endParts(services, request, task);
}

function itemsOf({ store }: Services, { request }: Slice): Promise<readonly StoredItem[]> {
  return store.items(request.id, { limit: request.change.parts.length });
}

async function workOn(services: Services, slice: Slice, based: BasedPart, item: StoredItem): Promise<Went> {
  const now = services.clock.now();
  if (item.state === 'started') return settle(services, slice, based, item);
  const { request } = slice;
  const deadline = (request.approvals.at(-1)?.at ?? request.startedAt) + services.policy.executionWindow;
  if (now >= deadline) return refuse(services, slice, based, OVER_TIME);
  if (now >= slice.until) return { at: now };
  return send(services, slice, based);
}

const OVER_TIME = 'the time to apply it ran out';

/** Everybody's rights are asked once more before each part is sent. What cannot be asked now is asked again later. */
async function send(services: Services, slice: Slice, based: BasedPart): Promise<Went> {
  const { tenant, within } = slice;
  const judged = await judge(services, slice);
  if (isAirlockError(judged)) {
    await move(services, slice, based, { from: 'waiting', to: 'waiting', reason: judged.message });
    return { at: nextTry(services.clock.now(), ASK_AGAIN, judged.details.retryAt) };
  }
  if ('fault' in judged) return refuse(services, slice, based, judged.fault.why);
  if ('left' in judged) return refuse(services, slice, based, 'an approval counts no longer');
  const limits = { ...within, ...(judged.actsAs && { actsAs: judged.actsAs.name }) };
  await move(services, slice, based, { from: 'waiting', to: 'started', reason: '' });
  return take(services, slice, based, await tenant.write(based.part, based.base, limits));
}

/** Milliseconds until rights are asked again where the directory does not answer. */
const ASK_AGAIN = 15_000;

async function judge(services: Services, { request, tenant }: Slice): Promise<WriteJudgement | AirlockError> {
  try {
    await tenant.identify();
    return await judgeStart(services, request);
  } catch (error) {
    if (!isAirlockError(error) || error.code === 'rev-conflict') throw error;
    return error;
  }
}

/** Stores what came of sending a part. */
async function take(services: Services, slice: Slice, based: BasedPart, outcome: WriteOutcome): Promise<Went> {
  switch (outcome.kind) {
    case 'written':
      return moveOn(services, slice, based, { from: 'started', to: 'done', reason: outcome.warning ?? '' });
    case 'in-place':
      return moveOn(services, slice, based, { from: 'started', to: 'done', reason: 'it was so already' });
    case 'drifted':
      return refuse(services, slice, based, driftWords(based, outcome.now), 'started');
    case 'refused': {
      if (outcome.retryAt === null) return refuse(services, slice, based, outcome.why, 'started');
      await move(services, slice, based, { from: 'started', to: 'waiting', reason: outcome.why });
      return { at: outcome.retryAt };
    }
    case 'accepted':
    case 'unknown':
      await move(services, slice, based, { from: 'started', to: 'started', reason: outcome.why });
      return { at: services.clock.now() + SETTLE_PAUSES(0) };
  }
}

/** Which values are no longer as they were to be when this part's turn came. */
function driftWords({ part, base }: BasedPart, now: Parameters<ReturnType<typeof kindOf>['base']>[1]): string {
  const rules = kindOf(part);
  const found = rules.base(part, now, base);
  const later = rules.diff(part, found);
  const changed = [...(rules.beside?.(base, found) ?? []).map(({ label, to }) => `${label} is ${to}`)];
  const own = rules.diff(part, base).flatMap(({ label, from }) => {
    const is = later.find((row) => row.label === label)?.from;
    return is === undefined || is === from ? [] : [`${label} is ${is}`];
  });
  const told = [...new Set([...own, ...changed])].join(', ');
  return `somebody changed it meanwhile${told === '' ? '' : `: ${told}`}`;
}

/** Reads what came of a part that was sent. Only a clear reading ends it before its time is over. */
async function settle(services: Services, slice: Slice, based: BasedPart, item: StoredItem): Promise<Went> {
  const now = services.clock.now();
  if (await isReached(services, slice, based))
    return moveOn(services, slice, based, { from: 'started', to: 'done', reason: 'read later' });
  const sentAt = item.at;
  if (now - sentAt < SHOWS_WITHIN)
    return { at: Math.min(now + SETTLE_PAUSES(slice.task.attempts), sentAt + SHOWS_WITHIN) };
  await move(services, slice, based, { from: 'started', to: 'unknown', reason: NOT_SHOWN });
  return 'stop';
}

async function isReached(services: Services, { request, tenant }: Slice, { part }: BasedPart): Promise<boolean> {
  const rules = kindOf(part);
  try {
    return rules.reached(part, await tenant.read(rules.scopes, 'now', part));
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.warn({ requestId: request.id, code: error.code }, 'reading of a part postponed');
    return false;
  }
}

const NOT_SHOWN = 'Defender gave no clear answer, and no reading shows it';

type Step = Omit<ItemStep, 'key' | 'at'>;

async function move(services: Services, { request, task }: Slice, { number }: BasedPart, step: Step): Promise<void> {
  const at = services.clock.now();
  await services.store.moveItems(request.id, task, [{ key: partKey(number), at, ...step }]);
}

async function moveOn(services: Services, slice: Slice, based: BasedPart, step: Step): Promise<Went> {
  await move(services, slice, based, step);
  return 'on';
}

async function refuse(
  services: Services,
  slice: Slice,
  based: BasedPart,
  reason: string,
  from: 'waiting' | 'started' = 'waiting',
): Promise<Went> {
  await move(services, slice, based, { from, to: 'refused', reason });
  return 'stop';
}

/** The card says how far it is, once for each change of it. */
async function tellHowFar(services: Services, slice: Slice, nextAt: number): Promise<void> {
  const { request } = slice;
  const items = await itemsOf(services, slice);
  const done = items.filter(({ state }) => state === 'done').length;
  const open = items.find(({ state }) => state === 'started' || state === 'waiting');
  const isSent = open?.state === 'started';
  const why = open?.reason || (isSent ? 'Airlock reads what came of it.' : null);
  const at = open ? ` ${isSent ? 'Sent, and not shown so far' : 'Next'}: ${open.label}${why ? `. ${why}` : ''}` : '';
  const note = `So far: ${done} of ${items.length} changes applied.${at}`.replace(/(?<![.!?])$/u, '.');
  if (request.waiting?.note === note) return;
  await advance(services, request, {
    event: 'recheck',
    actor: null,
    fields: { waiting: { since: request.waiting?.since ?? services.clock.now(), note, nextAt } },
    facts: { found: note },
  });
}
