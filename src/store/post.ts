import type { Json } from '../changes/json.ts';

/**
 * Who sees a copy of a request's card. `shared`: everybody in the conversation (each person's own view comes by refresh);
 * `requester` and `approver`: one person, in the personal chat with the bot.
 */
export type Audience = 'shared' | 'requester' | 'approver';

/** What to say. A request's card is made from the request as it is when delivered; an answer carries its view model. */
export type PostContent =
  | {
      readonly kind: 'request';
      readonly requestId: string;
      readonly audience: Audience;
      readonly viewer: string | null;
    }
  /** A form's card is made from the form as it is when delivered; `viewer` null for the copy that everybody in a conversation sees. */
  | { readonly kind: 'form'; readonly formId: string; readonly viewer: string | null }
  | { readonly kind: 'answer'; readonly view: string; readonly data: Json };

export interface NewPost {
  /** Unique: the same thing is said once, however often it is asked for (`<activity id>:answer`, `<request id>:card:<conversation>`). */
  readonly key: string;
  readonly tenantId: string;
  /** Key of a remembered conversation. */
  readonly conversation: string;
  readonly content: PostContent;
  readonly dueAt: number;
}

export interface Post extends NewPost {
  readonly id: number;
  /** Null until it stands in Teams; then it is updated instead of sent. */
  readonly activityId: string | null;
  /** The newest rev that it should show; 0 for answers. */
  readonly wantedRev: number;
  readonly attempts: number;
  /** The claim under which it was taken. */
  readonly lease: string;
}
