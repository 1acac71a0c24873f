import { createHash } from 'node:crypto';
import { canonical } from '../changes/json.ts';

/** Who decides, how many, how long; from configuration. */
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
}

/** Twelve hexadecimal digits that change whenever the policy does; part of every digest. */
export function policyVersion(policy: Policy): string {
  const ordered = { ...policy, approvers: [...policy.approvers].sort(), requesters: [...policy.requesters].sort() };
  return createHash('sha256').update(canonical(ordered)).digest('hex').slice(0, 12);
}
