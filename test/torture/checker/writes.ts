import type { Ask, History, Press, Violation, Write } from './history.ts';
import { asksByNumber, recordedRequests } from './requests.ts';

/** A wish that somebody sent off, and since when two people wanted it. */
interface Wanted {
  readonly number: number;
  readonly key: string;
  /** Null where no second person ever approved it, or each who tried was refused. */
  readonly since: number | null;
}

/** Every write of the bot is one that two people agreed on before it, and each agreement is written once at most. */
export function checkWrites(history: History): readonly Violation[] {
  const wanted = wantedOf(history);
  const used = new Set<number>();
  const found: Violation[] = [];
  for (const write of [...history.writes].sort((one, other) => one.at - other.at)) {
    if (!history.bot.includes(write.by)) continue;
    const key = keyOf(write);
    const same = wanted.filter((one) => one.key === key && one.since !== null && one.since <= write.at);
    const next = same.find(({ number }) => !used.has(number));
    if (next) used.add(next.number);
    else found.push(same.length === 0 ? unapproved(write) : twice(write, same));
  }
  return [...found, ...unwritten(history)];
}

function wantedOf(history: History): readonly Wanted[] {
  const all = [...asksByNumber(history)].map(([number, ask]) => {
    const since = history.presses.flatMap((press) => (counts(press, number, ask, history) ? [press.sentAt] : []));
    return { number, key: ask.key, since: since.length === 0 ? null : Math.min(...since) };
  });
  return all.sort((one, other) => (one.since ?? 0) - (other.since ?? 0));
}

/**
 * Said where the database went away meanwhile: the press may have been stored, or is delivered again by Teams and
 * counts then, so whoever pressed is asked to look.
 */
const LEFT_OPEN = /^The database cannot be used now .*Look again in a minute before/s;

/** Said in place of a card that could not be drawn: what was pressed had been done. */
const UNDRAWN = /^Already approved by .*\(The card could not be drawn/s;

/** Whether a press may have approved this: by another person, and nobody was told that it was refused. */
function counts({ verb, number, by, answer }: Press, wanted: number, ask: Ask, { people }: History): boolean {
  if (verb !== 'approve' || number !== wanted) return false;
  if (answer.kind === 'refused' && ![LEFT_OPEN, UNDRAWN].some((told) => told.test(answer.text))) return false;
  return people[by] !== undefined && people[by] !== people[ask.by];
}

/** How the tenant words what is written for each kind of wish. */
const WORDS: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/^(?:Added|Updated) the indicator (\S+)$/, ([, value]) => `indicator ${value}`],
  [/^device groups: .*?created '([^']+)'/, ([, name]) => `group ${name}`],
  [/^device groups: .*?deleted '([^']+)'/, ([, name]) => `no group ${name}`],
  [/^advanced features: (\w+): \w+ -> (\w+)$/, ([, key, to]) => `switch ${key} ${to}`],
];

function keyOf({ what }: Write): string {
  for (const [words, key] of WORDS) {
    const found = words.exec(what);
    if (found) return key(found);
  }
  return what;
}

function unapproved({ at, what }: Write): Violation {
  return { rule: 'unapproved write', what: `${new Date(at).toISOString()} ${what}: no two people agreed before` };
}

function twice({ at, what }: Write, same: readonly Wanted[]): Violation {
  const numbers = same.map(({ number }) => `#${number}`).join(', ');
  return { rule: 'double write', what: `${new Date(at).toISOString()} ${what}: already written for ${numbers}` };
}

/** What the record calls written stands in the tenant's list of writes. */
function unwritten(history: History): readonly Violation[] {
  const asks = asksByNumber(history);
  const keys = history.writes.map(keyOf);
  return recordedRequests(history.record).flatMap(({ number, steps }) => {
    const ask = asks.get(number ?? 0);
    const isWritten = steps.some(({ data }) => /"code":"written"/.test(JSON.stringify(data.outcome ?? null)));
    if (!ask || !isWritten || keys.includes(ask.key)) return [];
    return [{ rule: 'recorded, not written', what: `#${number}: ${ask.key} is not among the writes of the tenant` }];
  });
}
