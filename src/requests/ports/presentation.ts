import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/registry/change.ts';

/** How people see a request. */
export interface Presentation {
  /** Whether the card to approve shows every value of the change in full. */
  showsWhole(request: { readonly change: Change; readonly base: Base }): boolean;
}
