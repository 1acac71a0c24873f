import { z } from 'zod';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { type Fact, factSchema } from '../../../requests/record/fact.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { asJson, canonical, type Json } from '../../../shared/json.ts';
import { readBody } from '../../bodies/stored-body.ts';
import { KEEP_AND_COMPARE, ofAnother, type RecordFault } from '../record-fault.ts';
import type { FactRow } from '../record-source.ts';

/** An entry did not always say when a fact was changed. */
const known = z.looseObject({ ...factSchema.unwrap().shape, changedAt: z.number().optional() });
const told = z.looseObject({ known: z.array(known) });

type Told = Pick<Fact, 'key' | 'value' | 'source'> & { readonly changedAt?: number | undefined };

/** What the watch remembers changes with each look: no entry tells of it. */
const UNBOUND = /^(watch|outside):/;

/** Entries of these kinds did not always say which switches became known, or no longer were. */
const ONCE_SILENT: readonly string[] = ['outside.seen', 'outside.adopted'];
const SWITCH = /^feature:/;

/** What is remembered of switches and device groups, as the entries tell it. */
export class ToldFacts {
  /** What was told last under each key, and by which entry. */
  readonly #told = new Map<string, { readonly fact: Told; readonly seq: number }>();
  #isSilent = false;

  tell({ seq, event, data }: AuditEntry): void {
    const facts = told.safeParse(data).data;
    if (!facts) this.#pass(event, data);
    for (const one of facts?.known ?? []) this.#told.set(one.key, { fact: one, seq });
  }

  /** After an entry that says nothing, switches may be otherwise than told. */
  #pass(event: string, data: Json): void {
    if (!ONCE_SILENT.includes(event) || Object.hasOwn(Object(data), 'known')) return;
    this.#isSilent = true;
    for (const key of [...this.#told.keys()].filter((one) => SWITCH.test(one))) this.#told.delete(key);
  }

  /** Compares what is remembered with what was told, both ways. */
  faults(rows: readonly FactRow[], tenant: string | null): readonly RecordFault[] {
    const bound = rows.filter(({ key }) => !UNBOUND.test(key));
    const found = new Set(bound.map(({ key }) => key));
    const gone = [...this.#told].filter(([key]) => !found.has(key));
    return [
      ...bound.flatMap((row) => this.#faultsOf(row, tenant)),
      ...gone.map(([key, { seq }]) => fault(key, `entry ${seq} tells of it, and it is gone`)),
    ];
  }

  #faultsOf(row: FactRow, tenant: string | null): readonly RecordFault[] {
    if (row.tenant !== tenant) return [ofAnother(`what is remembered as ${row.key}`)];
    const expected = this.#told.get(row.key);
    const is = read(row);
    if (is === null) return [fault(row.key, 'it cannot be read, so it counts as not known')];
    if (expected === undefined)
      return this.#isSilent && SWITCH.test(row.key) ? [] : [fault(row.key, 'no entry tells of it')];
    return isSame(is, expected.fact) ? [] : [fault(row.key, `it is not what entry ${expected.seq} tells`)];
  }
}

function isSame(stored: Fact, { changedAt = stored.changedAt, ...fact }: Told): boolean {
  return textOf(stored) === textOf({ ...fact, changedAt });
}

function textOf({ key, value, source, changedAt }: Told): string {
  return canonical(asJson({ key, value, source, changedAt }));
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

function fault(key: string, what: string): RecordFault {
  return { where: `what is remembered as ${key}`, request: null, what, mend: KEEP_AND_COMPARE };
}
