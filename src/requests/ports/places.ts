import type { ConversationKey } from '../../shared/ids.ts';

/** A channel or group chat, as Teams describes it at this moment. */
export interface PlaceDetails {
  /** Null where it has none, or where Teams did not say. */
  readonly name: string | null;
  /** Whether people of another tenant are in it; null where Teams did not say. */
  readonly isShared: boolean | null;
  /** The name of its team; null or absent where Teams did not say. */
  readonly teamName?: string | null;
  /** Whether its team still has it; null or absent where Teams did not say. */
  readonly isListed?: boolean | null;
}

/**
 * Asks Teams about a channel or group chat; never inside a turn. Never throws: what Teams does not say is null.
 * @param team the id of the channel's team in Teams; null where it is not known or there is none
 */
export type LookAtPlace = (channel: ConversationKey, team: string | null) => Promise<PlaceDetails>;
