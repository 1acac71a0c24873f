import type { Post, PostContent } from '../store/post.ts';
import type { TurnedPost } from '../store/store.ts';

/** What cards are turned into, where they stand. */
export type Turn = { readonly requestId: string } | { readonly formId: string };

/** The copies of a form's or a draft's card, showing the other from now on; in a personal chat the card stays the requester's own. */
export function turnedCards(copies: readonly Post[], into: Turn): readonly TurnedPost[] {
  return copies.map(({ key, content }) => ({
    key,
    content: contentOf(into, content.kind === 'answer' ? null : content.viewer),
  }));
}

function contentOf(into: Turn, viewer: string | null): PostContent {
  if ('formId' in into) return { kind: 'form', formId: into.formId, viewer };
  return { kind: 'request', requestId: into.requestId, audience: viewer === null ? 'shared' : 'requester', viewer };
}
