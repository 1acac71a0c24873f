import type { Change } from '../changes/change.ts';
import type { Wish } from '../changes/device-group/wish.ts';
import { kindOf } from '../changes/kind-of.ts';
import type { Scope } from '../changes/tenant-snapshot.ts';

/** What must be read to draft a change, or to make a change of a wish: devices only where they would move. */
export function draftScopes(asked: { readonly change: Change } | { readonly wish: Wish }): readonly Scope[] {
  if ('wish' in asked) return ['groups', 'devices', 'access'];
  const { scopes, previewScopes } = kindOf(asked.change);
  return [...new Set([...scopes, ...previewScopes])];
}
