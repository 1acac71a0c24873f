import type { z } from 'zod';
import { applyRequest } from '../requests/applying/apply.ts';
import { commentOnAlert } from '../requests/applying/comment-alert.ts';
import { followRequest } from '../requests/applying/items/follow.ts';
import { isCommenting } from '../requests/applying/items/follow-task.ts';
import { writeItems } from '../requests/applying/items/write-items.ts';
import { reconcileRequest } from '../requests/applying/reconcile.ts';
import { isBegunAsRecorded } from '../requests/applying/stop-begun.ts';
import { surfaceRequest } from '../requests/applying/surface.ts';
import { verifyRequest } from '../requests/applying/verify.ts';
import { answerQuestion } from '../requests/asking/answer-question.ts';
import { askPayload } from '../requests/asking/question.ts';
import { takeSight } from '../requests/attesting/take-sight.ts';
import type { NextSteps } from '../requests/drafting/before/draft-room.ts';
import { lookAtChannel } from '../requests/drafting/before/look-at-channel.ts';
import { draftRequest } from '../requests/drafting/draft.ts';
import { draftSeveral } from '../requests/drafting/draft-several.ts';
import { redrawDrafts } from '../requests/drafting/redraw.ts';
import { refuseList } from '../requests/drafting/refuse-list.ts';
import { revertRequest } from '../requests/drafting/revert.ts';
import {
  checkFormPayload,
  draftPayload,
  openFormPayload,
  revertPayload,
  sightPayload,
  statusPayload,
} from '../requests/drafting/task-inputs.ts';
import { checkForm } from '../requests/forms/check-form.ts';
import { openForm } from '../requests/forms/open-form.ts';
import type { NoticeData } from '../requests/messages/answers.ts';
import { toneOf } from '../requests/messages/decision-words.ts';
import { type Asker, becomesAnswer, replyTo } from '../requests/messages/outbox-messages.ts';
import { announceRequest } from '../requests/notifying/announce.ts';
import { remindRequest } from '../requests/notifying/remind.ts';
import { statusAnswer, statusLease } from '../requests/notifying/tenant-status.ts';
import type { Task, TaskKind } from '../requests/ports/outbox.ts';
import type { LookAtPlace } from '../requests/ports/places.ts';
import type { Services } from '../requests/ports/services.ts';
import type { WriteHold, WriteLimits } from '../requests/ports/tenant.ts';
import { checkpointRecord } from '../requests/recording/note-checkpoint.ts';
import { openOutside } from '../requests/watching/outside-store.ts';
import { revertOutside } from '../requests/watching/revert-outside.ts';
import { AirlockError, type ErrorCode, errorFields, isAirlockError } from '../shared/errors.ts';
import type { RequestId } from '../shared/ids.ts';
import { msg, say, t } from '../shared/language/worded.ts';
import { censusOnce } from './census.ts';
import type { Steady } from './hold-write.ts';
import type { SharedStatus } from './share-status.ts';

type OwnTaskKind = Exclude<
  TaskKind,
  'draft' | 'status' | 'open-form' | 'check-form' | 'revert' | 'sight' | 'ask' | 'announce'
>;

/** What the tasks of one instance share. */
export interface TaskTools {
  readonly status: SharedStatus;
  readonly lookAtPlace: LookAtPlace;
  /** The process' own where absent. */
  readonly steady?: Steady;
  /** Present while a task runs that writes. */
  readonly hold?: WriteHold;
}

/**
 * Runs one claimed task. A task that cannot be done now is postponed. A task that answers somebody always sends an
 * answer, even if that is a refusal.
 */
export async function runTask(
  services: Services,
  { status, lookAtPlace, hold }: TaskTools,
  task: Task,
  leaseEnds: number,
): Promise<void> {
  switch (task.kind) {
    case 'draft':
      return draft(services, lookAtPlace, task).then(() => lookSoon(services));
    case 'status':
      return tellStatus(services, status, task).then(() => lookSoon(services));
    case 'open-form': {
      const asked = payloadOf(task, openFormPayload);
      return answering(services, task, asked, t`No form was opened`, () => openForm(services, asked, task));
    }
    case 'check-form':
      return checkForm(services, payloadOf(task, checkFormPayload), task, () => assertAsked(services, task));
    case 'revert':
      return revert(services, task);
    case 'sight':
      return sight(services, task).finally(status.forget);
    case 'ask':
      return ask(services, task);
    case 'announce':
      return announce(services, task);
    default:
      return goOn(services, status, { ...task, kind: task.kind }, { sendBefore: leaseEnds, hold });
  }
}

/** What goes on with a change whose write, or whose steps by hand, may have begun. */
const BEGUN: readonly TaskKind[] = ['apply', 'items', 'reconcile', 'verify'];

/** What Airlock does of itself about a request that was submitted, and about the record. */
async function goOn(
  services: Services,
  { forget }: SharedStatus,
  task: Task & { readonly kind: OwnTaskKind },
  within: WriteLimits,
): Promise<void> {
  if (BEGUN.includes(task.kind) && !(await isBegunAsRecorded(services, task))) return;
  switch (task.kind) {
    case 'apply':
      return applyRequest(services, task, requestOf(task), within).finally(forget);
    case 'items':
      return writeItems(services, task, requestOf(task), within).finally(forget);
    case 'follow':
      return (isCommenting(task) ? commentOnAlert : followRequest)(services, task, requestOf(task));
    case 'reconcile':
      return reconcileRequest(services, task, requestOf(task));
    case 'remind':
      return remindRequest(services, task, requestOf(task));
    case 'verify':
      return verifyRequest(services, task, requestOf(task)).finally(forget);
    case 'surface':
      return surfaceRequest(services, task, requestOf(task));
    case 'checkpoint':
      return checkpointRecord(services, task);
  }
}

/** Nobody's approval counts before a first census: then it comes first, and otherwise holds nobody up. */
async function announce(services: Services, task: Task): Promise<void> {
  const { censusAt } = await services.store.accountsSeen(services.tenantId, []);
  if (censusAt === null) await censusOnce(services);
  await announceRequest(services, task, requestOf(task));
  if (censusAt !== null) await censusOnce(services);
}

function revert(services: Services, task: Task): Promise<void> {
  const asked = payloadOf(task, revertPayload);
  return answering(services, task, asked, t`Nothing was filed`, () =>
    'outside' in asked ? revertOutside(services, asked, task) : revertRequest(services, asked, task),
  );
}

async function sight(services: Services, task: Task): Promise<void> {
  const seen = payloadOf(task, sightPayload);
  await answering(services, task, seen, t`Nothing was recorded`, () => takeSight(services, seen, task));
  await redrawDrafts(services, seen.sight, seen.actor.oid);
}

function ask(services: Services, task: Task): Promise<void> {
  const asks = payloadOf(task, askPayload);
  return answering(services, task, asks, t`That cannot be answered now`, () => answerQuestion(services, asks, task));
}

/** Who asks or looks may be told of a tenant that shows what an earlier request ended without: look for it now, too. */
function lookSoon({ store, tenantId, clock }: Services): Promise<void> {
  return store.hastenTasks(tenantId, 'surface', clock.now());
}

async function tellStatus(services: Services, status: SharedStatus, task: Task): Promise<void> {
  const asked = payloadOf(task, statusPayload);
  await answering(services, task, asked, t`The status could not be read`, async () => {
    const [read, outside] = await Promise.all([status.read(), openChanges(services)]);
    const answer = await statusAnswer(services, { ...read, outside }, asked);
    return replyTo(services, asked, task, answer);
  });
  await services.store.release(statusLease(asked.conversation), task.correlation);
}

function draft(services: Services, lookAtPlace: LookAtPlace, task: Task): Promise<void> {
  const asked = payloadOf(task, draftPayload);
  return answering(services, task, asked, t`Nothing was filed`, async () => {
    if ('wishes' in asked) return draftSeveral(services, asked, task);
    if ('list' in asked) return refuseList(services, asked, task);
    if ('input' in asked) return draftRequest(services, asked, task);
    const change = await lookAtChannel(services, lookAtPlace, asked.change, asked.team);
    return draftRequest(services, { ...asked, change }, task);
  });
}

/** @throws AirlockError store-corrupt that names the task and never quotes its payload */
function payloadOf<T>(task: Task, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(task.payload);
  if (parsed.success) return parsed.data;
  throw unreadable(task);
}

function requestOf(task: Task): RequestId {
  if (task.requestId !== null) return task.requestId;
  throw unreadable(task);
}

function unreadable({ id, kind }: Task): AirlockError {
  const details = { table: 'tasks', id, fault: `not what a task of kind ${kind} needs` };
  return new AirlockError(
    'store-corrupt',
    t`What is stored in tasks, row ${id}, cannot be read. Tell whoever operates Airlock.`,
    { details },
  );
}

/**
 * Airlock signs nobody's name to what only a row in the database says.
 * @throws AirlockError store-corrupt where nothing shows that the person it names asked for it, and that it is still to
 * be done
 */
function assertAsked({ log, meter }: Services, { id, kind, key, correlation, unproven }: Task): void {
  if (unproven === undefined) return;
  const fields = { task: kind, row: id, key, correlation, fault: unproven };
  if (unproven === 'late') log.warn(fields, 'task refused: it was asked too long ago');
  else {
    log.error(fields, 'task refused: nothing shows that it was asked');
    meter.count('recordFaults', { kind: 'mismatch' });
  }
  throw new AirlockError('store-corrupt', say(WHY_REFUSED[unproven] ?? NEVER_ASKED), {
    details: { table: 'tasks', id, fault: unproven },
  });
}

const NEVER_ASKED = msg`Nothing shows that you asked for this: it was filed by an earlier version of Airlock, or changed in the database. Ask again.`;

const WHY_REFUSED: Partial<Readonly<Record<NonNullable<Task['unproven']>, string>>> = {
  done: msg`This was done when you asked for it. Somebody set it back in the database, so it is not done again.`,
  late: msg`You asked for this more than two hours ago, and Airlock could not do it until now. Ask again if you still want it.`,
};

/** The changes outside Airlock that are open; null where what is stored of them cannot be read. */
async function openChanges(services: Services): Promise<Awaited<ReturnType<typeof openOutside>> | null> {
  try {
    return await openOutside(services);
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    services.log.error(errorFields(error), 'changes outside Airlock left out of the status');
    return null;
  }
}

/** Refusals that stay what they are, however often somebody asks for the same. */
const FINAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'input-invalid',
  'not-allowed',
  'may-not-read',
  'wrong-state',
  'tenant-unsupported',
]);

/**
 * Runs a task that a person is waiting for. A coded refusal is sent in place of the answer. Where another writer was
 * faster, the loop tries the task again.
 */
async function answering(
  services: Services,
  task: Task,
  asked: Asker,
  title: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    assertAsked(services, task);
    await work();
  } catch (error) {
    if (!isAirlockError(error) || error.code === 'rev-conflict') throw error;
    services.log.warn(
      { task: task.kind, ...errorFields(error), correlation: task.correlation },
      'answered with a refusal',
    );
    services.meter.count('refusals', { code: error.code });
    const { next } = error.details as { readonly next?: NextSteps };
    const data: NoticeData = {
      ...{ tone: toneOf(error.code), title, text: error.message },
      ...(next && { suggestions: next.suggestions, ...(next.buttons && { buttons: next.buttons }) }),
      ...(FINAL.has(error.code) && !next?.isPassing && { final: true }),
    };
    await replyTo(services, asked, task, { view: 'notice', data }).catch((fault: unknown) =>
      tellBroken(services, asked, task, title, fault),
    );
  }
}

/** Whoever waits is told also where the record takes no entry more; the task stays, and is done once it does. */
async function tellBroken(services: Services, asked: Asker, task: Task, title: string, fault: unknown): Promise<void> {
  if (isAirlockError(fault, 'record-broken')) {
    const data = { tone: 'attention', title, text: fault.message } as const;
    const replacements = [becomesAnswer(services, asked, task, { view: 'notice', data })];
    await services.store.send({ messages: [], replacements, tasks: [] });
  }
  throw fault;
}
