import { AirlockError } from '../../shared/errors.ts';
import { sayNote } from '../../shared/language/stored-notes.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { debtFact, debtsOf, type Turn } from '../knowing/owed/debts.ts';
import { requestNotices } from '../messages/outbox-messages.ts';
import type { Services } from '../ports/services.ts';
import type { Alone, Evidence, PendingRequest, Request } from '../record/request.ts';
import { advance, debtReminders, newTask } from '../rules/advance.ts';
import { digestFault } from '../rules/approvable.ts';
import { type ActionRule, loadFor, loadRequest, type RequestAction, tryAgain } from '../rules/load.ts';
import { refused as refusedOf } from '../rules/people/rights.ts';
import { barredRefusal, findBarring } from './alone/another-person.ts';
import { mayBeEmergency, owedSentence, tooLoose, untoldSentence } from './alone/going-alone.ts';
import { judgeAlone } from './alone/judge-alone.ts';
import { noRoomNotice, type ScanRoom, scanFact, scanRoom } from './alone/scanned-alone.ts';
import { type SubmitAction, submitRequest } from './submit.ts';

/**
 * Handles Request approval: submits the draft. Where the policy asks no approval for it, since a scan of few devices
 * needs none, with what the same person had scanned so in the last 24 hours, it goes ahead at once on the word of
 * whoever asked, and card and record say so.
 * @throws AirlockError as `submitRequest`
 */
export async function submitOrProceed(services: Services, action: SubmitAction): Promise<Request> {
  const draft = action.loaded ?? (await loadRequest(services, action.requestId));
  const room = await scanRoom(services, action.actor, draft.change);
  const isAlone = room?.isEnough === true;
  const submitted = await submitRequest(services, { ...action, loaded: draft, ...(isAlone && { goesAhead: true }) });
  if (submitted.state !== 'pending' || room === null) return submitted;
  if (isAlone) return tryAgain(again(action, submitted), (tried) => goAhead(services, tried));
  await tellNoRoom(services, submitted, room);
  return submitted;
}

async function tellNoRoom(services: Services, request: Request, room: ScanRoom): Promise<void> {
  const words = () => noRoomNotice(request, room, services.policy.deviceActs.scansAlone);
  const messages = await requestNotices(services, request, `${request.id}:no-room`, words);
  await services.store.send({ messages, tasks: [] });
}

/**
 * Handles Do it now: an emergency that the policy names goes ahead at once on the word of one admin who may approve.
 * They owe it: another admin approves or undoes it within a time. While it is open, nobody starts another who is not
 * known to be another person.
 * @throws AirlockError as `submitRequest`; not-allowed also where it is no emergency, their role does not count, or
 * they owe one already
 */
export async function actNow(services: Services, action: SubmitAction): Promise<Request> {
  await mayOwe(services, action);
  const submitted = await submitRequest(services, { ...action, goesAhead: true });
  if (submitted.state !== 'pending') return submitted;
  return tryAgain(again(action, submitted), (tried) => actAlone(services, tried));
}

const PROCEED: ActionRule<'pending'> = {
  state: ['pending'],
  by: 'requester',
  refusal: ({ name }) => t`Only ${name}, who asked for it, can do it now.`,
  isDone: ({ submittedAt, state }) => submittedAt !== null && state !== 'pending',
};

/** The digest of the draft's card was compared already; from here that of what was submitted counts. */
function again({ actor, correlation, door }: SubmitAction, { id, digest, rev }: Request): RequestAction {
  return { requestId: id, actor, correlation, door, digest, rev };
}

async function goAhead(services: Services, action: RequestAction): Promise<Request> {
  const { request, isDone } = await loadFor(services, action, PROCEED);
  if (isDone) return request;
  const { requester: by } = request;
  const room = await scanRoom(services, by, request.change);
  if (!room?.isEnough) {
    if (room) await tellNoRoom(services, request, room);
    return request;
  }
  const at = services.clock.now();
  const alone = { why: 'few-devices', by, at } as const;
  const remembers = [scanFact(request, by, at, room)];
  return proceed(services, request, { alone, evidence: request.requesterEvidence, remembers }, action);
}

async function actAlone(services: Services, action: RequestAction): Promise<Request> {
  const { request, isDone } = await loadFor(services, action, PROCEED);
  if (isDone) return request;
  const { evidence, turn } = await mayOwe(services, { ...action, loaded: request });
  const at = services.clock.now();
  const { requester: by } = request;
  const until = at + services.policy.deviceActs.debtWindow;
  const alone = { why: 'emergency', by, at, evidence, until } as const;
  const remembers = [debtFact(request, by, at, turn)];
  return proceed(services, request, { alone, evidence, remembers }, action);
}

/** @throws AirlockError not-allowed, directory-unavailable */
async function mayOwe(
  services: Services,
  action: RequestAction,
): Promise<{ readonly evidence: Evidence; readonly turn: Turn }> {
  const { policy, store, tenantId } = services;
  const request = action.loaded ?? (await store.request(tenantId, action.requestId));
  if (!request || !mayBeEmergency(policy.deviceActs, request))
    throw refused((request && tooLoose(policy.deviceActs, request)) ?? say(NO_EMERGENCY));
  const { debts, untold, turn } = await debtsOf(services);
  const others = debts.filter((one) => one.request.id !== request.id);
  const own = others.find(({ debt }) => debt.by.oid === action.actor.oid);
  if (own) throw refused(owedSentence(own));
  const why = untoldSentence(untold);
  if (why !== null) throw refused(why);
  const evidence = await judgeAlone(services, action.actor.oid, request);
  const barring = await findBarring(services, action.actor, others);
  if (barring) throw refusedOf(barredRefusal(barring));
  return { evidence, turn };
}

const NO_EMERGENCY = msg`This is nothing that may be done at once here (EMERGENCY_ACTIONS). Ask for approval.`;

function refused(text: string): AirlockError {
  return new AirlockError('not-allowed', text);
}

interface GoingAhead {
  readonly alone: Alone;
  readonly evidence: Evidence | undefined;
  readonly remembers?: Parameters<typeof advance<'proceed'>>[2]['remembers'];
}

function proceed(
  services: Services,
  request: PendingRequest,
  { alone, evidence, remembers = [] }: GoingAhead,
  { correlation, door }: RequestAction,
): Promise<Request> {
  const fault = digestFault(services, request);
  if (fault) throw new AirlockError('digest-mismatch', sayNote(fault.why));
  const { id, rev } = request;
  const now = services.clock.now();
  const owes = alone.why === 'emergency';
  return advance(services, request, {
    event: 'proceed',
    actor: request.requester,
    ...(evidence && { evidence }),
    fields: { alone, deadline: now + services.policy.executionWindow },
    facts: { alone: alone.why, door, ...(owes && { until: alone.until }) },
    remembers,
    tasks: [
      newTask(services, 'apply', { key: `${id}:apply:${rev + 1}`, requestId: id, dueAt: now, correlation }),
      ...(owes ? debtReminders(services, request, alone, correlation) : []),
    ],
  });
}
