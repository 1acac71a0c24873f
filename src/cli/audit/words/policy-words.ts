import { z } from 'zod';
import { inWords } from '../../../shared/language/time-words.ts';
import { counted } from '../../../store/audit/conclusions.ts';
import { roleName } from './role-names.ts';

const ids = z.array(z.string()).optional().catch(undefined);
const length = z.number().optional().catch(undefined);

/** A policy as any version recorded it; what it lacks, or what cannot be read of it, is left out. */
const policySchema = z.looseObject({
  approvers: ids,
  requesters: ids,
  quorum: length,
  decisionWindow: length,
  executionWindow: length,
  openPerPerson: length,
  typedDecisions: z.string().optional().catch(undefined),
  approvalReason: z.string().optional().catch(undefined),
  implementer: z.string().optional().catch(undefined),
  deviceActs: z
    .looseObject({ scansAlone: z.number(), emergency: z.array(z.string()), debtWindow: z.number() })
    .optional()
    .catch(undefined),
  people: z
    .looseObject({ proof: z.string(), known: z.array(z.unknown()), minAge: z.number() })
    .optional()
    .catch(undefined),
});

type Recorded = z.infer<typeof policySchema>;

const TYPED: Readonly<Record<string, string>> = {
  'with-digest': 'Typed approvals count only with the digest that the card shows.',
  off: 'Typed approvals do not count.',
  on: 'Typed approvals count without the digest.',
};

const IMPLEMENTER: Readonly<Record<string, string>> = {
  'other-than-approver': 'Whoever approves does not apply by hand, where two others can.',
  anyone: 'Whoever approves may apply by hand, too.',
};

/** What an approval took under a policy: sentences. */
export function policyWords(policy: unknown): readonly string[] {
  const read = policySchema.safeParse(policy).data;
  if (!read) return [];
  const { requesters, approvers, quorum, typedDecisions = '', approvalReason, implementer = '' } = read;
  return [
    ...(requesters ? [`May ask: ${holders(requesters)}.`] : []),
    ...(approvers ? [`May approve: ${holders(approvers)}.`] : []),
    ...(quorum === undefined ? [] : [`Takes ${counted(quorum, 'approval', 'approvals')}.`]),
    ...peopleWords(read.people),
    ...(TYPED[typedDecisions] ? [TYPED[typedDecisions]] : []),
    ...(approvalReason === 'required' ? ['Approvers must say why.'] : []),
    ...(IMPLEMENTER[implementer] ? [IMPLEMENTER[implementer]] : []),
    ...windowWords(read),
    ...aloneWords(read.deviceActs),
  ];
}

function aloneWords(acts: Recorded['deviceActs']): readonly string[] {
  if (!acts) return [];
  const { scansAlone, emergency, debtWindow } = acts;
  return [
    scansAlone === 0
      ? 'Every antivirus scan needs an approval.'
      : `A scan of up to ${counted(scansAlone, 'device', 'devices')} needs no approval.`,
    ...(emergency.length === 0
      ? []
      : [`At once on one admin’s word, approved or undone within ${inWords(debtWindow)}: ${emergency.join(', ')}.`]),
  ];
}

function holders(roles: readonly string[]): string {
  return roles.length === 0 ? 'nobody' : `holders of ${roles.map(roleName).join(', ')}`;
}

function peopleWords(people: Recorded['people']): readonly string[] {
  if (!people) return [];
  const { proof, known, minAge } = people;
  return [
    proof === 'accounts'
      ? 'Two accounts are enough, though not proven to be two people (PERSON_PROOF=accounts).'
      : 'An approval counts only where two people are known to have acted.',
    ...(known.length > 0 ? [`The operator’s file names ${counted(known.length, 'person', 'people')}.`] : []),
    minAge === 0
      ? 'Account and role may be of any age.'
      : `Account and role must be ${inWords(minAge)} old before an approval counts.`,
  ];
}

function windowWords({ decisionWindow, executionWindow, openPerPerson }: Recorded): readonly string[] {
  return [
    ...(decisionWindow === undefined ? [] : [`A request expires undecided after ${inWords(decisionWindow)}.`]),
    ...(executionWindow === undefined ? [] : [`An approved one expires unapplied after ${inWords(executionWindow)}.`]),
    ...(openPerPerson === undefined ? [] : [`One person may have ${openPerPerson} open.`]),
  ];
}
