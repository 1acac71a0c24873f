import { readableMoment } from '../shown.ts';
import type { ToldPerson } from '../told-entries.ts';
import { roleName } from './role-names.ts';

const MARK_NAMES = { 'employee-id': 'employee id', 'on-premises-id': 'on-premises id', address: 'address' } as const;

const PROOFS = {
  marks: 'Another person than everybody who acted before: their employee ids differ.',
  'people-file': 'Another person than everybody who acted before: the operator’s file of people says so.',
  accounts: 'Another account than everybody who acted before; not proven to be another person.',
} as const;

/** `Bob Brandt (bob@example.com)`; the object id where nothing else is known. */
export function personName({ name, principalName, oid }: ToldPerson): string {
  if (name === null) return principalName ?? oid;
  return principalName === null ? name : `${name} (${principalName})`;
}

/** The roles and groups that made them count; null where the record does not say. */
export function roleWords({ evidence }: ToldPerson): string | null {
  if (!evidence || evidence.roles.length === 0) return null;
  return evidence.roles.map(roleName).join(', ');
}

export function markWords({ evidence }: ToldPerson): string | null {
  if (!evidence || evidence.marks.length === 0) return null;
  return evidence.marks.map(({ kind, value }) => `${MARK_NAMES[kind]} ${value}`).join(', ');
}

/** Since when account and role exist, as the policy asks for an age; null where the entry says nothing of it. */
export function sinceWords({ evidence }: ToldPerson): string | null {
  if (!evidence?.since) return null;
  const { account, role } = evidence.since;
  const [created, given] = [account, role].map((at) =>
    at === null ? ': not recorded since when' : ` since ${readableMoment(at)}`,
  );
  return `Account${created}, role${given}`;
}

/** Steps that ask for proof that another person acts. */
const PROVEN_STEPS = ['approve', 'endorse'];

/** How it is known that this is another person than those who acted before; null at a step that needs no proof. */
export function proofWords({ evidence }: ToldPerson, step: string): string | null {
  if (!PROVEN_STEPS.includes(step)) return null;
  if (!evidence?.proof) return 'The record does not say how this person was told apart from the one who asked.';
  return PROOFS[evidence.proof];
}

const KINDS_OF_PROOF = {
  marks: 'employee id',
  'people-file': 'the operator’s file of people',
  accounts: 'nothing: two accounts, not proven to be two people',
} as const;

/** The same in a few words, for a table. */
export function toldApartBy({ evidence }: ToldPerson): string | null {
  return evidence?.proof ? KINDS_OF_PROOF[evidence.proof] : null;
}
