import { askedHash, digestOf } from '../../requests/record/digest.ts';
import { baseSchema, changeSchema } from '../../requests/record/request-parts.ts';
import { type ActorRole, TRANSITIONS } from '../../requests/record/transitions.ts';
import type { StepEntry } from './read-entry.ts';
import { ASK_WHO_DID, KEEP_AND_COMPARE, nameOf, type RecordFault, stoppedAt } from './record-fault.ts';
import { after, employeeIdsOf, isStop, type Story } from './story.ts';

/** What is known of the policies that were ever in force. */
export interface KnownPolicies {
  /** Approvals that it takes under this version of the policy; null where the record does not hold that policy. */
  quorumOf(policyVersion: string): number | null;
  /** What may go ahead on one person's word under it; null where the record does not hold that policy. */
  aloneOf(policyVersion: string): KnownAlone | null;
}

/** Up to how many devices a scan needs no approval, and what may be done at once in an emergency. */
export interface KnownAlone {
  readonly scansAlone: number;
  readonly emergency: readonly string[];
}

/** Checks a step against everything that its request's entries said before. */
export function stepFaults(story: Story, step: StepEntry, policies: KnownPolicies): readonly RecordFault[] {
  const at = {
    where: `entry ${step.entry.seq}`,
    request: nameOf({ id: story.id, number: story.number ?? step.facts.number }),
  };
  const broken = [...sequenceFaults(story, step), ...digestFaults(story, step)].map((what) => ({
    ...at,
    what,
    mend: KEEP_AND_COMPARE,
  }));
  const refused = [
    ...edgeFaults(story, step),
    ...approvalFaults(story, step, policies),
    ...aloneFaults(story, step, policies),
    ...onePersonFaults(story, step),
  ];
  return [
    ...(isStop(step) ? broken.map((fault) => stoppedAt(step.entry.seq, fault)) : broken),
    ...refused.map((what) => ({ ...at, what, mend: ASK_WHO_DID })),
  ];
}

function sequenceFaults(story: Story, { entry, facts }: StepEntry): readonly string[] {
  const faults: string[] = [];
  if (facts.rev !== story.rev + 1)
    faults.push(`it tells of rev ${facts.rev}, and the entry before it told of rev ${story.rev}`);
  if (facts.from !== story.state) faults.push(`it begins at ${facts.from}, and the request was ${story.state}`);
  if (story.number !== null && facts.number !== story.number)
    faults.push(`it calls the request #${facts.number}, and the entries before it #${story.number}`);
  faults.push(...foundFaults(story, { entry, facts }));
  if (entry.tenantId !== story.tenantId) faults.push('it belongs to another tenant than the entries before it');
  return faults;
}

/** A signed entry says which row it found, and which it left. */
function foundFaults(story: Story, { entry, facts }: Pick<StepEntry, 'entry' | 'facts'>): readonly string[] {
  if (entry.keyId === null) return [];
  if (facts.stored === undefined || facts.before === undefined) return ['it does not say which row it found and left'];
  if (story.last.stored === null || facts.before === story.last.stored) return [];
  return [`it found another row than the one that entry ${story.last.seq} had left: the row was changed in between`];
}

/** Whether the table of transitions has such an edge, and lets this actor take it. */
function edgeFaults(story: Story, { entry, event, facts }: StepEntry): readonly string[] {
  const edge: { from: readonly string[]; to: string; by: readonly ActorRole[] } = TRANSITIONS[event];
  const role = roleOf(entry.actor, story);
  const faults: string[] = [];
  if (!edge.from.includes(facts.from) || facts.to !== edge.to)
    faults.push(`${event} does not lead from ${facts.from} to ${facts.to}`);
  if (!edge.by.includes(role))
    faults.push(`${event} was done by ${role === 'service' ? 'the service' : `the ${role}`}, who cannot do it`);
  return faults;
}

function roleOf(actor: string, { requester }: Story): ActorRole {
  if (actor === 'service') return 'service';
  return actor === requester.oid ? 'requester' : 'approver';
}

/** The digest is made of what is asked for, and every later entry carries it. */
function digestFaults(story: Story, { entry, event, facts }: StepEntry): readonly string[] {
  if (event === 'submit') return submitFaults(story, { entry, facts });
  const expected = story.submitted?.digest ?? null;
  return facts.digest === expected ? [] : ['its digest is not the one that was submitted'];
}

function submitFaults(story: Story, { entry, facts }: Pick<StepEntry, 'entry' | 'facts'>): readonly string[] {
  if (facts.change === undefined && facts.asked !== undefined)
    return ['it refers to a change that no entry before it tells of'];
  const change = changeSchema.safeParse(facts.change);
  const base = baseSchema.safeParse(facts.base);
  if (!change.success || !base.success) return ['the change that was submitted cannot be read'];
  const faults: string[] = [];
  if (askedHash(facts.change, facts.base) !== story.asked) faults.push('what was submitted is not what was drafted');
  const { policyVersion = '', reason = '', digestVersion } = facts;
  const { id, requester } = story;
  const asked = { change: change.data, base: base.data, reason, policyVersion };
  const parts = { id, requester, tenantId: entry.tenantId, ...asked, ...(digestVersion && { digestVersion }) };
  if (digestOf(parts) !== facts.digest) faults.push('its digest is not that of the change it holds');
  return faults;
}

/** An approval counts once for each person, and it takes as many as the policy in force says. */
function approvalFaults(story: Story, step: StepEntry, policies: KnownPolicies): readonly string[] {
  const { entry, event, facts } = step;
  if (event === 'lapse') return lapseFaults(story, step);
  if (event !== 'approve' && event !== 'endorse') return [];
  const faults: string[] = [];
  if (story.approvals.some(({ oid }) => oid === entry.actor)) faults.push('the same person approved twice');
  const inForce = policies.quorumOf(story.submitted?.policyVersion ?? '');
  const quorum = inForce ?? facts.quorum ?? 1;
  const next = after(story, step);
  const people = Math.min(next.counting, new Set(next.approvals.map(({ oid }) => oid)).size);
  if (inForce !== null && facts.quorum !== undefined && facts.quorum !== inForce)
    faults.push(`it takes ${facts.quorum} approvals for enough, and the policy in force takes ${inForce}`);
  if (event === 'approve' && people < quorum) faults.push(`it has ${people} of the ${quorum} approvals that it takes`);
  return faults;
}

/** A step back to pending says whose approvals count no longer, and leaves fewer of them. */
function lapseFaults(story: Story, step: StepEntry): readonly string[] {
  const lost = step.facts.lapsed ?? [];
  const isGiven = lost.every(({ by }) => story.approvals.some(({ oid }) => oid === by.oid));
  return lost.length > 0 && isGiven ? [] : ['it does not say which of the approvals counts no longer'];
}

/** What goes ahead on one person's word is what the policy in force allows so, and never what somebody approved. */
function aloneFaults(
  { submitted, approvals }: Story,
  { event, facts }: StepEntry,
  policies: KnownPolicies,
): readonly string[] {
  if (event !== 'proceed') return [];
  const allowed = policies.aloneOf(submitted?.policyVersion ?? '');
  const reach = submitted?.reach ?? null;
  const scanned = facts.alone === 'few-devices' && reach !== null && 'scanned' in reach ? reach.scanned : null;
  const act = facts.alone === 'emergency' && reach !== null && 'act' in reach ? reach.act : null;
  if (scanned === null && act === null) return ['it went ahead on one person’s word, and nothing of the kind may'];
  if (approvals.length > 0) return ['it went ahead on one person’s word though somebody had approved it'];
  if (allowed === null) return [];
  const isAllowed = act === null ? (scanned ?? 0) <= allowed.scansAlone : allowed.emergency.includes(act);
  return isAllowed ? [] : ['it went ahead on one person’s word, which the policy in force does not allow'];
}

/** How people were told apart where one employee id on two accounts says nothing: many carry it, or a file knows. */
const NOT_BY_MARKS: readonly unknown[] = ['people-file', 'accounts'];

/** Steps by which another person approves, or is told to have undone an emergency. */
const APPROVING: readonly string[] = ['approve', 'endorse', 'ratify', 'ratify-failed', 'ratify-unknown', 'undone'];

/** Two accounts that carry one employee id are one person, where employee ids told people apart. */
function onePersonFaults(story: Story, { entry, event, facts }: StepEntry): readonly string[] {
  if (!APPROVING.includes(event) || NOT_BY_MARKS.includes(facts.person?.proof)) return [];
  const own = employeeIdsOf(facts);
  const others = [story.requester.oid, ...story.approvals.map(({ oid }) => oid)].filter((oid) => oid !== entry.actor);
  const shared = others.filter((oid) => (story.employeeIds.get(oid) ?? []).some((id) => own.includes(id)));
  return shared.map(
    (oid) => `whoever approved or undid this has the employee id of ${oid}, who had asked or approved: one person`,
  );
}
