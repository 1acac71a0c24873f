import type { Answer } from '../../src/requests/messages/answers.ts';
import type { Closing, Evidence, Failure, Request, Success } from '../../src/requests/record/request.ts';
import { answerCard } from '../../src/teams/cards/answers/answer-card.ts';
import type { AdaptiveCard } from '../../src/teams/cards/parts/render.ts';
import type { CardViewer } from '../../src/teams/cards/request/hints.ts';
import { type RequestCardOptions, requestCard } from '../../src/teams/cards/request/request-card.ts';
import { formCard } from '../../src/teams/forms/form-card.ts';
import { ACT_CASES, ACTS } from '../support/people/act-requests.ts';
import { buildForm } from '../support/samples/build-form.ts';
import { BUILT_AT, buildRequest, type RequestFields } from '../support/samples/build-request.ts';
import { groupRequests } from '../support/samples/group-requests.ts';
import { anOid } from '../support/samples/ids.ts';
import { CENTER_ANSWERS } from '../support/wire/center-answers.ts';
import { ANSWERS } from './answer-cases.ts';
import { FORMS } from './form-cases.ts';
import { handoverCases } from './handover-cases.ts';
import { signRequests, tagRequests } from './sign-cases.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const ALICE = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000001'), name: 'Alice Nguyen' };
const BOB = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000002'), name: 'Bob Okafor' };
const CAROL = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000003'), name: 'Carol Brandt' };

const OFF = { kind: 'advanced-feature', feature: 'automated-investigation', to: 'off' } as const;
const WHY = 'Incident 4711: remediation keeps quarantining the build agents. Agreed with the duty lead until 06:00.';

export const VIEWERS: readonly CardViewer[] = ['shared', 'requester', 'approver', 'rejecter', 'endorser', 'reader'];

const submitted = {
  rev: 2,
  state: 'pending',
  reason: WHY,
  submittedAt: BUILT_AT + 2 * MINUTE,
  deadline: BUILT_AT + 4 * HOUR,
} as const;

const approved = {
  ...submitted,
  rev: 3,
  state: 'approved',
  approvals: [{ by: BOB, at: BUILT_AT + 9 * MINUTE }],
  deadline: BUILT_AT + 5 * HOUR,
} as const;

function closed(code: Closing['code'], services: Partial<Closing> = {}): Closing {
  return { code, by: null, at: BUILT_AT + 20 * MINUTE, note: '', now: null, ...services };
}

function ended(code: Success['code'], note: string, warning?: string): RequestFields {
  const outcome = { at: BUILT_AT + 10 * MINUTE, code, note, ...(warning !== undefined && { warning }) };
  return { ...approved, rev: 5, deadline: null, startedAt: BUILT_AT + 9 * MINUTE, outcome };
}

function failed(code: Failure['code'], note: string, watchedUntil?: number): RequestFields {
  const watched = watchedUntil === undefined ? {} : { watchedUntil };
  return { ...ended('written', ''), outcome: { at: BUILT_AT + 10 * MINUTE, code, note, ...watched } };
}

function seen(proof: Evidence['proof'], role: number | null): Evidence {
  return { marks: [], roles: [], since: { account: 0, role }, proof };
}

/** One request for each thing that can become of one. */
export const REQUESTS: Readonly<Record<string, Request>> = {
  draft: buildRequest({ deadline: BUILT_AT + HOUR }),
  'draft-lowering': buildRequest({ change: OFF, deadline: BUILT_AT + HOUR }),
  'draft-overdue': buildRequest({ deadline: BUILT_AT }),
  pending: buildRequest(submitted),
  'pending-lowering': buildRequest({ ...submitted, change: OFF }),
  'pending-endorsed': buildRequest({
    ...submitted,
    change: OFF,
    approvals: [{ by: BOB, at: BUILT_AT + 9 * MINUTE, reason: 'The duty lead confirmed it to me.' }],
  }),
  'pending-lapsed': buildRequest({ ...submitted, lapsed: [{ by: BOB, at: BUILT_AT + MINUTE, why: 'no-role' }] }),
  'pending-endorsed-by-accounts': buildRequest({
    ...submitted,
    requester: { ...ALICE, principalName: 'alice@contoso.example' },
    approvals: [
      { by: { ...BOB, principalName: 'bob@contoso.example' }, at: BUILT_AT + 9 * MINUTE, evidence: seen('marks', 0) },
      {
        by: { ...BOB, oid: CAROL.oid, principalName: 'adm-bob@contoso.example' },
        at: BUILT_AT + 9 * MINUTE,
        evidence: seen('accounts', null),
      },
    ],
  }),
  'pending-revert': buildRequest({ ...submitted, revertOf: 7 }),
  'pending-overdue': buildRequest({ ...submitted, deadline: BUILT_AT }),
  approved: buildRequest({ ...approved, change: OFF }),
  'approved-waiting': buildRequest({
    ...approved,
    waiting: {
      since: BUILT_AT + 10 * MINUTE,
      note: 'Defender asks to wait: too many calls from this tenant.',
      nextAt: BUILT_AT + 15 * MINUTE,
    },
  }),
  ...handoverCases(approved),
  ...ACT_CASES,
  applying: buildRequest({ ...approved, state: 'applying', deadline: null, startedAt: BUILT_AT + 10 * MINUTE }),
  'applied-written': buildRequest({ ...ended('written', 'Written to Defender and read back.'), state: 'applied' }),
  'applied-lowering': buildRequest({ ...ended('written', 'Written.'), state: 'applied', change: OFF }),
  'applied-in-place': buildRequest({ ...ended('in-place', 'Nothing was written.'), state: 'applied' }),
  'applied-found-later': buildRequest({ ...ended('found-later', 'Read later.'), state: 'applied' }),
  'applied-accepted-later': buildRequest({
    ...ended('found-later', ''),
    outcome: { at: BUILT_AT + 10 * MINUTE, code: 'found-later', note: 'Read later.', accepted: true },
    state: 'applied',
  }),
  'failed-refused': buildRequest({
    ...failed('refused', 'Defender refused: the session is read-only. Nothing was changed.'),
    state: 'failed',
  }),
  'failed-not-written': buildRequest({ ...failed('not-written', 'Not there.'), state: 'failed' }),
  'failed-not-shown': buildRequest({
    ...failed('not-shown', 'Not shown.', BUILT_AT + 7 * 24 * HOUR),
    state: 'failed',
  }),
  'applied-surfaced': buildRequest({
    ...ended('surfaced', 'Defender shows it as asked, read 9 hours after Airlock sent it.'),
    state: 'applied',
  }),
  'failed-other-state': buildRequest({ ...failed('other-state', 'Neither.'), state: 'failed' }),
  'unknown-accepted': buildRequest({
    ...approved,
    state: 'unknown',
    deadline: null,
    startedAt: BUILT_AT + 10 * MINUTE,
    waiting: {
      since: BUILT_AT + 10 * MINUTE,
      note: 'The reading right after it does not show it.',
      nextAt: BUILT_AT + 11 * MINUTE,
      accepted: true,
    },
  }),
  unknown: buildRequest({
    ...approved,
    state: 'unknown',
    deadline: null,
    waiting: { since: BUILT_AT, note: 'The line was cut while Defender was writing.', nextAt: BUILT_AT },
  }),
  discarded: buildRequest({ state: 'discarded', closing: closed('discarded', { by: ALICE, note: 'By hand.' }) }),
  'discarded-lapsed': buildRequest({
    state: 'discarded',
    closing: closed('discarded', { note: 'Nobody submitted this draft in time.' }),
  }),
  rejected: buildRequest({
    ...submitted,
    state: 'rejected',
    deadline: null,
    change: OFF,
    closing: closed('rejected', {
      by: CAROL,
      note: 'Exclude the build agents instead; do not switch it off for everybody.',
    }),
  }),
  stopped: buildRequest({
    ...approved,
    state: 'rejected',
    deadline: null,
    closing: closed('stopped', { by: CAROL, note: 'The pilot was called off an hour ago.' }),
  }),
  withdrawn: buildRequest({
    ...submitted,
    state: 'withdrawn',
    deadline: null,
    closing: closed('withdrawn', { by: ALICE }),
  }),
  'expired-undecided': buildRequest({
    ...submitted,
    state: 'expired',
    deadline: null,
    closing: closed('expired-undecided'),
  }),
  'expired-unapplied': buildRequest({
    ...approved,
    state: 'expired',
    deadline: null,
    closing: closed('expired-unapplied', {
      note: 'It was approved, but could not be applied in time. Defender gave no answer.',
    }),
  }),
  'stale-drift': buildRequest({
    ...approved,
    state: 'stale',
    deadline: null,
    closing: closed('drift', {
      now: { objects: { feature: 'automated-investigation', state: 'built-in' }, preview: null, shown: null },
    }),
  }),
  'stale-rights-lost': buildRequest({
    ...approved,
    state: 'stale',
    deadline: null,
    closing: closed('rights-lost', { note: 'Alice Nguyen, who asked for this, may no longer ask for changes.' }),
  }),
  'stale-policy-changed': buildRequest({
    ...submitted,
    state: 'stale',
    deadline: null,
    closing: closed('policy-changed'),
  }),
  'stale-digest-mismatch': buildRequest({
    ...approved,
    state: 'stale',
    deadline: null,
    closing: closed('digest-mismatch'),
  }),
  'stale-superseded': buildRequest({
    ...submitted,
    state: 'stale',
    deadline: null,
    closing: closed('superseded', { note: 'Request #14 asks for the same.' }),
  }),
};

/** Requests about device groups: one of each kind while it is decided, and what becomes of them. */
export const GROUP_REQUESTS: Readonly<Record<string, Request>> = groupRequests({
  pending: submitted,
  applied: (warning) => ({ ...ended('written', 'Written.', warning), state: 'applied' }),
  drifted: (now) => ({ ...approved, state: 'stale', deadline: null, closing: closed('drift', { now }) }),
});

/** Requests about indicators, alerts and tags. */
export const SUPPORTED_REQUESTS: Readonly<Record<string, Request>> = {
  ...signRequests(submitted, { ...ended('written', '1 of 1 written.'), state: 'applied' }),
  ...tagRequests(submitted, approved),
};

/** What a card is built with unless a case says otherwise. */
export function optionsFor(role: CardViewer, more: Partial<RequestCardOptions> = {}): RequestCardOptions {
  const refreshFor = role === 'shared' ? ['29:alice', '29:bob'] : [];
  return { role, now: BUILT_AT + 15 * MINUTE, refreshFor, ...more };
}

const OVERTAKEN = { tone: 'warning', text: 'Your card was out of date. This is the form as it is now.' } as const;

/** Every card that Airlock draws, by name: each request for each viewer, and every answer. */
export function everyCard(): ReadonlyMap<string, AdaptiveCard> {
  const cards = new Map<string, AdaptiveCard>();
  for (const [name, request] of Object.entries(REQUESTS)) {
    const quorum = name === 'pending-endorsed' ? 2 : 1;
    const policy = { quorum, approvalReason: 'optional', implementer: 'other-than-approver', ...ACTS } as const;
    for (const role of viewersOf(request))
      cards.set(`${name}.${role}`, requestCard(request, optionsFor(role, { policy })));
  }
  for (const [name, request] of Object.entries(SUPPORTED_REQUESTS)) {
    for (const role of viewersOf(request)) cards.set(`${name}.${role}`, requestCard(request, optionsFor(role)));
  }
  for (const [name, request] of Object.entries(GROUP_REQUESTS)) {
    for (const role of viewersOf(request)) cards.set(`group-${name}.${role}`, requestCard(request, optionsFor(role)));
  }
  for (const [name, form] of Object.entries(FORMS)) {
    cards.set(`form-${name}.requester`, formCard(form, { viewer: 'requester' }));
    cards.set(`form-${name}.other`, formCard(form, { viewer: 'other', refreshFor: ['29:alice'] }));
  }
  cards.set(
    'form-refused.requester',
    formCard(FORMS.filled ?? buildForm(), { viewer: 'requester', notice: OVERTAKEN }),
  );
  const answer = { tone: 'attention', text: 'You asked for this change, so you cannot approve it.' } as const;
  cards.set(
    'pending-noticed.requester',
    requestCard(REQUESTS.pending ?? buildRequest(), optionsFor('requester', { answer })),
  );
  for (const [name, answer] of Object.entries<Answer>({ ...ANSWERS, ...CENTER_ANSWERS })) {
    cards.set(`answer-${name}`, answerCard(answer, BUILT_AT + 15 * MINUTE));
  }
  return cards;
}

function viewersOf({ approvals }: Request): readonly CardViewer[] {
  return VIEWERS.filter((viewer) => viewer !== 'endorser' || approvals.length > 0);
}
