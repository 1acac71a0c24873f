import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { inEnglish } from '../../shared/language/worded.ts';
import { plainText } from '../../shared/name-keys.ts';
import type { Actor, Request } from './request.ts';
import { givenOf } from './request.ts';
import { ordersOf } from './told-by-request.ts';
import { hasEnded } from './transitions.ts';

/**
 * What a request is found by, and when that came to be: milliseconds since 1970. Zero for what a request is about,
 * which no step changes: `ANY_TERM` says when something last happened to it.
 */
export interface SearchTerm {
  readonly term: string;
  readonly at: number;
}

/** What somebody did with a request; `by`: anything. */
export type Deed = 'by' | 'asked' | 'approved' | 'rejected';

/** Longest word and most words of a request that are kept to find it by. */
const LONGEST_WORD = 48;
export const MOST_WORDS = 80;

/** Every request has it. */
export const ANY_TERM = '*';

/** @param name as typed, or an object id */
export function personTerms(deed: Deed, name: string): readonly string[] {
  return wordsOf(name).map((word) => `${deed}:${word}`);
}

/** @param state a state, or `open`; `approved` is whatever was approved and not ended before it was applied */
export function stateTerm(state: string): string {
  return `state:${state}`;
}

export function groupTerm(name: string): string {
  return `${GROUP}${plainText(name).slice(0, 256)}`;
}

/** How terms begin that are device groups. */
const GROUP = 'group:';

/** How terms begin that are words. */
export const WORD = 'word:';

/** Whether a term has a time of its own: it is no word and no device group. */
export function isTimed(term: string): boolean {
  return !term.startsWith(WORD) && !term.startsWith(GROUP);
}

/** By the words of its title and reason, and of the devices, indicators or alerts that it is about. */
export function textTerms(text: string): readonly string[] {
  return wordsOf(text).map((word) => `${WORD}${word}`);
}

/** The device group that a change of the ungrouped devices is about. */
const UNGROUPED = 'Ungrouped devices';

/**
 * Everything that a request is found by, each term once; nothing of a draft, which nobody else may see. Of its title,
 * the English words, whoever's step stores them.
 */
export function searchTerms(request: Request): readonly SearchTerm[] {
  return inEnglish(() => termsOf(request));
}

function termsOf(request: Request): readonly SearchTerm[] {
  if (request.submittedAt === null) return [];
  const last = lastAt(request);
  const { reason } = request;
  const names = groupNames(request);
  const text = [...titlesOf(request), reason, ...names, ...itemNames(request)].join(' ');
  const words = textTerms(text).slice(0, MOST_WORDS);
  const terms = [ANY_TERM, ...stateTerms(request), ...names.map(groupTerm), ...words];
  const found = new Map(terms.map((term) => [term, isTimed(term) ? last : 0]));
  for (const { deed, actor, at } of deedsOf(request))
    for (const one of new Set<Deed>(['by', deed]))
      for (const key of keysOf(actor)) found.set(`${one}:${key}`, Math.max(at, found.get(`${one}:${key}`) ?? 0));
  return [...found].map(([term, at]) => ({ term, at }));
}

/** Those of its title alone. */
export function titleTerms(request: Pick<Request, 'change'>): readonly string[] {
  return textTerms(titlesOf(request).join(' '));
}

function titlesOf({ change }: Pick<Request, 'change'>): readonly string[] {
  return inEnglish(() => partsOf(change).map((part) => kindOf(part).title(part)));
}

/** When something last happened to a request. */
export function lastAt(request: Request): number {
  const { outcome, closing, approvals, submittedAt, createdAt } = request;
  return outcome?.at ?? closing?.at ?? approvals.at(-1)?.at ?? submittedAt ?? createdAt;
}

function stateTerms(request: Request): readonly string[] {
  const { approvals } = request;
  const state = ordersOf(request)?.end === 'failed' ? 'failed' : request.state;
  const isApproved = approvals.length > 0 && ['approved', 'applying', 'applied', 'unknown', 'failed'].includes(state);
  const names = [state, ...(hasEnded(state) ? [] : ['open']), ...(isApproved ? ['approved'] : [])];
  return [...new Set(names)].map(stateTerm);
}

function deedsOf(request: Request) {
  const { requester, submittedAt, closing, handover } = request;
  const attested = handover?.attested;
  const asked = { deed: 'asked' as Deed, actor: requester, at: submittedAt ?? 0 };
  const ended = closing?.by && { deed: closing.code === 'rejected' || closing.code === 'stopped' ? 'rejected' : 'by' };
  return [
    asked,
    ...givenOf(request).map(({ by, at }) => ({ deed: 'approved' as Deed, actor: by, at })),
    ...(ended && closing.by ? [{ deed: ended.deed as Deed, actor: closing.by, at: closing.at }] : []),
    ...(attested ? [{ deed: 'by' as Deed, actor: attested.by, at: attested.at }] : []),
  ];
}

function keysOf({ oid, name, principalName = '' }: Actor): readonly string[] {
  return [oid, ...wordsOf(name), ...wordsOf(principalName), ...wordsOf(principalName.split('@')[0] ?? '')];
}

/**
 * Devices, indicators or alerts by name; a request of hundreds is found by the first of them. None where the stored
 * base cannot be read: no step depends on how its request is found.
 */
function itemNames({ change, base }: Request): readonly string[] {
  try {
    const items = inEnglish(() => kindOf(change).items?.(change, base) ?? []);
    return items.slice(0, MOST_WORDS).map(({ label }) => label);
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return [];
  }
}

/** Device groups that a request is about, by name. */
export function groupNames({ change }: Pick<Request, 'change'>): readonly string[] {
  return [...new Set(partsOf(change).flatMap(groupNamesIn))];
}

function groupNamesIn(change: ReturnType<typeof partsOf>[number]): readonly string[] {
  switch (change.kind) {
    case 'device-group.create':
      return [change.definition.name];
    case 'device-group.update':
      return [change.group.name, ...(change.set.name === undefined ? [] : [change.set.name])];
    case 'device-group.delete':
    case 'device-group.rank':
      return [change.group.name];
    case 'ungrouped-devices':
      return [UNGROUPED];
    default:
      return [];
  }
}

/** Folded, so that case, width and marks around a word do not matter. */
function wordsOf(text: string): readonly string[] {
  const words = plainText(text).split(/[^\p{L}\p{M}\p{N}@._'-]+/u);
  const bare = words.map((word) => word.replace(/^[._'-]+|[._'-]+$/gu, '').slice(0, LONGEST_WORD));
  return [...new Set(bare.filter((word) => word !== ''))];
}
