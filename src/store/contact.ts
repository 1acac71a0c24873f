/** Where the bot may speak: what is needed to send without an incoming activity (facts/teams.md section 4). */
export interface Conversation {
  /** The conversation id; for a channel thread with its `;messageid=`. */
  readonly key: string;
  readonly tenantId: string;
  readonly serviceUrl: string;
  readonly kind: 'personal' | 'group' | 'channel';
  /** The bot's id in Teams: `28:<app id>`. */
  readonly botId: string;
  readonly seenAt: number;
}

/** A person whom the bot has met in Teams. */
export interface Contact {
  readonly tenantId: string;
  /** Entra object id, lower case. */
  readonly oid: string;
  /** The id that refresh and mentions need: `29:...`, per bot. */
  readonly mri: string;
  readonly name: string;
  /** Key of the personal chat with the bot; null until there is one. */
  readonly personal: string | null;
  readonly seenAt: number;
}
