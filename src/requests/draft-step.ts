import { asJson } from '../changes/json.ts';
import type { Step } from '../store/store.ts';
import type { Draftable } from './assess-draft.ts';
import type { Parts } from './parts.ts';
import { policyVersion } from './policy.ts';
import type { Actor, Request } from './request.ts';

export interface Drafting extends Pick<Draftable, 'change' | 'base' | 'affected'> {
  readonly actor: Actor;
  /** Where it was asked. */
  readonly conversation: string;
  readonly formId: string | null;
  readonly revertOf: number | null;
}

/** The birth of a draft; who is told of it is the caller's. */
export function draftStep(parts: Parts, drafting: Drafting): Step {
  const now = parts.clock.now();
  const { actor, change, base, affected, revertOf } = drafting;
  const request = newDraft(parts, drafting, now);
  const data = { change: asJson(change), base: asJson(base), name: actor.name, ...(revertOf !== null && { revertOf }) };
  return {
    request,
    expectedRev: null,
    audit: [
      {
        tenantId: parts.tenantId,
        at: now,
        event: 'request.drafted',
        actor: actor.oid,
        requestId: request.id,
        data,
      },
    ],
    posts: [],
    tasks: [],
    affected,
  };
}

function newDraft(parts: Parts, drafting: Drafting, now: number): Request {
  return {
    id: parts.ids.next(),
    number: 0,
    tenantId: parts.tenantId,
    rev: 1,
    state: 'draft',
    change: drafting.change,
    base: drafting.base,
    digest: null,
    policyVersion: policyVersion(parts.policy),
    reason: '',
    requester: drafting.actor,
    origin: drafting.conversation,
    createdAt: now,
    submittedAt: null,
    deadline: now + parts.policy.draftWindow,
    approvals: [],
    closing: null,
    startedAt: null,
    waiting: null,
    handover: null,
    outcome: null,
    revertOf: drafting.revertOf,
    formId: drafting.formId,
  };
}
