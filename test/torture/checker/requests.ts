import { headingOf, isAskedBy, mayBeOf } from './card-text.ts';
import type { Ask, Entry, History, Shown } from './history.ts';

/** What the record tells of one request. */
export interface Recorded {
  readonly id: string;
  /** Its number; null as long as no entry names one. */
  readonly number: number | null;
  readonly steps: readonly Step[];
  /** The state after its last step. */
  readonly state: string;
}

interface Step {
  readonly seq: number;
  /** Without `request.`. */
  readonly event: string;
  readonly actor: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The requests in a record, in the order in which they were drafted. */
export function recordedRequests(record: readonly Entry[]): readonly Recorded[] {
  const steps = new Map<string, Step[]>();
  for (const { seq, event, actor, requestId, data } of record) {
    if (requestId === null || !event.startsWith('request.')) continue;
    const facts = isNamed(data) ? data : {};
    const step = { seq, event: event.slice('request.'.length), actor, data: facts };
    const known = steps.get(requestId) ?? [];
    steps.set(requestId, [...known, { ...step, from: wordOf(facts.from), to: wordOf(facts.to) }]);
  }
  return [...steps].map(([id, of]) => ({ id, steps: of, number: numberIn(of), state: of.at(-1)?.to ?? 'draft' }));
}

function isNamed(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wordOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberIn(steps: readonly Step[]): number | null {
  const named = steps.map(({ data }) => data.number).find((number) => typeof number === 'number');
  return named ?? null;
}

/**
 * Which wish became which request: the first card of one is its draft, which stands in the thread of the wish. Who
 * wishes for what is being asked for already is shown that request in a thread of their own, later.
 */
export function asksByNumber({ asks, messages, names }: Pick<History, 'asks' | 'messages' | 'names'>) {
  const byThread = new Map(asks.map((ask) => [ask.thread, ask]));
  const found = new Map<number, Ask>();
  for (const { thread, text } of [...messages].sort(byId)) {
    const ask = thread === null ? undefined : byThread.get(thread);
    const heading = text === null ? null : headingOf(text);
    if (!ask || !heading || found.has(heading.number)) continue;
    const isAsked = isAskedBy(text ?? '', names[ask.by] ?? ask.by);
    if (isAsked && mayBeOf(text ?? '', ask.key)) found.set(heading.number, ask);
  }
  return found;
}

/** Ids of messages are in the order in which these came. */
function byId(one: Shown, other: Shown): number {
  return one.id.localeCompare(other.id, 'en', { numeric: true });
}
