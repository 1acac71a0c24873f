import { cpus } from 'node:os';
import { secondsIn } from './checker/cards.ts';
import { worstOf } from './checker/check.ts';
import type { History } from './checker/history.ts';
import { recordedRequests } from './checker/requests.ts';
import type { Options } from './options.ts';
import type { Ran } from './run.ts';

const MEGABYTE = 1_048_576;

/** How many violations of one rule are told. */
const MOST = 12;

/** A run in words: what was done, what came of it, and what was wrong. */
export function tellRun(options: Options, ran: Ran): { readonly text: string; readonly isGood: boolean } {
  const { seed, minutes, isOnPostgres, instances, skew } = options;
  const place = isOnPostgres ? `PostgreSQL, ${instances} instances, ${skew} s of skew` : 'SQLite';
  const { history, violations, activities, settledMs } = ran;
  const { startMs, memory, handles } = worstOf(history);
  const struck = [...ran.struck].sort().map(([kind, times]) => `${kind} ${times}`);
  const lines = [
    `torture: ${place}, seed ${seed}, ${minutes} min, ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`,
    `  ${activities} activities, ${history.asks.length} wishes, ${history.writes.length} writes, ${history.record.length} entries`,
    `  struck: ${struck.join(', ')}`,
    `  pressed: ${pressesOf(history)}`,
    `  requests: ${countsOf(history)}`,
    `  all had ended ${(settledMs / 1_000).toFixed(1)} s after the last decision`,
    `  ${history.starts.length} starts after an end, ${middleOf(history)} ms in the middle, ${startMs} ms at most`,
    `  ${(memory / MEGABYTE).toFixed(0)} MB and ${handles} handles at most`,
    `  ${secondsIn(history.messages).length} messages stand twice, ${history.unsure} were counted as maybe`,
    `  ${violations.length} violations`,
    ...rulesOf(ran),
  ];
  return { text: lines.join('\n'), isGood: violations.length === 0 };
}

function countsOf({ record }: History): string {
  return counted(recordedRequests(record).map(({ state }) => state));
}

function pressesOf({ presses }: History): string {
  return counted(presses.map(({ verb, answer }) => `${verb} (${answer.kind})`));
}

function counted(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort()
    .map(([word, count]) => `${word} ${count}`)
    .join(', ');
}

function middleOf({ starts }: History): number {
  const sorted = starts.map(({ ms }) => ms).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function rulesOf({ violations }: Ran): readonly string[] {
  const rules = [...new Set(violations.map(({ rule }) => rule))];
  return rules.flatMap((rule) => {
    const found = violations.filter((one) => one.rule === rule);
    const told = found.slice(0, MOST).map(({ what }) => `    ${what}`);
    return [`  ${rule}: ${found.length}`, ...told];
  });
}
