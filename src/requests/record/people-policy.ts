/**
 * How two accounts are told to be two people, and how old an approver's account must be. Part of the approval policy
 * (docs/architecture.md#nobody-approves-their-own-request).
 */
export interface PeoplePolicy {
  /** `marks`: only accounts that are known to be different people's; `accounts`: any that are not known to be one's. */
  readonly proof: 'marks' | 'accounts';
  /** What the operator says: the accounts of each person, by object id in lower case. It wins over every mark. */
  readonly known: readonly (readonly string[])[];
  /** Source of a regular expression whose first group is the person's part of an employee id; null for the whole id. */
  readonly employeeIdPattern: string | null;
  /** Milliseconds for which an account, and its role, must have existed before its approval counts; 0 = off. */
  readonly minAge: number;
}

const DAY = 86_400_000;

/** What holds unless a setting says otherwise. */
export const USUAL_PEOPLE: PeoplePolicy = { proof: 'marks', known: [], employeeIdPattern: null, minAge: DAY };

/**
 * The members that differ from the usual, for the version of the policy: a request that was asked for before there was
 * such a setting goes on.
 */
export function unusualPeople({ proof, known, employeeIdPattern, minAge }: PeoplePolicy): Partial<PeoplePolicy> {
  return {
    ...(proof !== USUAL_PEOPLE.proof && { proof }),
    ...(known.length > 0 && { known: known.map((accounts) => [...accounts].sort()).sort() }),
    ...(employeeIdPattern !== USUAL_PEOPLE.employeeIdPattern && { employeeIdPattern }),
    ...(minAge !== USUAL_PEOPLE.minAge && { minAge }),
  };
}
