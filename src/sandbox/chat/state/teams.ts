import type { World } from '../../company/world.ts';
import type { AttachedFiles } from './attached-files.ts';
import type { Envelope } from './bot-activities.ts';
import type { BotLink } from './bot-link.ts';
import type { ChatState } from './chat-state.ts';
import type { OwnCards } from './own-cards.ts';

/** The sandbox's Teams service, which its routes use. */
export interface Teams {
  readonly world: World;
  readonly chat: ChatState;
  readonly ownCards: OwnCards;
  readonly bot: BotLink;
  /** What people attached in their own chats with the bot. */
  readonly files: AttachedFiles;
  /**
   * Creates an envelope for an activity of this moment; pass `id` if the activity is a message that already has one.
   */
  envelope(id?: string): Envelope;
}
