import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import { isApiChange } from '../../changes/supported/api-kinds.ts';
import { nextTry, pausesOf } from '../../shared/backoff.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { inWords } from '../../shared/language/time-words.ts';
import { msg, t } from '../../shared/language/worded.ts';
import { amongOthers } from '../messages/among-others.ts';
import { requestNotices } from '../messages/outbox-messages.ts';
import { stepNotice } from '../messages/state-notices.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Verification } from '../ports/tenant.ts';
import { nameIn } from '../record/actor-names.ts';
import type { Actor, ApplyingRequest, Handover, Success } from '../record/request.ts';
import { isInHands } from '../record/told-by-request.ts';
import { advance, newTask } from '../rules/advance.ts';
import { succeed } from '../rules/end-request.ts';
import { loadRecorded } from '../rules/load.ts';
import { connectorFor } from '../rules/setting-owner.ts';
import { SHOWS_WITHIN, watchAfter } from '../rules/watching.ts';
import { countPlanned } from './items/begin-and-end.ts';

const MINUTE = 60_000;

/**
 * How long a reading must contradict the report, or fail, before that is taken for the end, in ms. What merely does not
 * show yet is waited for longer: `SHOWS_WITHIN`.
 */
export const CONTRADICTS_AFTER = 120 * MINUTE;

/** Pauses between readings: `CONTRADICTS_AFTER` in all, then an hour each. */
const VERIFY_PAUSES = pausesOf(MINUTE, 4 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE);

/**
 * Reads what can be read of a change that somebody reported as applied. Where nothing contradicts the report, the
 * request ends: as verified where every part was read, otherwise as attested. What reads as before the change is read
 * again for as long as Defender may take to show it; then the report stands, marked as not seen, and Airlock goes on
 * looking (`surface`). Another value is a contradiction. Where a supported API writes the rest of the request, that
 * does not wait for what is not shown yet.
 */
export async function verifyRequest(services: Services, task: Task, requestId: RequestId): Promise<void> {
  const request = await loadRecorded(services, requestId);
  if (request.state !== 'applying' || !request.handover?.attested || !isInHands(request))
    return services.store.completeTask(task);
  const { handover } = request;
  const { attested } = request.handover;
  const left = attested.at + CONTRADICTS_AFTER - services.clock.now();
  let found: Verification;
  try {
    found = await verification(services, request);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.warn({ requestId, code: error.code, correlation: task.correlation }, 'verification postponed');
    if (left <= 0) return finishUnread(services, request, attested.by, error, task);
    return again(services, request, task, { note: error.message, left, notBefore: error.details.retryAt });
  }
  const ends = found.contradicted.length > 0 ? left : attested.at + SHOWS_WITHIN - services.clock.now();
  if (found.contradicted.length > 0 && ends <= 0)
    return contradict(services, request, { handover, by: attested.by, found }, task);
  if (isFirstAbsence(request, found))
    return again(services, request, task, { note: ABSENT, left: ends, notBefore: null });
  const isWaiting = found.unseen.length > 0 && !partsOf(request.change).some(isApiChange);
  if (found.contradicted.length === 0 && (!isWaiting || ends <= 0))
    return finishHandover(services, request, attested.by, found, task);
  await again(services, request, task, { note: noteSoFar(found), left: ends, notBefore: null });
}

const ABSENT = msg`Defender does not list it now. Airlock reads it once more before it takes that for gone.`;

/** A list may lack something once: what is absent counts where the reading before this one showed the same. */
function isFirstAbsence({ waiting }: ApplyingRequest, { verified }: Verification): boolean {
  return verified.some(({ byAbsence }) => byAbsence) && waiting?.note !== ABSENT;
}

function noteSoFar({ unseen, contradicted }: Verification): string {
  const shows = [...contradicted, ...unseen].map((part) => part.found).join(' ');
  const otherwise = msg`Defender shows something else than was asked for; Airlock reads it again.`;
  return `${contradicted.length > 0 ? otherwise : msg`Defender does not show it yet, which can take hours.`} ${shows}`;
}

/** Where the connector was replaced since the hand-over, nothing can be read. */
async function verification(services: Services, { change, base }: ApplyingRequest): Promise<Verification> {
  const tenant = connectorFor(services, change);
  if (tenant.applies === 'by-hand') return tenant.verify(change, base);
  return { ...NOTHING_FOUND, unreadable: [{ what: kindOf(change).title(change) }] };
}

const NOTHING_FOUND: Verification = { verified: [], unseen: [], contradicted: [], unreadable: [] };

/** Nothing could be read in all that time, so there is only that person's word. */
function finishUnread(
  services: Services,
  request: ApplyingRequest,
  by: Actor,
  error: AirlockError,
  task: Task,
): Promise<void> {
  const what = `${kindOf(request.change).title(request.change)} (could not be read: ${error.message})`;
  return finishHandover(services, request, by, { ...NOTHING_FOUND, unreadable: [{ what }] }, task);
}

/**
 * Ends a request that a person applied. Its outcome lists separately what was read, what only that person attests, and
 * what they attest and Defender does not show so far. Where no part was read, or one by its absence, Airlock goes on
 * looking.
 */
async function finishHandover(
  services: Services,
  request: ApplyingRequest,
  attestedBy: Actor,
  found: Verification,
  task: Task,
): Promise<void> {
  const proof = {
    verified: found.verified.map(({ what }) => what),
    attested: found.unreadable.map(({ what }) => what),
    ...(found.unseen.length > 0 && { unseen: found.unseen.map(({ what }) => what) }),
  };
  const by = nameIn(await amongOthers(services, request), attestedBy);
  const note = noteOf(request.change.kind === 'several', proof, by, found);
  if (partsOf(request.change).some(isApiChange)) return writeRest(services, request, { note, proof }, task);
  const code = proof.attested.length === 0 && !proof.unseen ? 'verified' : 'attested';
  const isOpen = proof.unseen || proof.verified.length === 0 || found.verified.some(({ byAbsence }) => byAbsence);
  const watch = isOpen ? watchAfter(services, request, task.correlation) : null;
  return succeed(services, request, { event: 'record-outcome', code, note, proof, attestedBy, watch }, task);
}

/** A person has applied their part of the request: Airlock begins to write the rest. */
async function writeRest(
  services: Services,
  request: ApplyingRequest,
  found: NonNullable<Handover['found']>,
  task: Task,
): Promise<void> {
  const { id, rev, change, base, handover } = request;
  if (!handover) return services.store.completeTask(task);
  const items = kindOf(change).items?.(change, base) ?? [];
  const now = services.clock.now();
  const { correlation } = task;
  await advance(services, request, {
    event: 'write-rest',
    actor: null,
    fields: { handover: { ...handover, found }, startedAt: now },
    facts: { found, items: items.length },
    items,
    tasks: [newTask(services, 'items', { key: `${id}:items:${rev}`, requestId: id, dueAt: now, correlation })],
    completes: task,
  });
  countPlanned(services, request);
}

function noteOf(isSeveral: boolean, proof: NonNullable<Success['proof']>, by: string, found: Verification): string {
  const { verified, attested, unseen } = proof;
  const all = verified.length + attested.length + (unseen?.length ?? 0);
  const lists = found.unseen.map((part) => part.found).join(' ');
  return [
    ...(isSeveral ? [t`${verified.length} of ${all} read back, ${all - verified.length} by ${by}'s word.`] : []),
    ...(verified.length > 0 ? [t`Read back from Defender: ${verified.join('; ')}.`] : []),
    ...(unseen ? [`${t`Attested by ${by}, not shown yet: ${unseen.join('; ')}.`} ${lists}`] : []),
    ...(attested.length > 0 ? [t`Attested by ${by}, not readable by API: ${attested.join('; ')}.`] : []),
  ].join(' ');
}

interface Contradiction {
  readonly handover: Handover;
  /** Who reported the change as applied. */
  readonly by: Actor;
  readonly found: Verification;
}

/**
 * Defender still contradicts the report. Moves the request back to approved, to
 * be applied within the rest of the execution window. Where no time is left, the request expires the next time it is
 * loaded.
 */
async function contradict(
  services: Services,
  request: ApplyingRequest,
  { handover: confirmed, by, found }: Contradiction,
  task: Task,
): Promise<void> {
  const now = services.clock.now();
  const deadline = (request.approvals.at(-1)?.at ?? now) + services.policy.executionWindow;
  const waited = inWords(now - request.startedAt);
  const named = nameIn(await amongOthers(services, request), by);
  const said = t`${named} said that this was applied, but ${waited} later Defender shows otherwise.`;
  const note = `${said} ${found.contradicted.map((part) => part.found).join(' ')}`;
  const handover = { ...confirmed, attested: null };
  const waiting = { since: now, note, nextAt: deadline };
  const notice = (named: ApplyingRequest) =>
    deadline <= now ? null : stepNotice({ ...named, state: 'approved', handover, deadline, waiting });
  const messages = await requestNotices(services, request, `${request.id}:contradicted:${request.rev}`, notice);
  await advance(services, request, {
    event: 'contradict',
    actor: null,
    fields: { handover, deadline, waiting },
    facts: {
      attestedBy: by,
      contradicted: found.contradicted.map(({ what, found: shows }) => ({ what, found: shows })),
    },
    messages,
    completes: task,
  });
}

interface Recheck {
  readonly note: string;
  /** Milliseconds until the last reading. */
  readonly left: number;
  /** The `retryAt` of an error, or nothing. */
  readonly notBefore: unknown;
}

async function again(services: Services, request: ApplyingRequest, task: Task, recheck: Recheck): Promise<void> {
  const now = services.clock.now();
  const pause = Math.min(VERIFY_PAUSES(task.attempts), Math.max(recheck.left, 0));
  const nextAt = nextTry(now, pause, recheck.notBefore);
  if (request.waiting?.note !== recheck.note) {
    await advance(services, request, {
      event: 'recheck',
      actor: null,
      fields: { waiting: { since: request.waiting?.since ?? now, note: recheck.note, nextAt } },
      facts: { found: recheck.note },
    });
  }
  await services.store.postponeTask(task, nextAt);
}
