import type { Command } from '../command.ts';
import { isIdle, means, type Part, partsOf } from './parts.ts';
import { begin, type Item, is, type Sentence, some } from './sentence.ts';

/** Concepts that decide on a request. Whatever the words around them: only an exact command decides. */
const DECIDES = ['approve', 'reject', 'withdraw', 'take-back'] as const;

/** The numbers that can only be those of requests. */
function numbersIn({ items }: Sentence): readonly number[] {
  const isAsked = some(
    items,
    'request',
    'change',
    'show',
    'undo',
    'who',
    'when',
    'asks',
    'status',
    'approver',
    ...DECIDES,
    'device',
  );
  const numbers = items.filter((item) => item.kind === 'number' && (item.text.startsWith('#') || isAsked));
  return [...new Set(numbers.map(({ text }) => Number(text.replace('#', ''))))];
}

/** What is asked about a request by its number; a decision that is not exact is answered with its card. */
export function aboutNumber(sentence: Sentence): Command | null {
  const { items } = sentence;
  if (some(items, 'group', 'groups', 'ungrouped', 'rank', 'foreign') || items.some(({ level }) => level)) return null;
  const [number, ...others] = numbersIn(sentence);
  if (number === undefined || !isPlain(sentence)) return null;
  if (others.length > 0) return some(items, ...DECIDES, 'show') ? { kind: 'requests', open: true } : null;
  if (some(items, 'undo')) return undoes(sentence) ? { kind: 'revert', number } : { kind: 'show', number };
  if (asksWhoMay(items)) return { kind: 'approvers', number };
  if (some(items, 'device') && !some(items, ...DECIDES)) return { kind: 'devices', number, page: 1 };
  return isDeciding(sentence) ? { kind: 'show', number, undecided: true } : { kind: 'show', number };
}

/** Whether somebody wants to decide, or not to, rather than asks about it. */
function isDeciding({ items, isQuestion }: Sentence): boolean {
  if (isQuestion || some(items, 'who', 'when') || is(begin(items), 'asks', 'show')) return false;
  return some(items, ...DECIDES);
}

/** Whether no more than a few words are not understood. */
function isPlain({ items }: Sentence): boolean {
  return items.filter(({ kind }) => kind === 'word').length <= STRANGE;
}

/** How many words a text about a request may hold that mean nothing here, such as a name. */
const STRANGE = 3;

function asksWhoMay(items: readonly Item[]): boolean {
  return (some(items, 'who') && some(items, 'may') && some(items, 'approve', 'approver')) || some(items, 'approver');
}

/** Whether each word says "undo", or says nothing. */
function undoes(sentence: Sentence): boolean {
  const { items, isQuestion } = sentence;
  if (some(items, 'negation', 'unsure') || (isQuestion && !is(begin(items), 'wish'))) return false;
  return partsOf(sentence).every(
    (part) => part.kind === 'number' || isIdle(part) || means(part, 'undo', 'request', 'change', 'it', 'of', 'to'),
  );
}

/** A decision, or an undoing, without a number: about the card that was replied to, or the only open one. */
export function aboutThis(sentence: Sentence): Command | null {
  const { items } = sentence;
  if (some(items, 'negation', 'foreign', 'group', 'groups') || items.some(({ level }) => level)) return null;
  if (items.some(({ feature }) => feature) && !is(begin(items), ...DECIDES)) return null;
  if (some(items, 'undo')) return undoThis(sentence);
  if (!some(items, ...DECIDES) || some(items, 'may', 'who', 'when', 'pending', 'approver') || !isPlain(sentence))
    return null;
  if (some(items, 'all')) return { kind: 'requests', open: true };
  return { kind: 'this', want: isDeciding(sentence) ? 'decide' : 'look' };
}

function undoThis(sentence: Sentence): Command | null {
  const parts = partsOf(sentence).filter((part) => !isIdle(part) || means(part, 'it'));
  const says = (...concepts: Parameters<typeof is>[1][]) => parts.every((part: Part) => means(part, ...concepts));
  if (some(sentence.items, 'unsure')) return null;
  if (says('undo', 'last', 'change', 'request', 'of') && some(sentence.items, 'last')) return { kind: 'revert-last' };
  return says('undo', 'it', 'change', 'request') && parts.length > 1 ? { kind: 'this', want: 'revert' } : null;
}
