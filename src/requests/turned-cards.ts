import type { Post } from '../store/post.ts';
import type { TurnedPost } from '../store/store.ts';

/** The copies of a form's card, showing its draft from now on; in a personal chat the card stays the requester's own. */
export function asDraftCards(copies: readonly Post[], requestId: string): readonly TurnedPost[] {
  return copies.map(({ key, content }) => {
    const viewer = viewerOf(content);
    return { key, content: { kind: 'request', requestId, audience: viewer === null ? 'shared' : 'requester', viewer } };
  });
}

/** The copies of a draft's card, showing its form from now on. */
export function asFormCards(copies: readonly Post[], formId: string): readonly TurnedPost[] {
  return copies.map(({ key, content }) => ({ key, content: { kind: 'form', formId, viewer: viewerOf(content) } }));
}

function viewerOf(content: Post['content']): string | null {
  return content.kind === 'answer' ? null : content.viewer;
}
