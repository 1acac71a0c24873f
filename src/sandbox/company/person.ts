import { ROLES } from './roles.ts';

const WRITERS: readonly string[] = [ROLES['Security Administrator'], ROLES['Global Administrator']];

/** A person of the sandbox's company: the user in the directory and, by `mri`, the same person in Teams. */
export interface Person {
  /** Entra object id. */
  readonly id: string;
  /** The person's id in Teams, as this bot sees it: `29:...`. */
  readonly mri: string;
  name: string;
  userPrincipalName: string;
  mail: string | null;
  otherMails: readonly string[] | null;
  proxyAddresses: readonly string[] | null;
  employeeId: string | null;
  onPremisesImmutableId: string | null;
  /** Null for accounts that are older than the field. */
  userType: 'Member' | 'Guest' | null;
  /** Of somebody invited from another tenant; null for everybody else. */
  externalUserState: 'PendingAcceptance' | 'Accepted' | null;
  accountEnabled: boolean;
  /** ISO 8601, UTC; null for accounts that are older than the field (June 2018). */
  createdDateTime: string | null;
  jobTitle: string | null;
  /** What their Teams is set to, as BCP 47: `de-DE`. `en-US` where absent. */
  locale?: string;
  /**
   * The person's role, in plain words: "security admin", "global admin", "reader", "guest", "disabled", "second account
   * of ...", "eligible".
   */
  note: string;
  /** Template ids of the directory roles that are active by an assignment of the person's own. */
  readonly roles: Set<string>;
  /** Template ids of the directory roles that are active through a group, without an assignment of the person's own. */
  readonly groupRoles: Set<string>;
  /** Template ids of the directory roles that the person may activate in PIM, active or not. */
  readonly eligible: Set<string>;
  /** Ids of the Entra groups that the person is a member of. */
  readonly groups: Set<string>;
  /**
   * When a role (by template id) was assigned, or for one in `eligible`, the eligibility: ISO 8601, UTC. A role without
   * an entry was assigned long ago.
   */
  readonly assignedAt: Map<string, string>;
  /** Whether the directory has deleted the account. Teams still delivers what its owner had typed. */
  gone: boolean;
}

/** Whether a person can sign in anywhere. */
export function maySignIn({ accountEnabled, gone }: Person): boolean {
  return accountEnabled && !gone;
}

/** Whether a person may change settings in the Defender portal. */
export function mayWrite(person: Person): boolean {
  return WRITERS.some((role) => holdsRole(person, role));
}

/** Whether a person holds this role now, directly or through a group. */
export function holdsRole(person: Person, role: string): boolean {
  return person.roles.has(role) || person.groupRoles.has(role);
}
