import { kindOf } from '../../changes/registry/kind-of.ts';
import { nextTry, pausesOf } from '../../shared/backoff.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { requestNotices } from '../messages/outbox-messages.ts';
import { stepNotice } from '../messages/state-notices.ts';
import { inWords } from '../messages/state-words.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Verification } from '../ports/tenant.ts';
import type { Actor, ApplyingRequest, Handover } from '../record/request.ts';
import { advance } from '../rules/advance.ts';
import { succeed } from '../rules/end-request.ts';
import { loadRequest } from '../rules/load.ts';
import { connectorFor } from '../rules/setting-owner.ts';

/**
 * How long Defender may take to show what was set in the portal, in ms: usually minutes, in some tenants hours
 * (learn: machine-groups).
 */
export const PROPAGATION = 2 * 3_600_000;

const MINUTE = 60_000;

/** Pauses between readings. All but the last add up to `PROPAGATION`. */
const VERIFY_PAUSES = pausesOf(MINUTE, 4 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE, PROPAGATION);

/**
 * Reads what can be read of a change that somebody reported as applied. Where nothing contradicts the report, the
 * request ends: as verified where every part was read, otherwise as attested. A contradiction is read again for as long
 * as propagation may take, and only then reported.
 */
export async function verifyRequest(services: Services, task: Task, requestId: RequestId): Promise<void> {
  const request = await loadRequest(services, requestId);
  if (request.state !== 'applying' || !request.handover?.attested) return services.store.completeTask(task);
  const { handover } = request;
  const { attested } = request.handover;
  const left = attested.at + PROPAGATION - services.clock.now();
  let found: Verification;
  try {
    found = await verification(services, request);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.warn({ requestId, code: error.code, correlation: task.correlation }, 'verification postponed');
    if (left <= 0) return finishUnread(services, request, attested.by, error, task);
    return again(services, request, task, { note: error.message, left, notBefore: error.details.retryAt });
  }
  if (found.contradicted.length === 0) return finishHandover(services, request, attested.by, found, task);
  if (left <= 0) return contradict(services, request, { handover, by: attested.by, found }, task);
  const note = `Not seen in Defender yet, which can take hours. ${found.contradicted.map((part) => part.found).join(' ')}`;
  await again(services, request, task, { note, left, notBefore: null });
}

/** Where the connector was replaced since the hand-over, nothing can be read. */
async function verification(services: Services, { change, base }: ApplyingRequest): Promise<Verification> {
  const tenant = connectorFor(services, change);
  if (tenant.applies === 'by-hand') return tenant.verify(change, base);
  return { verified: [], contradicted: [], unreadable: [{ what: kindOf(change).title(change) }] };
}

/** Nothing could be read in all that time, so there is only that person's word. */
function finishUnread(
  services: Services,
  request: ApplyingRequest,
  by: Actor,
  error: AirlockError,
  task: Task,
): Promise<void> {
  const what = `${kindOf(request.change).title(request.change)} (could not be read: ${error.message})`;
  return finishHandover(services, request, by, { verified: [], contradicted: [], unreadable: [{ what }] }, task);
}

/**
 * Ends a request that a person applied. Its outcome lists separately what was read and what only that person attests.
 */
function finishHandover(
  services: Services,
  request: ApplyingRequest,
  attestedBy: Actor,
  found: Verification,
  task: Task,
): Promise<void> {
  const proof = {
    verified: found.verified.map(({ what }) => what),
    attested: found.unreadable.map(({ what }) => what),
  };
  const code = proof.attested.length === 0 ? 'verified' : 'attested';
  const note = noteOf(proof, attestedBy);
  return succeed(services, request, { event: 'record-outcome', code, note, proof, attestedBy }, task);
}

function noteOf(
  { verified, attested }: { verified: readonly string[]; attested: readonly string[] },
  by: Actor,
): string {
  return [
    ...(verified.length > 0 ? [`Verified by reading Defender: ${verified.join('; ')}.`] : []),
    ...(attested.length > 0 ? [`Attested by ${by.name}, not readable by API: ${attested.join('; ')}.`] : []),
  ].join(' ');
}

interface Contradiction {
  readonly handover: Handover;
  /** Who reported the change as applied. */
  readonly by: Actor;
  readonly found: Verification;
}

/**
 * Defender still contradicts the report, although the change should show by now. Moves the request back to approved, to
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
  const note = `${by.name} said that this was applied, but ${waited} later Defender shows otherwise. ${found.contradicted.map((part) => part.found).join(' ')}`;
  const handover = { ...confirmed, attested: null };
  const waiting = { since: now, note, nextAt: deadline };
  const notice = deadline <= now ? null : stepNotice({ ...request, state: 'approved', handover, deadline, waiting });
  const messages = notice
    ? await requestNotices(services, request, `${request.id}:contradicted:${request.rev}`, notice)
    : [];
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
