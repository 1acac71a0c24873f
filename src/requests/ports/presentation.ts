import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/registry/change.ts';

/** How people see a request. */
export interface Presentation {
  /** Whether every value of the change stands in full where it is approved. */
  showsWhole(request: { readonly change: Change; readonly base: Base }): boolean;
}
