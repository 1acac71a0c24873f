import type { Request } from './request.ts';
import { stateSentence } from './state-sentence.ts';

/** What somebody is told who asks for a second change of an object. */
export function heldSentence(held: Request): string {
  return `#${held.number}, asked for by ${held.requester.name}, is open on the same object. ${stateSentence(held)} One request at a time: decide or withdraw that one first.`;
}
