import type { EntraGroupRef } from '../../changes/device-group.ts';
import type { AirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';

/** A person as the directory knows them at this moment. */
export interface DirectoryPerson {
  /** Entra object id. */
  readonly oid: EntraObjectId;
  readonly name: string;
  readonly userPrincipalName: string;
  readonly enabled: boolean;
  /** Null for an account that is older than the field; `unknown` for a type that Graph does not document. */
  readonly userType: 'Member' | 'Guest' | 'unknown' | null;
  /** Invited from another company or tenant, whatever the type: `#EXT#` in the principal name, or an invitation. */
  readonly isExternal: boolean;
  /** When the account was created, in ms since 1970; null where the directory does not say: from before June 2018. */
  readonly createdAt: number | null;
  /** As the directory has it. */
  readonly employeeId: string | null;
  readonly onPremisesImmutableId: string | null;
  /** mail, otherMails, proxyAddresses (without their `smtp:` prefix) and the principal name, in lower case. */
  readonly addresses: readonly string[];
}

/** A person and which of the asked role template ids and group ids they hold. */
export interface Standing {
  readonly person: DirectoryPerson;
  /** Held actively, directly or through groups. */
  readonly holds: readonly string[];
  /**
   * Only eligible in Privileged Identity Management: not active, to be activated first. Null where that could not be
   * asked.
   */
  readonly mayActivate: readonly string[] | null;
}

/**
 * Since when somebody has each of their roles, in ms since 1970, by role template id; for a role that is activated in
 * Privileged Identity Management, since when they could activate it. A role is absent where that is not known: held
 * through a group. Null: the directory tells it in a form that is not known; under `UNTOLD_ROLE`, of some role.
 */
export type RoleDates = Readonly<Record<string, number | null>>;

/** The key of what is told of a role that is not named, or of a list that was not read to its end. */
export const UNTOLD_ROLE = '';

/** The directory's own reason for giving no clear answer, a sentence that says nothing of what was decided. */
export function directoryReason({ details: { why }, message }: AirlockError): string {
  return typeof why === 'string' ? `${why}.` : message;
}

/** `details.reason` of the error of a tenant that dates no roles, whomever it is asked about. */
export const NO_ROLE_DATES = 'no-role-dates';

/** A value that several accounts may carry, in one or more spellings, in lower case. */
export interface CarriedValue {
  readonly kind: 'employee-id' | 'address';
  readonly values: readonly string[];
}

/** An account that carries a value. */
export interface Carrier extends Pick<DirectoryPerson, 'oid' | 'createdAt'> {
  /**
   * Enabled, and a member who was not invited from outside: any member may invite a guest with any address. False where
   * the directory does not say.
   */
  readonly isMember: boolean;
}

/**
 * What an id names in this tenant; `name` may be empty. `role`: a directory role by its template id; `role-object`: one
 * by the id of its object, which another tenant does not have.
 */
export type NamedId =
  | { readonly kind: 'role' | 'group' | 'person'; readonly name: string }
  | { readonly kind: 'role-object'; readonly name: string; readonly template: string }
  | { readonly kind: 'nothing' };

/**
 * The people of the tenant. A missing answer never counts as a yes: every method throws directory-unavailable instead.
 */
export interface Directory {
  /**
   * Asks anew at each call, never from a cache (docs/architecture.md#ask-for-rights-now).
   * @param ids role template ids and group ids, 20 at most.
   * @returns null when nobody has this object id.
   * @throws AirlockError directory-unavailable
   */
  standing(oid: EntraObjectId, ids: readonly string[]): Promise<Standing | null>;
  /**
   * Asks anew at each call.
   * @throws AirlockError directory-unavailable; with what to do where this tenant gives no dates at all
   */
  roleDates(oid: EntraObjectId): Promise<RoleDates>;
  /**
   * The accounts that carry this value in any of its spellings, some of them where they are many: more than two are too
   * many for one person. It says what is no mark, never who has a right.
   * @param how `kept`: an answer of the last hour will do
   * @throws AirlockError directory-unavailable
   */
  carriers(carried: CarriedValue, how: 'kept' | 'anew'): Promise<readonly Carrier[]>;
  /**
   * The person with this user principal name; null when nobody has it.
   * @throws AirlockError directory-unavailable
   */
  byName(userPrincipalName: string): Promise<DirectoryPerson | null>;
  /**
   * Accounts that were deleted and can still be restored, for 30 days; null where they cannot be listed, or not as a
   * whole. Says what to remember of them, never who has a right. Absent in a directory that keeps none.
   */
  deleted?(): Promise<readonly DirectoryPerson[] | null>;
  /**
   * Object ids of the people who hold any of the ids. Says who to notify, never who has a right.
   * @throws AirlockError directory-unavailable
   */
  holders(ids: readonly string[]): Promise<readonly EntraObjectId[]>;
  /**
   * Object ids of the people who could activate any of these roles in Privileged Identity Management; null where that
   * cannot be asked, or not as a whole. Says who to notify, never who has a right.
   */
  eligible(ids: readonly string[]): Promise<readonly EntraObjectId[] | null>;
  /**
   * Security groups whose name contains words that start with the words of the text, ignoring case; any groups where
   * the text has no words. For choosing only, never for granting a right; ids in lower case.
   * @param top how many at most
   * @throws AirlockError directory-unavailable
   */
  searchGroups(text: string, top: number): Promise<readonly EntraGroupRef[]>;
  /**
   * The security groups with one of these object ids or exactly one of these names, ignoring case. Entries that match
   * no group are left out.
   * @throws AirlockError directory-unavailable
   */
  findGroups(entries: readonly string[]): Promise<readonly EntraGroupRef[]>;
  /**
   * Those of these object ids that no group of the directory has.
   * @throws AirlockError directory-unavailable
   */
  goneGroups(ids: readonly string[]): Promise<readonly string[]>;
  /**
   * What this id is, for whoever wrote it into a setting. Grants nothing.
   * @throws AirlockError directory-unavailable
   */
  whatIs(id: string): Promise<NamedId>;
}
