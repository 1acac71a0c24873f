import type { CreateGroup } from '../../src/changes/device-group/model/group-change.ts';
import type { FeatureState } from '../../src/changes/features.ts';
import type { Source } from '../../src/changes/knowledge/knowledge.ts';
import { kindOf } from '../../src/changes/registry/kind-of.ts';
import { groupsOf } from '../../src/defender/guided/guided-tenant.ts';
import { instructionsFor } from '../../src/defender/guided/guides.ts';
import { type Corroboration, type Outcome, type Request, requestSchema } from '../../src/requests/record/request.ts';
import { BUILT_AT, buildRequest, type RequestFields } from '../support/samples/build-request.ts';

const MINUTE = 60_000;
const BOB = { oid: 'aaaaaaaa-0000-4000-8000-000000000002', name: 'Bob Okafor' };
const change = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'off' } as const;
const base = { objects: { feature: 'auto-resolve-alerts', state: 'unread' }, preview: null, shown: null };

const NAMED = { by: 'bob@northwind.example', name: 'Bob Okafor' };
const LOGGED = { recordId: 'record-1', source: 'hunting', readAt: BUILT_AT + 60 * MINUTE };

/** One request for each thing that can become of one that a person applies. */
export function handoverCases(approved: RequestFields): Record<string, Request> {
  const handover = { at: BUILT_AT + 10 * MINUTE, steps: instructionsFor(change), attested: null };
  const attested = { ...handover, attested: { by: BOB, at: BUILT_AT + 12 * MINUTE } };
  const handedOver = { ...approved, rev: 4, change, base, handover } as const;
  const ended = (code: 'verified' | 'attested' | 'surfaced', proof: NonNullable<Outcome['proof']>): Request =>
    buildRequest({
      ...handedOver,
      rev: 6,
      state: 'applied',
      deadline: null,
      handover: attested,
      outcome: { at: BUILT_AT + 13 * MINUTE, code, note: 'As checked.', proof },
    });
  const corroborated = (findings: Corroboration['findings']): Request => {
    const proof = { verified: [], attested: ['Automatically resolve alerts: Off'] };
    const request = ended('attested', proof);
    const named = findings.length > 0 ? { by: 'carla@northwind.example', name: 'Carla Chen' } : NAMED;
    const corroborated = { ...named, at: BUILT_AT + 11 * MINUTE, findings, ...LOGGED };
    return requestSchema.parse({ ...request, rev: 7, outcome: { ...request.outcome, corroborated } });
  };
  const unconfirmed =
    'Bob Okafor said that this was applied, but 2 hours later Defender shows otherwise. Microsoft Graph shows another description of "Build agents".';
  const waiting = { since: BUILT_AT + 13 * MINUTE, nextAt: BUILT_AT + 17 * MINUTE };
  return {
    ...groupCases(handedOver),
    ...knownCases(),
    'handed-over': buildRequest(handedOver),
    'handed-over-historic': buildRequest({
      ...handedOver,
      change: { ...change, feature: 'automated-investigation' },
      base: { ...base, objects: { feature: 'automated-investigation', state: 'unread' } },
      handover: { ...handover, steps: instructionsFor({ ...change, feature: 'automated-investigation' }) },
    }),
    'handed-over-unconfirmed': buildRequest({ ...handedOver, rev: 7, waiting: { ...waiting, note: unconfirmed } }),
    'said-applied': buildRequest({ ...handedOver, rev: 5, state: 'applying', deadline: null, handover: attested }),
    'said-applied-unseen': buildRequest({
      ...handedOver,
      rev: 6,
      state: 'applying',
      deadline: null,
      handover: attested,
      waiting: {
        ...waiting,
        note: 'Defender does not show it yet, which can take hours. Microsoft Graph does not list the device group "Build agents" yet.',
      },
    }),
    'applied-verified': ended('verified', { verified: ['device group "Build agents" is gone'], attested: [] }),
    'applied-attested': ended('attested', { verified: [], attested: ['Automatically resolve alerts: Off'] }),
    'applied-corroborated': corroborated([]),
    'applied-corroborated-finding': corroborated(['another-person', 'an-approver']),
    'applied-attested-in-part': ended('attested', {
      verified: ['device group "Build agents" exists', 'description of "Build agents"'],
      attested: ['remediation level of "Build agents": Full remediation', 'conditions of "Build agents"'],
    }),
    'applied-attested-unlisted': ended('attested', {
      verified: [],
      attested: ['remediation level of "Build agents": Full remediation'],
      unseen: ['device group "Build agents" exists'],
    }),
    'applied-surfaced-by-hand': ended('surfaced', {
      verified: ['device group "Build agents" exists'],
      attested: ['remediation level of "Build agents": Full remediation'],
    }),
    'withdrawn-handed-over': buildRequest({
      ...handedOver,
      rev: 5,
      state: 'withdrawn',
      deadline: null,
      closing: { code: 'withdrawn', by: BOB, at: BUILT_AT + 20 * MINUTE, note: 'Withdrawn.', now: null },
    }),
    'expired-handed-over': buildRequest({
      ...handedOver,
      rev: 5,
      state: 'expired',
      deadline: null,
      closing: {
        code: 'expired-unapplied',
        by: null,
        at: BUILT_AT + 300 * MINUTE,
        note: 'It was not confirmed in time that it was applied by hand. Airlock itself changed nothing.',
        now: null,
      },
    }),
  };
}

/** A device group, where the steps are many. */
function groupCases(handedOver: RequestFields): Record<string, Request> {
  const create: CreateGroup = {
    kind: 'device-group.create',
    definition: {
      name: 'Build agents',
      description: 'Nightly builds',
      level: 'semi-core-folders',
      conditions: [
        { property: 'name', operator: 'starts-with', value: 'BUILD-' },
        { property: 'tag', operator: 'equals', value: 'build' },
        { property: 'os', values: ['WindowsServer2022', 'Linux'] },
      ],
      access: [{ id: '11111111-2222-4333-8444-555555555555', name: 'Server team' }],
    },
    before: { id: 4, name: 'Finance' },
  };
  const named = [{ id: 4, name: 'Finance', description: null }];
  const snapshot = { tenantId: 't', readAt: BUILT_AT, product: 'unknown', groups: groupsOf(named, null) } as const;
  const request = { ...handedOver, change: create, base: kindOf(create).base(create, { ...snapshot, devices: [] }) };
  return {
    'pending-unread-group': buildRequest({ ...request, rev: 2, state: 'pending', approvals: [], handover: null }),
    'handed-over-group': buildRequest({
      ...request,
      handover: { at: BUILT_AT, steps: instructionsFor(create), attested: null },
    }),
  };
}

const OMAR = { kind: 'attested', at: BUILT_AT - 30 * MINUTE, by: 'Omar Okafor', request: 1 } as const;
const IN_THE_LOG = { kind: 'corroborated', at: BUILT_AT, by: 'omar@harbourline.example', request: 1 } as const;

/** What is known otherwise than by reading. */
function knownCases(): Record<string, Request> {
  const known = (state: FeatureState, source: Source) => ({
    objects: { feature: 'auto-resolve-alerts', state },
    preview: null,
    shown: { source },
  });
  const pending = {
    change,
    rev: 2,
    state: 'pending',
    submittedAt: BUILT_AT,
    deadline: BUILT_AT + 60 * MINUTE,
  } as const;
  const over = { ...pending, rev: 3, deadline: null, approvals: [{ by: BOB, at: BUILT_AT }] } as const;
  const at = BUILT_AT + 10 * MINUTE;
  return {
    'pending-not-known': buildRequest({ ...pending, base: known('unread', { kind: 'not-known' }) }),
    'pending-attested': buildRequest({ ...pending, base: known('on', OMAR) }),
    'stale-known-otherwise': buildRequest({
      ...over,
      state: 'stale',
      base: known('on', OMAR),
      closing: { code: 'drift', by: null, at, note: '', now: known('unknown', IN_THE_LOG) },
    }),
    'applied-in-place-by-word': buildRequest({
      ...over,
      state: 'applied',
      base: known('unread', { kind: 'not-known' }),
      outcome: { at, code: 'in-place', note: 'As it was.', known: [OMAR] },
    }),
  };
}
