import { kindOf, systemName } from '../../changes/registry/kind-of.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { inWords } from '../../shared/language/time-words.ts';
import { inEnglish, msg, t } from '../../shared/language/worded.ts';
import { isSetOutside } from '../knowing/outside-known.ts';
import { amongOthers } from '../messages/among-others.ts';
import { asLogged, notWritten } from '../messages/corroboration-words.ts';
import { statusOf } from '../messages/state-catalogue/status-of.ts';
import { partlyShownMessages, surfacedMessages } from '../messages/state-notices.ts';
import type { Task } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { Verification } from '../ports/tenant.ts';
import { nameIn } from '../record/actor-names.ts';
import { isIn, type RequestIn, type Success } from '../record/request.ts';
import { sessionIn, unwrittenOf } from '../record/told-by-request.ts';
import { succeed } from '../rules/end-request.ts';
import { loadRecorded } from '../rules/load.ts';
import { connectorFor } from '../rules/setting-owner.ts';
import { WATCH_PAUSES, watchAfter } from '../rules/watching.ts';
import { areItemsLate, surfaceItems } from './late/late-items.ts';
import { isAppliedByAnother, isBeingAppliedByAnother } from './same-change.ts';

/** A request that has ended without the tenant showing its change. */
type Watched = RequestIn<'failed' | 'expired' | 'applied'>;

/**
 * Looks once more whether the tenant shows the change of a request that has ended without that, and corrects the
 * request where it does (docs/architecture.md#a-negative-reading-is-never-the-last-word). A reading does not tell who
 * set it: where another request has applied the same since, or it was told that somebody set it outside Airlock,
 * nothing is said and nothing looked for any more. Where it shows a part, and nobody can say anything of the others,
 * that alone is told: the request stays as it ended.
 */
export async function surfaceRequest(services: Services, task: Task, requestId: RequestId): Promise<void> {
  const request = await loadRecorded(services, requestId);
  if (!isIn(request, ['failed', 'expired', 'applied'])) return services.store.completeTask(task);
  const until = (request.closing ?? request.outcome)?.watchedUntil;
  if (until === undefined) return services.store.completeTask(task);
  if (!isIn(request, ['expired']) && (await areItemsLate(services, request)))
    return surfaceItems(services, request, task, until);
  const found = (await isBeingAppliedByAnother(services, request)) ? null : await look(services, request, task);
  if (found && 'back' in found) return takeBack(services, request, found, task);
  if (found && request.outcome?.expiredAt !== undefined) return surfaceRest(services, request, found, task);
  if (found) {
    const isOthers = (await isToldOutside(services, request)) || (await isAppliedByAnother(services, request));
    if (isOthers) return services.store.completeTask(task);
    const isAll = request.handover?.attested || found.unreadable.length === 0;
    if (isOthers === false && isAll) return correct(services, request, found, task);
    if (isOthers === false) await tellPart(services, request, found);
  }
  const now = services.clock.now();
  if (now >= until) {
    await services.store.redraw(request.id, await placesOf(services, request), now);
    return services.store.completeTask(task);
  }
  await services.store.postponeTask(task, Math.min(now + WATCH_PAUSES(task.attempts + 1), until));
}

/** What was read of the change; null where the tenant does not show it, or could not be read. */
type Found = Pick<Verification, 'verified' | 'unreadable'>;

/** What had been verified and shows no more: a list may have lacked it for a while. */
type Back = { readonly back: Verification['unseen'] };

async function look(services: Services, request: Watched, task: Task): Promise<Found | Back | null> {
  try {
    return await read(services, request);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const { id: requestId } = request;
    services.log.warn({ requestId, code: error.code, correlation: task.correlation }, 'look for a change postponed');
    return null;
  }
}

async function read(services: Services, request: Watched): Promise<Found | Back | null> {
  const { change, base, handover, outcome } = request;
  const tenant = connectorFor(services, change);
  const rules = kindOf(change);
  if (tenant.applies === 'automatically') {
    // What was handed over and succeeded is watched by the connector that verified it alone: another was chosen since.
    if (request.state === 'applied' && handover) return null;
    const isReached = rules.reached(change, await tenant.read(rules.scopes, 'now', change));
    return isReached ? { verified: [{ what: inEnglish(() => rules.title(change)) }], unreadable: [] } : null;
  }
  if (!handover) return null;
  const found = await tenant.verify(change, base);
  const told = outcome?.proof?.verified ?? [];
  const back = found.unseen.filter(({ what }) => told.includes(what));
  if (back.length > 0) return { back };
  if (told.length > 0 && !outcome?.proof?.unseen) return null;
  if (!shows(found)) return null;
  const isSure = !found.verified.some(({ byAbsence }) => byAbsence) || shows(await tenant.verify(change, base));
  return isSure ? { verified: found.verified, unreadable: found.unreadable } : null;
}

/** Whether it was told that somebody set the same outside Airlock since it was sent, or handed over. */
function isToldOutside(services: Services, { change, startedAt, handover, approvals }: Watched): Promise<boolean> {
  const since = startedAt ?? handover?.at ?? approvals.at(-1)?.at ?? 0;
  return isSetOutside(services, change, since);
}

function shows({ verified, unseen, contradicted }: Verification): boolean {
  return verified.length > 0 && unseen.length === 0 && contradicted.length === 0;
}

/** Corrects a request that counted as verified, since Defender shows a part of it again as it was before. */
async function takeBack(services: Services, request: Watched, { back }: Back, task: Task): Promise<void> {
  const now = services.clock.now();
  const attested = request.handover?.attested;
  const gone = back.map(({ what }) => what);
  const { verified = [], ...parts } = request.outcome?.proof ?? { attested: [] };
  const proof = { ...parts, verified: verified.filter((what) => !gone.includes(what)), unseen: gone };
  const code = attested ? ('attested' as const) : ('surfaced' as const);
  const by = attested && nameIn(await amongOthers(services, request), attested.by);
  const note =
    `${SHOWN_AGAIN} ${back.map(({ found }) => found).join(' ')} ` +
    (by ? t`Attested by ${by}, not shown: ${gone.join('; ')}.` : t`Not shown: ${gone.join('; ')}.`);
  const messages = await surfacedMessages(
    services,
    request,
    { at: now, code, note, proof },
    await placesOf(services, request),
  );
  const watch = watchAfter(services, request, task.correlation);
  const kept = { ...loggedOf(request), ...(attested && { attestedBy: attested.by }) };
  await succeed(services, request, { event: 'surface', code, note, proof, messages, watch, ...kept }, task);
}

/** What Microsoft's audit log has said of it, which no reading takes back. */
function loggedOf({ outcome }: Watched): Pick<Success, 'corroborated' | 'corroboratedParts' | 'expiredAt'> {
  const { corroborated, corroboratedParts, expiredAt } = outcome ?? {};
  return {
    ...(corroborated && { corroborated }),
    ...(corroboratedParts && { corroboratedParts }),
    ...(expiredAt !== undefined && { expiredAt }),
  };
}

const SHOWN_AGAIN = msg`A list had lacked it, and shows it again:`;

/** Tells it in each place where the request is known, each time with the same keys: the outbox sends it once. */
async function tellPart(services: Services, request: Watched, { verified, unreadable }: Found): Promise<void> {
  const read = verified.map(({ what }) => what).join('; ');
  const left = unreadable.map(({ what }) => what).join('; ');
  const note =
    `${t`${systemName(request.change)} shows as asked: ${read}.`} ` +
    t`Not known, since no API reads it and nobody attests it: ${left}.`;
  const messages = await partlyShownMessages(services, request, note, await placesOf(services, request));
  await services.store.send({ messages, tasks: [] });
}

/** What a reading shows of several changes that expired, and of which the log had shown the others. */
async function surfaceRest(services: Services, request: Watched, found: Found, task: Task): Promise<void> {
  if (request.outcome?.code !== 'surfaced') return;
  const { at: _at, watchedUntil: _until, ...before } = request.outcome;
  const { unwritten } = before.proof ?? {};
  const proof = { verified: found.verified.map(({ what }) => what), attested: [], ...(unwritten && { unwritten }) };
  const unknown = found.unreadable.map(({ what }) => what);
  const end = asLogged(request, { ...request.outcome, proof: { ...proof, unknown } });
  const watch = isByAbsence(found) ? watchAfter(services, request, task.correlation) : null;
  const messages = await surfacedMessages(services, request, end, await placesOf(services, request));
  const told = { ...before, note: end.note, ...(end.proof && { proof: end.proof }), messages, watch };
  await succeed(services, request, { event: 'surface', ...told }, task);
}

function isByAbsence({ verified }: Found): boolean {
  return verified.some(({ byAbsence }) => byAbsence);
}

async function placesOf({ store }: Services, { tenantId, id }: Watched) {
  return (await store.copies(tenantId, id)).map(({ conversation }) => conversation);
}

async function correct(services: Services, request: Watched, found: Found, task: Task): Promise<void> {
  const watch = isByAbsence(found) ? watchAfter(services, request, task.correlation) : null;
  const now = services.clock.now();
  const proof = request.handover ? proofOf(request, found) : null;
  const note = noteOf(await amongOthers(services, request), proof, now);
  const sent = sessionIn(request);
  const outcome: Success = { at: now, code: 'surfaced', note, ...(proof && { proof }), ...sent };
  const places = await placesOf(services, request);
  services.log.info({ requestId: request.id, from: request.state, correlation: task.correlation }, 'change seen later');
  const messages = await surfacedMessages(services, request, outcome, places);
  const attested = request.handover?.attested;
  const by = attested ? { attestedBy: attested.by } : {};
  const end = {
    event: 'surface',
    code: 'surfaced',
    note,
    messages,
    ...(proof && { proof }),
    ...loggedOf(request),
    ...sent,
    ...by,
    watch,
  } as const;
  await succeed(services, request, end, task);
}

function proofOf(request: Watched, { verified, unreadable }: Found): NonNullable<Success['proof']> {
  const attested = request.handover?.attested ? unreadable.map(({ what }) => what) : [];
  return { verified: verified.map(({ what }) => what), attested, ...unwrittenOf(request) };
}

type Named = Watched & Parameters<typeof nameIn>[0];

function noteOf(request: Named, proof: Success['proof'] | null, now: number): string {
  const { verified = [], attested = [], unwritten = [] } = proof ?? {};
  const by = request.handover?.attested && nameIn(request, request.handover.attested.by);
  const [system, since] = [systemName(request.change), sinceWhen(request, now)];
  return [
    attested.length > 0
      ? t`${system} shows as asked what can be read of it, ${since}.`
      : t`${system} shows it as asked, ${since}.`,
    t`It had ended as "${statusOf(request).heading}".`,
    msg`A reading does not tell who set it.`,
    ...(verified.length > 0 ? [t`Read: ${verified.join('; ')}.`] : []),
    ...(attested.length > 0 ? [t`Attested by ${by}, not readable by API: ${attested.join('; ')}.`] : []),
    ...(unwritten.length > 0 ? [notWritten(unwritten)] : []),
  ].join(' ');
}

function sinceWhen(request: Named, now: number): string {
  const { handover, startedAt } = request;
  const attested = handover?.attested;
  if (attested)
    return t`read ${inWords(now - attested.at)} after ${nameIn(request, attested.by)} reported it as applied`;
  if (handover) return t`read ${inWords(now - handover.at)} after the steps were handed over; nobody reported it`;
  return t`read ${inWords(now - (startedAt ?? now))} after Airlock sent it`;
}
