import { FEATURE_NAMES } from '../../../src/changes/features.ts';
import type { Change } from '../../../src/changes/registry/change.ts';
import { kindOf, parseChange } from '../../../src/changes/registry/kind-of.ts';
import type { Store } from '../../../src/requests/ports/store.ts';
import { digestOf } from '../../../src/requests/record/digest.ts';
import type { Actor, Closing, Evidence, Request } from '../../../src/requests/record/request.ts';
import { type RequestEvent, TRANSITIONS } from '../../../src/requests/record/transitions.ts';
import { type Advance, advance, newTask } from '../../../src/requests/rules/advance.ts';
import { isAirlockError } from '../../../src/shared/errors.ts';
import { conversationKey, entraObjectId, requestId, tenantId } from '../../../src/shared/ids.ts';
import { asJson } from '../../../src/shared/json.ts';
import type { Random } from '../generated/random.ts';
import { remembered } from './remembered.ts';

export const TENANT = tenantId.parse('11111111-1111-4111-8111-111111111111');

/** The version of the policy that `service.start` tells of, and how many approvals it takes. */
export const POLICY = { version: 'aabbccddeeff', quorum: 2 };

const PEOPLE: readonly Actor[] = ['Alice', 'Bob', 'Grace', 'Mallory'].map((name, index) => ({
  oid: entraObjectId.parse(`${String(index + 1).repeat(8)}-0000-4000-8000-000000000001`),
  name,
}));

/** Where a walk takes place: the step goes to any of the stores, as one of several instances would take it. */
export interface Ground {
  readonly stores: readonly Store[];
  readonly random: Random;
  /** Everybody carries one placeholder for an employee id, and PERSON_PROOF is `accounts`. */
  readonly accounts?: boolean;
  /** Milliseconds since 1970; grows with each step. */
  now: number;
}

interface Walk {
  readonly ground: Ground;
  readonly by: Actor;
  readonly others: readonly Actor[];
}

/** Drafts a request of somebody, and stores it. */
export async function draftSomething(ground: Ground): Promise<Request> {
  const { random } = ground;
  const requester = random.pick(PEOPLE);
  const change = someChange(random);
  const base = someBase(change);
  const id = requestId.parse(`${random.hex(8)}-0000-4000-8000-${random.hex(12)}`);
  const data = { change: asJson(change), base: asJson(base), name: requester.name };
  ground.now += 1_000;
  return random.pick(ground.stores).commit<Request>({
    request: {
      ...{ id, number: 0, tenantId: TENANT, rev: 1, state: 'draft', change, base, requester, reason: '' },
      ...{ digest: null, policyVersion: POLICY.version, submittedAt: null, approvals: [], closing: null },
      ...{ startedAt: null, waiting: null, handover: null, outcome: null, revertOf: null, formId: null },
      origin: conversationKey.parse('19:soc@thread.tacv2'),
      createdAt: ground.now,
      deadline: ground.now + 3_600_000,
    },
    expectedRev: null,
    audit: [{ tenantId: TENANT, at: ground.now, event: 'request.drafted', actor: requester.oid, requestId: id, data }],
    messages: [],
    tasks: [],
  });
}

function someChange(random: Random): Change {
  if (random.chance(0.4)) {
    const feature = random.pick(FEATURE_NAMES);
    return parseChange({ kind: 'advanced-feature', feature, to: random.pick(['on', 'off']) });
  }
  return parseChange({
    kind: 'device-group.delete',
    group: { id: 2 + random.below(5_000), name: `Lab ${random.hex(4)}` },
  });
}

function someBase(change: Change) {
  const objects =
    change.kind === 'advanced-feature'
      ? { feature: change.feature, state: change.to === 'on' ? 'off' : 'on' }
      : { group: null };
  return { objects, preview: null, shown: null };
}

/** Drafts requests until one gets through these steps; another may hold its object. */
export async function driveAlong(ground: Ground, events: readonly string[]): Promise<void> {
  for (;;) {
    let request = await draftSomething(ground);
    for (const event of events) request = await stepOn(ground, request, [event]);
    if (request.rev === events.length + 1) return;
  }
}

/**
 * Takes one step that the request may take.
 * @param among the events to choose from
 * @returns the request as it was where the step was refused
 */
export async function stepOn(ground: Ground, request: Request, among = Object.keys(STEPS)): Promise<Request> {
  const { random, stores } = ground;
  const others = PEOPLE.filter(({ oid }) => oid !== request.requester.oid);
  const walk = { ground, by: request.requester, others };
  const possible = among.filter((event) => mayBe(event, request)) as (keyof typeof STEPS)[];
  if (possible.length === 0) return request;
  ground.now += 1_000;
  const event = random.pick(possible);
  const step = STEPS[event]?.(request, walk);
  if (!step) return request;
  try {
    // Sound: the step was made for this request, whose state the table of transitions allows.
    const services = { store: random.pick(stores), clock: { now: () => ground.now }, language: 'en' } as const;
    return await advance(services, request as never, { event, ...step } as never);
  } catch (error) {
    if (!isAirlockError(error, 'duplicate-request', 'rev-conflict')) throw error;
    return request;
  }
}

function mayBe(event: string, request: Request): boolean {
  const edges: Readonly<Record<string, { readonly from: readonly string[] }>> = TRANSITIONS;
  return edges[event]?.from.includes(request.state) ?? false;
}

type Step = Omit<Advance<RequestEvent>, 'event' | 'fields'> & { readonly fields: object };
type MakeStep = (request: Request, walk: Walk) => Step | null;

/** What each event needs, as the use cases give it; null where it cannot happen now. */
const STEPS: Readonly<Record<string, MakeStep>> = {
  submit: (request, walk) => submit(request, walk),
  edit: ({ requester }, { ground }) => ({ actor: requester, fields: { deadline: ground.now + 3_600_000 } }),
  revise: ({ requester }, { ground }) => revise(requester, ground),
  discard: ({ requester }, { ground }) => close(requester, 'discarded', ground.now),
  endorse: (request, walk) => approve(request, walk, 'endorse'),
  approve: (request, walk) => approve(request, walk, 'approve'),
  'take-back': (request, walk) => lessOne(request, walk, false),
  lapse: (request, walk) => lessOne(request, walk, true),
  reject: (_request, { ground, others }) => close(ground.random.pick(others), 'rejected', ground.now, 'not this week'),
  withdraw: ({ requester }, { ground }) =>
    ground.random.chance(0.4) ? close(requester, 'withdrawn', ground.now) : null,
  expire: (request, { ground }) => (ground.random.chance(0.3) ? expire(request, ground.now) : null),
  stale: (_request, { ground }) => (ground.random.chance(0.3) ? close(null, 'policy-changed', ground.now) : null),
  wait: ({ handover }, { ground }) =>
    handover ? null : byService({ waiting: waitingAt(ground.now) }, { code: 'tenant-unavailable' }),
  'hand-over': ({ handover }, { ground }) => (handover ? null : handOver(ground.now)),
  attest: (request, walk) => attest(request, walk),
  recheck: ({ handover }, { ground }) =>
    handover ? byService({ waiting: waitingAt(ground.now) }, { found: 'not yet' }) : null,
  contradict: (request, { ground }) => contradict(request, ground.now),
  'already-in-place': ({ handover }, { ground }) => (handover ? null : succeed('in-place', ground.now)),
  start: ({ handover }, { ground }) => (handover ? null : byService({ startedAt: ground.now })),
  defer: ({ handover }, { ground }) =>
    handover
      ? null
      : byService({ deadline: ground.now + 3_600_000, waiting: waitingAt(ground.now) }, { why: 'throttled' }),
  'record-outcome': (request, { ground: { now } }) => ({
    ...succeed(request.handover ? 'attested' : 'written', now),
    remembers: remembered(request, now),
  }),
  fail: ({ handover }, { ground }) => (handover ? null : fail('refused', ground.now)),
  'outcome-unknown': (request, { ground }) => loseSight(request, ground.now),
  'reconcile-applied': (_request, { ground }) => succeed('found-later', ground.now),
  'reconcile-failed': (request, { ground }) => watched(request, fail('not-written', ground.now), ground.now),
  surface: ({ closing, outcome }, { ground }) =>
    (closing ?? outcome)?.watchedUntil === undefined ? null : succeed('surfaced', ground.now),
};

/** What the directory says of somebody where an employee id tells nobody apart. */
function evidenceOf({ accounts }: Ground, proof: Evidence['proof']): Evidence | undefined {
  if (!accounts) return undefined;
  const marks = [{ kind: 'employee-id' as const, value: '5555' }];
  return { marks, roles: [], since: { account: null, role: null }, proof };
}

function submit(request: Request, { by: actor, ground }: Walk): Step {
  const { change, base } = request;
  const { now } = ground;
  const requesterEvidence = evidenceOf(ground, null);
  const asked = { reason: `see CHG-${now % 10_000}`, policyVersion: POLICY.version, digestVersion: 2 as const };
  const digest = digestOf({ ...request, ...asked });
  return {
    actor,
    fields: {
      ...{ ...asked, digest, submittedAt: now, deadline: now + 86_400_000 },
      ...(requesterEvidence && { requesterEvidence }),
    },
    facts: { change: asJson(change), base: asJson(base), ...asked },
    objectLocks: kindOf(change).objects(change),
  };
}

function revise(actor: Actor, ground: Ground): Step {
  const change = someChange(ground.random);
  const base = someBase(change);
  const fields = { change, base, policyVersion: POLICY.version, deadline: ground.now + 3_600_000 };
  return { actor, fields, facts: { change: asJson(change), base: asJson(base) } };
}

function approve(request: Request, { ground, others }: Walk, event: 'endorse' | 'approve'): Step | null {
  const { id, rev } = request;
  const left = others.filter(({ oid }) => !request.approvals.some(({ by }) => by.oid === oid));
  const approvals = request.approvals.length + 1;
  if (left.length === 0 || (event === 'approve') !== approvals >= POLICY.quorum) return null;
  const actor = ground.random.pick(left);
  const evidence = evidenceOf(ground, 'accounts');
  const given = [...request.approvals, { by: actor, at: ground.now, ...(evidence && { evidence }) }];
  const facts = { approvals, quorum: POLICY.quorum };
  if (event === 'endorse') return { actor, fields: { approvals: given }, facts };
  const fields = { approvals: given, deadline: ground.now + 3_600_000 };
  return { actor, fields, facts, tasks: [task('apply', { id, key: rev + 1, now: ground.now })] };
}

/** Whoever approved last takes it back, or is found to be gone. */
function lessOne({ approvals, deadline }: Request, { ground: { now } }: Walk, isGone: boolean): Step | null {
  const own = approvals.at(-1);
  if (!own) return null;
  const [left, lapsed] = [approvals.slice(0, -1), [{ by: own.by, at: now, why: 'gone' }]];
  const fields = { approvals: left, deadline: deadline ?? now + 3_600_000, ...(isGone && { lapsed }) };
  const facts = { approvals: left.length, quorum: POLICY.quorum, ...(isGone && { lapsed }) };
  return { actor: isGone ? null : own.by, fields, facts };
}

function attest({ id, rev, handover }: Request, { ground, others }: Walk): Step | null {
  if (!handover) return null;
  const actor = ground.random.pick(others);
  const fields = { handover: { ...handover, attested: { by: actor, at: ground.now } }, startedAt: ground.now };
  return {
    actor,
    fields,
    facts: { attestedBy: actor.name },
    tasks: [task('verify', { id, key: rev, now: ground.now })],
  };
}

function contradict({ handover }: Request, now: number): Step | null {
  if (!handover) return null;
  const fields = { handover: { ...handover, attested: null }, deadline: now + 3_600_000, waiting: waitingAt(now) };
  return byService(fields, { contradicted: [] });
}

function handOver(now: number): Step {
  const steps = { link: 'https://security.microsoft.com/', steps: [{ title: 'Set it', fields: [] }] };
  return byService({ handover: { at: now, steps, attested: null } }, { steps });
}

function loseSight({ id, rev, handover }: Request, now: number): Step | null {
  if (handover) return null;
  const step = byService({ waiting: waitingAt(now) }, { why: 'no answer' });
  return { ...step, tasks: [task('reconcile', { id, key: rev, now })] };
}

function byService(fields: object, facts: Step['facts'] = {}): Step {
  return { actor: null, fields, facts };
}

function close(actor: Actor | null, code: Closing['code'], at: number, reason?: string): Step {
  const fields = { closing: { code, by: actor, at, note: reason ?? '', now: null } };
  return { actor, fields, ...(reason !== undefined && { facts: { reason } }) };
}

function succeed(code: string, at: number): Step {
  const outcome = { at, code, note: 'Done.' };
  return byService({ outcome }, { outcome });
}

const fail = succeed;

function expire(request: Request, now: number): Step {
  const step = close(null, request.state === 'approved' ? 'expired-unapplied' : 'expired-undecided', now);
  return request.handover ? watched(request, step, now) : step;
}

/** The end of a request whose change may still show. */
function watched({ id, rev }: Request, step: Step, now: number): Step {
  const watchedUntil = now + 7 * 86_400_000;
  const fields = Object.entries(step.fields).map(([key, value]) => [key, { ...value, watchedUntil }]);
  const outcome = step.facts?.outcome;
  return {
    ...step,
    fields: Object.fromEntries(fields),
    ...(outcome && { facts: { outcome: asJson({ ...(outcome as object), watchedUntil }) } }),
    tasks: [task('surface', { id, key: rev, now })],
  };
}

function waitingAt(now: number) {
  return { since: now, note: 'Defender does not answer.', nextAt: now + 15_000 };
}

function task(
  kind: 'apply' | 'reconcile' | 'verify' | 'surface',
  { id, key, now }: { id: Request['id']; key: number; now: number },
) {
  const services = { tenantId: TENANT, clock: { now: () => now } };
  return newTask(services, kind, { key: `${id}:${kind}:${key}`, requestId: id, correlation: 'walk' });
}
