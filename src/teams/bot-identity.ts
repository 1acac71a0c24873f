/** Which app the bot is; in the demo it is none, and then only this machine is listened to. */
export type BotIdentity = { readonly demo: true } | AppIdentity;

export interface AppIdentity {
  readonly demo?: false;
  /** The app registration's client id. */
  readonly appId: string;
  /** The Entra tenant of the app registration. */
  readonly tenantId: string;
  /** Multi-tenant bots cannot be created any more and are not supported (facts/teams.md 3.3). */
  readonly appType: 'SingleTenant' | 'UserAssignedMSI';
  /** One of the two for SingleTenant: a client secret, or the path of a PEM file with certificate and private key. */
  readonly secret?: string;
  readonly certificatePath?: string;
  readonly cloud?: 'public' | 'us-government';
}
