/** Keys whose values are read on a card. */
const READ = ['text', 'title', 'value', 'label', 'fallbackText'];

/** All that can be read on a card, a line each. */
export function textOf(card: unknown): string {
  if (typeof card !== 'object' || card === null) return '';
  return Object.entries(card)
    .flatMap(([key, value]) => (typeof value === 'string' ? (READ.includes(key) ? [value] : []) : [textOf(value)]))
    .join('\n');
}

/** What the card of a request says first. */
export interface Heading {
  readonly number: number;
  readonly says: string;
}

/** @returns null for a card that is not that of a request */
export function headingOf(text: string): Heading | null {
  const [, number, says] = /^Airlock request (\d+): (.+)\.$/m.exec(text) ?? [];
  return number !== undefined && says !== undefined ? { number: Number(number), says } : null;
}

/** The states of a request, and how the heading of its card begins in each. */
const STATES: readonly (readonly [string, RegExp])[] = [
  ['draft', /^Draft, not sent/],
  ['discarded', /^Draft discarded/],
  ['pending', /^Waiting for/],
  ['approved', /^(Approved|Out of time)/],
  ['applying', /^(Approved, being (applied|written)|Reported as applied)/],
  ['applied', /^(Applied|Already in place|In place|Seen later|Not confirmed)/],
  ['failed', /^Failed/],
  ['unknown', /^(Outcome unknown|Accepted)/],
  ['rejected', /^(Rejected|Stopped by)/],
  ['withdrawn', /^Withdrawn/],
  ['expired', /^Expired/],
  ['stale', /^Stopped/],
];

/** Whether a card with this heading fits a request in this state. */
export function fits(says: string, state: string): boolean {
  return STATES.some(([name, heading]) => name === state && heading.test(says));
}

const OPEN = ['pending', 'approved', 'applying'];

/** Whether somebody or something is still to do something about a request with this heading. */
export function isOpen(says: string): boolean {
  return OPEN.some((state) => fits(says, state));
}

/** Whether a card lists somebody among those who approved; whose name only begins like theirs is somebody else. */
export function isListedAsApprover(text: string, name: string): boolean {
  const [, ...after] = text.split(/^Approved by$/m);
  return after.some((part) => {
    const [line = ''] = part.trimStart().split('\n');
    return line === name || (line.startsWith(name) && ADDRESS.test(line.slice(name.length)));
  });
}

/** What stands behind a name that two people have. */
const ADDRESS = /^ \([^()\s]+@[^()\s]+\)$/;

/** Whether the card of a request says that this person asks for it. */
export function isAskedBy(text: string, name: string): boolean {
  return text
    .split('\n')
    .some((line) => line === `${name} asks` || line === `${name} asked` || line === `${name} is about to ask`);
}

/** What a card says of which message it is: the marker of its own refresh. */
export function markerOf(card: unknown): string | null {
  if (typeof card !== 'object' || card === null || !('refresh' in card)) return null;
  const [, copy] = /"copy":(\d+)/.exec(JSON.stringify(card.refresh)) ?? [];
  return copy ?? null;
}

/**
 * Whether the card of a request may be what became of a wish with this key. Whoever wishes for the opposite of what
 * they asked for already is shown that request, and not a new one.
 */
export function mayBeOf(text: string, key: string): boolean {
  const [, wished] = /^switch \w+ (true|false)$/.exec(key) ?? [];
  const [, turns] = /\bTurn (on|off) /.exec(text) ?? [];
  return wished === undefined || turns === undefined || (turns === 'on') === (wished === 'true');
}
