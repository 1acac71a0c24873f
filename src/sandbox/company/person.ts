/** A person of the sandbox's company: the user in the directory and, by `mri`, the same person in Teams. */
export interface Person {
  /** Entra object id. */
  readonly id: string;
  /** The person's id in Teams, as this bot sees it: `29:...`. */
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
   * The person's role, in plain words: "security admin", "global admin", "reader", "guest", "disabled", "second account
   * of ...", "eligible".
   */
  readonly note: string;
  /** Template ids of the directory roles that are active. */
  readonly roles: Set<string>;
  /** Template ids of the directory roles that the person may activate in PIM, but has not activated. */
  readonly eligible: Set<string>;
  /** Ids of the Entra groups that the person is a member of. */
  readonly groups: Set<string>;
}
