import type { Parts } from '../requests/parts.ts';
import type { IncomingActivity } from './activity.ts';
import type { Sender } from './sender.ts';

/** One activity of somebody who may be listened to. */
export interface Turn {
  readonly parts: Parts;
  readonly activity: IncomingActivity;
  readonly sender: Sender;
  /** For the log and for the person who asks what went wrong. */
  readonly correlation: string;
  /** One for each activity, the same when Teams delivers it again: activity ids are unique in a conversation only. */
  readonly key: string;
}
