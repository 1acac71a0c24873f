import type { KnownHead } from './seen-head.ts';

/** What there is to say of a record without any signature: a clause. */
export function unsealedClause({ seq, hash }: KnownHead): string {
  return `has ${seq === 1 ? '1 entry' : `${seq} entries`} and no signature (head ${hash})`;
}

/** What to do about it: a sentence. */
export const SEAL_OR_ASK =
  'If this store comes from a release that did not sign, run `npm run airlock -- record-seal` once; if this service signed its record before, keep the database and find out who could write to it.';

/** Both, for whoever operates Airlock. */
export function unsealedSentence(end: KnownHead): string {
  return `The record ${unsealedClause(end)}. ${SEAL_OR_ASK}`;
}
