/** A person of the sandbox company: the directory's user object and, as `mri`, the same person in Teams. */
export interface Person {
  /** Entra object id. */
  readonly id: string;
  /** The person's id in Teams towards this bot: `29:...`. */
  readonly mri: string;
  readonly name: string;
  readonly userPrincipalName: string;
  readonly mail: string;
  readonly otherMails: readonly string[];
  readonly proxyAddresses: readonly string[];
  readonly employeeId: string | null;
  readonly onPremisesImmutableId: string | null;
  readonly userType: 'Member' | 'Guest';
  accountEnabled: boolean;
  readonly jobTitle: string;
  /**
   * What the person is, in plain words: "security admin", "global admin", "reader", "guest", "disabled", "second
   * account of ...", "eligible".
   */
  readonly note: string;
  /** Directory role template ids held actively. */
  readonly roles: Set<string>;
  /** Directory role template ids the person may activate in PIM, but has not. */
  readonly eligible: Set<string>;
  /** Entra group ids the person is a member of. */
  readonly groups: Set<string>;
}
