import type { Request } from '../../record/request.ts';

/**
 * Whether anything in the tenant may be of a request: it was sent, or somebody may have followed its steps, and it did
 * not end with nothing done. What was refused, found drifted or found so already wrote nothing: what the tenant shows
 * afterwards is somebody else's.
 */
export function mayHaveActed({ state, outcome, handover, startedAt }: Request): boolean {
  switch (state) {
    case 'approved':
    case 'applying':
    case 'unknown':
      return true;
    case 'expired':
      return handover !== null || startedAt !== null;
    case 'applied':
      return outcome.code !== 'in-place';
    case 'failed':
      return outcome.code !== 'refused' || outcome.watchedUntil !== undefined || isAnyWritten(outcome.items);
    default:
      return false;
  }
}

function isAnyWritten(items: { readonly done: number; readonly unknown: number } | undefined): boolean {
  return items !== undefined && items.done + items.unknown > 0;
}
