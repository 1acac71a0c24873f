import type { Item } from '../../changes/change-kind.ts';
import type { AffectedDevice } from '../../changes/device-effects.ts';
import type { RequestId } from '../../shared/ids.ts';
import { asJson, type Json } from '../../shared/json.ts';
import { inLanguage } from '../../shared/language/worded.ts';
import { amongOthers } from '../messages/among-others.ts';
import { calledOff, callsOff, handedOverOff } from '../messages/called-off.ts';
import { inLanguageOf } from '../messages/outbox-messages.ts';
import { newsRetold, outcomeMessages } from '../messages/state-notices.ts';
import type { NewOutboxMessage, NewTask, Task, TaskKind } from '../ports/outbox.ts';
import type { Services } from '../ports/services.ts';
import type { FormRevision, Replacement } from '../ports/store.ts';
import { overdueReminders, reminderKey, remindersOf, type Span } from '../record/announcement.ts';
import { type FactChange, knownIn } from '../record/fact.ts';
import type { Actor, Evidence, Request } from '../record/request.ts';
import { isFree } from '../record/told-by-request.ts';
import {
  type ActorRole,
  type After,
  type Before,
  type FieldsOf,
  move,
  nextState,
  type RequestEvent,
} from '../record/transitions.ts';

export interface TaskFacts {
  /** Unique: a task of the same key is filed once. */
  readonly key: string;
  /** Null or absent for a task that is about no request. */
  readonly requestId?: RequestId | null;
  readonly payload?: Json;
  /** Milliseconds since 1970; now when absent. */
  readonly dueAt?: number;
  readonly correlation: string;
}

/** A task to file with a step or with an answer. */
export function newTask(
  { tenantId, clock }: Pick<Services, 'tenantId' | 'clock'>,
  kind: TaskKind,
  { key, requestId = null, payload = null, dueAt = clock.now(), correlation }: TaskFacts,
): NewTask {
  return { key, kind, tenantId, requestId, payload, dueAt, correlation };
}

export interface Wait extends Span {
  /** What the request waits for. */
  readonly key: 'decide' | 'by-hand' | 'debt';
}

/** The reminders for a waiting request; leaves out those whose time has passed already. */
export function reminderTasks(
  services: Pick<Services, 'tenantId' | 'clock'>,
  { id }: Pick<Request, 'id'>,
  { key, from, until }: Wait,
  correlation: string,
): readonly NewTask[] {
  return remindersOf({ from, until })
    .filter(({ dueAt }) => dueAt > services.clock.now())
    .map(({ name, dueAt }) =>
      newTask(services, 'remind', { key: reminderKey(id, key, name), requestId: id, dueAt, correlation }),
    );
}

/** How long, in ms, people are called once only of a request whose approvals are taken back again and again. */
const CALLED_ONCE = 1_800_000;

/** Calls those who can decide once more, of a request that was approved and waits for approval again. */
export function callAgain(
  services: Pick<Services, 'tenantId' | 'clock'>,
  { id }: Pick<Request, 'id'>,
  correlation: string,
): NewTask {
  const key = `${id}:remind:again:${Math.floor(services.clock.now() / CALLED_ONCE)}`;
  return newTask(services, 'remind', { key, requestId: id, correlation });
}

/**
 * What everybody who approves is told of an emergency: at once, after half of its time, nearly all of it, its end, and
 * each day after that for a week.
 */
export function debtReminders(
  services: Pick<Services, 'tenantId' | 'clock'>,
  { id }: Pick<Request, 'id'>,
  { at: from, until }: { readonly at: number; readonly until: number },
  correlation: string,
): readonly NewTask[] {
  const told = newTask(services, 'remind', { key: reminderKey(id, 'debt', 'at-once'), requestId: id, correlation });
  const late = overdueReminders({ until }).map(({ name, dueAt }) =>
    newTask(services, 'remind', { key: reminderKey(id, 'debt', name), requestId: id, dueAt, correlation }),
  );
  return [told, ...reminderTasks(services, { id }, { key: 'debt', from, until }, correlation), ...late];
}

/** What goes with a step, besides the request itself. */
export interface Alongside {
  /** Null where the service acts without a person. */
  readonly actor: Actor | null;
  /** What the directory said about the actor for this step; absent where it was not asked for it. */
  readonly evidence?: Evidence | undefined;
  /** What the audit entry says besides who, when and which request. */
  readonly facts?: { readonly [key: string]: Json };
  readonly messages?: readonly NewOutboxMessage[];
  readonly tasks?: readonly NewTask[];
  readonly objectLocks?: readonly string[];
  readonly completes?: Task | null;
  readonly form?: FormRevision;
  readonly replacements?: readonly Replacement[];
  readonly affected?: readonly AffectedDevice[];
  readonly items?: readonly Item[];
  /** What Airlock remembers of the tenant from this step on; `facts` is what the audit entry says. */
  readonly remembers?: readonly FactChange[];
  /** The step ends a row that is not as recorded. */
  readonly endsUnrecorded?: boolean;
}

/** A step of this event: exactly the fields that the state after it needs, and what goes with them. */
export interface Advance<E extends RequestEvent> extends Alongside {
  readonly event: E;
  readonly fields: FieldsOf<E>;
}

/** What every step reads from its request. */
export type Facts = Pick<Request, 'id' | 'number' | 'tenantId' | 'rev' | 'state' | 'requester'>;

/**
 * Takes one step of a request's life: the table of transitions says whether this actor may take it, then state, audit
 * entry, messages and tasks are stored together.
 * @throws AirlockError wrong-state, not-allowed, rev-conflict, duplicate-request; digest-mismatch where the row is not
 * as recorded, unless the step ends it
 */
export async function advance<E extends RequestEvent>(
  services: Pick<Services, 'store' | 'clock' | 'language'>,
  request: Before<E> & Facts,
  step: Advance<E>,
): Promise<After<E>> {
  const { store, clock } = services;
  const { event, actor, evidence, fields, facts, messages = [], tasks = [], completes = null, ...rest } = step;
  const { remembers, ...alongside } = rest;
  const now = clock.now();
  const to = nextState(request.state, event, roleOf(actor, request));
  const next = move(event, request, fields);
  const { number, tenantId } = request;
  const person = actor && { person: personOf(actor, evidence ?? evidenceIn(event, next)) };
  const known = remembers?.length ? { known: knownIn(remembers) } : {};
  const debt = isFree(next) ? { debt: 'none' } : {};
  const stands = { number, rev: next.rev, from: request.state, to, digest: next.digest };
  const data = { ...stands, ...person, ...facts, ...known, ...debt };
  const by = actor?.oid ?? 'service';
  return store.commit({
    ...alongside,
    ...(remembers?.length && { facts: remembers }),
    request: next,
    expectedRev: request.rev,
    madeFrom: request,
    replacements: [...(alongside.replacements ?? []), ...(await retold(services, request, next, event))],
    ...(await undoneOf(services, request, next)),
    audit: [{ tenantId, at: now, event: `request.${event}`, actor: by, requestId: request.id, data }],
    messages: [...messages, ...(SILENT.includes(event) ? [] : await outcomeMessages(services, next))],
    tasks,
    completes,
  });
}

/** The cards of what a request undoes say how far that is. */
async function undoneOf({ store }: Pick<Services, 'store'>, { state }: Facts, next: Request) {
  if (next.revertOf === null || next.state === state) return {};
  const undone = await store.requestByNumber(next.tenantId, next.revertOf);
  return undone ? { redraws: undone.id } : {};
}

/** Steps of a request that has ended, of which nobody is told as of its end. */
const SILENT: readonly RequestEvent[] = [
  'corroborate',
  'follow',
  'cancel',
  'reverted',
  'ratify',
  'ratify-failed',
  'ratify-unknown',
  'undone',
  'undone-in-part',
];

/** What earlier messages of the request say after this step, in place. */
async function retold(
  services: Pick<Services, 'store' | 'clock' | 'language'>,
  { state, handover }: Facts & Partial<Pick<Request, 'handover'>>,
  next: Request,
  event: RequestEvent,
): Promise<readonly Replacement[]> {
  const isKnownBetter = event === 'corroborate';
  if (!isKnownBetter && !callsOff(state, next.state)) return [];
  const { store, language } = services;
  const announced = await store.announced(next.tenantId, next.id);
  const named = await amongOthers(services, next);
  return [
    ...inLanguage(language, () => calledOff(named, announced)),
    ...(await handedOverRetold(services, named, next.handover ?? handover ?? null)),
    ...(isKnownBetter ? await newsRetold(services, next) : []),
  ];
}

async function handedOverRetold(
  services: Pick<Services, 'store' | 'language'>,
  next: Request,
  handover: Request['handover'],
): Promise<readonly Replacement[]> {
  if (!handover) return [];
  const [contact] = await services.store.contacts(next.tenantId, [next.requester.oid]);
  const places = [...new Set([next.origin, ...(contact?.personal ? [contact.personal] : [])])];
  return Promise.all(
    places.map((place) => inLanguageOf(services, place, () => handedOverOff(next, { ...next, handover }, place))),
  );
}

/** What the directory said of whoever submitted or approved, as it is kept in the request. */
function evidenceIn(event: RequestEvent, next: Request): Evidence | undefined {
  if (event === 'submit') return next.state === 'pending' ? next.requesterEvidence : undefined;
  return event === 'approve' || event === 'endorse' ? next.approvals.at(-1)?.evidence : undefined;
}

/**
 * Who acted, as the record keeps it: their name as it was then, and the roles and marks that the directory had of them;
 * these are null where it was not asked for them.
 */
export function personOf({ oid, name, principalName }: Actor, evidence?: Evidence): Json {
  const { roles = null, marks = null, since = null, proof = null } = evidence ?? {};
  return asJson({ oid, name, principalName: principalName ?? null, roles, marks, since, proof });
}

/** The actor's role in the request. Only the directory can say whether an approver may approve. */
function roleOf(actor: Actor | null, { requester }: Facts): ActorRole {
  if (actor === null) return 'service';
  return actor.oid === requester.oid ? 'requester' : 'approver';
}
