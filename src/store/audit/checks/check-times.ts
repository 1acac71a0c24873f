import { z } from 'zod';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { CLOCK_SAID } from '../../record/restored.ts';
import type { RecordFault } from '../record-fault.ts';
import { timeOf } from './check-leases.ts';

/**
 * So far, in ms, an entry may lie before one that was written earlier: the database's clock and a machine's may lie ten
 * minutes apart in either direction, and a step is of the moment at which it began.
 */
const RUNS_BACK = 30 * 60_000;

const said = z.looseObject({ entry: z.int(), hash: z.string(), by: z.string(), reason: z.string().nullable() });

/** What such an entry says; null where it is another one, or says nothing that can be read. */
function saidIn({ event, data }: Pick<AuditEntry, 'event' | 'data'>): z.infer<typeof said> | null {
  return event === CLOCK_SAID ? (said.safeParse(data).data ?? null) : null;
}

/** The same in words. */
export function clockWords(entry: Pick<AuditEntry, 'event' | 'data'>): string | null {
  const told = saidIn(entry);
  if (told === null) return null;
  return `The clock was put right before entry ${told.entry}. Said by ${told.by}. Reason: ${told.reason || 'none given'}.`;
}

/** An entry whose time lies before that of an earlier one. */
interface Back {
  readonly seq: number;
  readonly hash: string;
  readonly what: string;
}

/** Whether time went on from entry to entry: deadlines, ages and when somebody decided go by it. */
export class CheckedTimes {
  #latest: Pick<AuditEntry, 'seq' | 'at'> | null = null;
  /** Once for each time that the clock ran back. */
  readonly #back: Back[] = [];
  /** What operators said of entries, by their hashes. */
  readonly #said = new Map<string, string>();

  /** @param isSound whether the entry is as it was written: no other says anything */
  tell(entry: AuditEntry, isSound = true): void {
    const { seq, at, hash } = entry;
    const told = isSound ? saidIn(entry) : null;
    if (told !== null) this.#said.set(told.hash, `entry ${seq}, ${timeOf(at)}: ${clockWords(entry)}`);
    const before = this.#latest;
    const isBack = before !== null && at < before.at - RUNS_BACK;
    if (before === null || isBack || at > before.at) this.#latest = { seq, at };
    if (!isBack) return;
    const what = `its time, ${timeOf(at)}, lies before that of entry ${before.seq}, ${timeOf(before.at)}: the clock that both go by was set back, or was ahead before`;
    this.#back.push({ seq, hash, what });
  }

  /** Those of which no operator said later that a clock was put right. */
  faults(): readonly RecordFault[] {
    return this.#back
      .filter(({ hash }) => !this.#said.has(hash))
      .map(({ seq, what }) => ({ where: `entry ${seq}`, request: null, what, mend: setBack(seq) }));
  }

  /** What operators said of the others, and what they said it of: sentences. */
  lines(): readonly string[] {
    return this.#back.flatMap(({ seq, hash, what }) => {
      const words = this.#said.get(hash);
      return words === undefined ? [] : [`${words} Of entry ${seq}: ${what}.`];
    });
  }

  /** The hash of an entry whose time lies before that of an earlier one; null for any other. */
  hashOf(seq: number): string | null {
    return this.#back.find((one) => one.seq === seq)?.hash ?? null;
  }
}

function setBack(seq: number): string {
  return `Where the clock of the machine, or of the database, was put right then, say so in the record once: npm run airlock -- record-clock --entry ${seq} --reason "...". Else find out who set it: deadlines, and how long accounts and roles have existed, were judged by it.`;
}
