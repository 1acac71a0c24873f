import { createHash } from 'node:crypto';
import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/registry/change.ts';
import { asJson, canonical, type Json } from '../../shared/json.ts';
import { type PeoplePolicy, unusualPeople } from './people-policy.ts';

export interface DigestParts {
  readonly tenantId: string;
  readonly change: Change;
  readonly base: Base;
  readonly policyVersion: string;
}

/** SHA-256 (64 hex digits) of exactly what an approver approves: docs/architecture.md#approve-a-digest. */
export function digestOf(parts: DigestParts): string {
  const { tenantId, change, base, policyVersion } = parts;
  const whole: Json = {
    v: 1,
    tenantId,
    policyVersion,
    change: asJson(change),
    base: { objects: base.objects, preview: base.preview, ...(base.shown !== null && { shown: base.shown }) },
  };
  return createHash('sha256').update(canonical(whole)).digest('hex');
}

/** How a digest is shown on cards: two groups of four, enough to compare by eye. */
export function shortDigest(digest: string): string {
  return `${digest.slice(0, 4)} ${digest.slice(4, 8)}`;
}

/** The approval policy from the configuration: who decides, how many, how long. */
export interface Policy {
  /** Directory role template ids and Entra group ids that make an approver; empty means nobody. */
  readonly approvers: readonly string[];
  /** The same for asking. */
  readonly requesters: readonly string[];
  /** How many different approvers it takes; at least 1. */
  readonly quorum: number;
  /** Milliseconds from submit until an undecided request expires. */
  readonly decisionWindow: number;
  /** Milliseconds from approval until an approved request that could not be applied expires. */
  readonly executionWindow: number;
  /** Milliseconds until a draft nobody submits is discarded. */
  readonly draftWindow: number;
  /** How many requests one person may have open at a time. */
  readonly openPerPerson: number;
  /** How people are told apart, and how old an approver's account must be. */
  readonly people: PeoplePolicy;
}

/** Twelve hexadecimal digits that change whenever the policy does; part of every digest. */
export function policyVersion(policy: Policy): string {
  const { people, ...others } = policy;
  const lists = { approvers: [...policy.approvers].sort(), requesters: [...policy.requesters].sort() };
  const ordered = { ...others, ...lists, ...unusualPeople(people) };
  return createHash('sha256').update(canonical(ordered)).digest('hex').slice(0, 12);
}
