import { z } from 'zod';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { hashOfJson } from '../../../requests/record/digest.ts';
import { type Fact, factSchema } from '../../../requests/record/fact.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { readBody } from '../../bodies/stored-body.ts';
import { foundOtherwise, UNBOUND } from '../../queries/facts/fact-queries.ts';
import {
  factsIn,
  isAsTold,
  isOfSwitch,
  isToldOnce,
  outsideOnce,
  type Told,
  type ToldFact,
} from '../../queries/facts/known-in-entries.ts';
import { KEEP_AND_COMPARE, ofAnother, type RecordFault } from '../record-fault.ts';
import type { FactRow } from '../record-source.ts';

/** What is remembered of switches and device groups, as the entries tell it. */
export class ToldFacts {
  /** What was told last under each key, and by which entry. */
  readonly #told = new Map<string, Pick<ToldFact, 'fact' | 'seq'>>();
  #isSilent = false;
  /** Changes outside Airlock of which an earlier version told the number alone. */
  readonly #numbers = new Set<number>();

  /** Takes in an entry. @returns what it found otherwise than the entries before it had left it */
  tell(entry: AuditEntry): readonly RecordFault[] {
    const { seq, data } = entry;
    const told = factsIn(entry);
    const number = outsideOnce(entry);
    if (number !== null) this.#numbers.add(number);
    const found = [...foundOtherwise(data).map((key) => this.#otherwise(seq, key)), ...this.#lost(entry)];
    if (told === 'silent') this.#pass();
    else for (const fact of told) this.#told.set(fact.key, { fact, seq });
    return found;
  }

  /** A look that found what earlier looks had seen gone says so in the entry that it leaves. */
  #lost({ seq, event, data }: AuditEntry): readonly RecordFault[] {
    const told = factsIn({ event, data });
    const own = told === 'silent' ? undefined : told.find(({ key }) => key === WATCHED);
    if (lostAt(own) === null || lostAt(own) === lostAt(this.#told.get(WATCHED)?.fact)) return [];
    const what = 'what it found remembered of earlier looks is gone, or something else: somebody changed it in between';
    return [{ where: `entry ${seq}`, request: null, what, mend: KEEP_AND_COMPARE }];
  }

  /** After an entry that says nothing, switches may be otherwise than told. */
  #pass(): void {
    this.#isSilent = true;
    for (const key of [...this.#told.keys()].filter(isOfSwitch)) this.#told.delete(key);
  }

  #otherwise(seq: number, key: string): RecordFault {
    const told = this.#told.get(key);
    const left = told ? `than entry ${told.seq} had left` : 'though no entry had told of it';
    const what = `what it found remembered as ${key} is something else ${left}: somebody changed it in between`;
    return { where: `entry ${seq}`, request: null, what, mend: KEEP_AND_COMPARE };
  }

  /** Compares what is remembered with what was told, both ways. */
  faults(rows: readonly FactRow[], tenant: string | null): readonly RecordFault[] {
    const bound = rows.filter(({ key }) => !UNBOUND.test(key));
    const looks = rows.filter(({ key, tenant: of }) => UNBOUND.test(key) && of === tenant);
    const found = new Set(bound.map(({ key }) => key));
    const began = this.#told.get(WATCHED);
    const unseen = began && !looks.some(({ key }) => key === AUDIT);
    const gone = [...this.#told].filter(([key]) => !found.has(key));
    return [
      ...bound.flatMap((row) => this.#faultsOf(row, tenant)),
      ...(unseen ? [fault(AUDIT, `entry ${began.seq} tells that Airlock looks, and it is gone`)] : []),
      ...(began ? heldFaults(began, looks) : []),
      ...gone.map(([key, { seq }]) => fault(key, `entry ${seq} tells of it, and it is gone`)),
    ];
  }

  #faultsOf(row: FactRow, tenant: string | null): readonly RecordFault[] {
    if (row.tenant !== tenant) return [ofAnother(`what is remembered as ${row.key}`)];
    const expected = this.#told.get(row.key);
    const is = read(row);
    if (is === null) return [fault(row.key, 'it cannot be read, so it counts as not known')];
    if (expected === undefined && isToldOnce(is, this.#numbers)) return [];
    if (expected === undefined)
      return this.#isSilent && isOfSwitch(row.key) ? [] : [fault(row.key, 'no entry tells of it')];
    return isAsTold(is, expected.fact) ? [] : [fault(row.key, `it is not what entry ${expected.seq} tells`)];
  }
}

/** Null where it cannot be read. */
function read({ key, body, changed_at }: FactRow): Fact | null {
  try {
    const fact = readBody({ table: 'facts', id: key }, body, factSchema);
    return fact.key === key && fact.changedAt === Number(changed_at) ? fact : null;
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return null;
  }
}

/** As the watch tells since when what it had seen is not known. */
const WATCHED = 'watched';
const AUDIT = 'watch:audit';
const TENANT = 'watch:groups';
const holdsSchema = z.looseObject({ holds: z.object({ audit: z.string(), tenant: z.string().nullable() }) });

/** What the watch remembers changes with each look, which tells the hash of it. */
function heldFaults({ fact: told, seq }: Pick<ToldFact, 'fact' | 'seq'>, rows: readonly FactRow[]): RecordFault[] {
  const holds = holdsSchema.safeParse(told.value).data?.holds;
  if (!holds) return [];
  const hashes = { [AUDIT]: holds.audit, [TENANT]: holds.tenant };
  return Object.entries(hashes).flatMap(([key, hash]) => {
    const row = rows.find((one) => one.key === key);
    if (!row) return hash !== null && key === TENANT ? [fault(key, `entry ${seq} tells of it, and it is gone`)] : [];
    const is = read(row);
    if (is === null) return [fault(key, 'it cannot be read, so it counts as not known')];
    return hashOfJson(is.value) === hash ? [] : [fault(key, `it is not what entry ${seq} tells`)];
  });
}

const lostSchema = z.looseObject({ lostAt: z.number() });

function lostAt(fact: Told | undefined): number | null {
  return lostSchema.safeParse(fact?.value).data?.lostAt ?? null;
}

function fault(key: string, what: string): RecordFault {
  return { where: `what is remembered as ${key}`, request: null, what, mend: KEEP_AND_COMPARE };
}
