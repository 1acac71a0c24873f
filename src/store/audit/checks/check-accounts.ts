import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import { accountSeenSchema } from '../../../requests/record/account-seen.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { CENSUS } from '../../accounts/account-queries.ts';
import { ACCOUNTS_SEEN, type Place, placeSchema, seenIn, type ToldAccount } from '../../accounts/told-accounts.ts';
import { readBody } from '../../bodies/stored-body.ts';
import { isNamed, sha256 } from '../../record/entry.ts';
import type { Tables } from '../../schema/tables.ts';
import { KEEP_AND_COMPARE, ofAnother, type RecordFault } from '../record-fault.ts';

export type AccountRow = Selectable<Tables['accounts_seen']>;

const vouching = z.looseObject({ count: z.int(), accounts: placeSchema.nullable() });

interface TimedAccount extends ToldAccount {
  /** When its row was stored, in ms since 1970; null where that is not told. */
  readonly storedAt: number | null;
}

/** What is remembered of accounts, as the entries tell it. */
export class CheckedAccounts {
  readonly #told = new Map<string, TimedAccount>();
  /** The entries on accounts so far. */
  readonly #places: Place[] = [];
  #census: number | null = null;
  /** Whether any entry tells of accounts. */
  get areTold(): boolean {
    return this.#places.length > 0;
  }

  /** Takes in an entry. @returns what does not fit the entries before it */
  tell(entry: AuditEntry): readonly RecordFault[] {
    const found = entry.event === 'record.checkpoint' ? this.#checkpoint(entry) : this.#tell(entry);
    const at = { where: `entry ${entry.seq}`, request: null, mend: KEEP_AND_COMPARE };
    return found.map((what) => ({ ...at, what }));
  }

  #tell(entry: AuditEntry): readonly string[] {
    if (entry.event !== ACCOUNTS_SEEN) return [];
    const facts = seenIn(entry);
    if (!facts) return ['it does not say what it tells of accounts'];
    const { seq, hash } = entry;
    const isNext = facts.previous?.hash === this.#places.at(-1)?.hash;
    const strange = facts.accounts.filter(({ oid, before }) => !this.#isAsTold(oid, before));
    const found = strange.map(({ name, oid }) => {
      const told = this.#told.get(oid);
      const left = told ? `than entry ${told.seq} had left` : 'though no entry had told of it';
      return `what it found remembered of ${name} is something else ${left}: somebody changed it in between`;
    });
    this.#places.push({ seq, hash });
    this.#census = facts.census ?? this.#census;
    for (const { oid, stored, before } of facts.accounts) {
      const told = this.#told.get(oid);
      // What stood there before the record told of accounts is told without being stored anew.
      const storedAt = before === stored && !told ? null : entry.at;
      this.#told.set(oid, { stored, seq, storedAt, first: told?.first ?? entry.at });
    }
    return [...(isNext ? [] : ['it does not name the entry on accounts before it']), ...found];
  }

  /** The first entries take over what stood there before the record told of accounts. */
  #isAsTold(oid: string, before: string | null): boolean {
    const told = this.#told.get(oid);
    return told ? told.stored === before : before === null || this.#census === null;
  }

  /** A checkpoint is of the entries that it counts: others may have come before it was stored. */
  #checkpoint({ data }: AuditEntry): readonly string[] {
    if (!isNamed(data) || data.accounts === undefined) return [];
    const says = vouching.safeParse(data).data;
    const last = says && this.#places.findLast(({ seq }) => seq <= says.count);
    if (says && says.accounts?.hash === last?.hash) return [];
    return ['it vouches for another entry on accounts than the last one before it'];
  }

  /** Compares what is remembered with what was told, both ways. */
  faults(rows: readonly AccountRow[], tenant: string | null): readonly RecordFault[] {
    if (!this.areTold) return [];
    const found = new Set(rows.map(({ oid }) => oid));
    const gone = [...this.#told].filter(([oid]) => !found.has(oid));
    const lost = this.#census !== null && !found.has(CENSUS);
    return [
      ...rows.flatMap((row) => this.#faultsOf(row, tenant)),
      ...gone.map(([oid, { seq }]) => fault(oid, `entry ${seq} tells of it, and it is gone`)),
      ...(lost ? [fault(CENSUS, 'entries tell of a census, and its row is gone')] : []),
    ];
  }

  #faultsOf(row: AccountRow, tenant: string | null): readonly RecordFault[] {
    const { oid, body } = row;
    if (row.tenant !== tenant) return [ofAnother(`what is remembered of account ${oid}`)];
    if (oid === CENSUS) return this.#censusFaults(row);
    const told = this.#told.get(oid);
    if (!told) return [fault(oid, 'no entry tells of it')];
    if (told.stored !== sha256(body)) return [fault(oid, `it is not what entry ${told.seq} tells`)];
    if (!hasOwnColumns(row)) return [fault(oid, 'its columns say something else than its body')];
    const isSame = told.storedAt === null || told.storedAt === Number(row.updated_at);
    return isSame ? [] : [fault(oid, `it says another time than entry ${told.seq}`)];
  }

  #censusFaults({ oid, updated_at: at }: AccountRow): readonly RecordFault[] {
    if (this.#census === null) return [fault(oid, 'no entry tells of a census')];
    return Number(at) === this.#census ? [] : [fault(oid, 'it says another time than the entries tell')];
  }
}

function hasOwnColumns({ oid, body, marks_since, approver_since }: AccountRow): boolean {
  try {
    const account = readBody({ table: 'accounts_seen', id: oid }, body, accountSeenSchema);
    const times = [marks_since, approver_since].map((at) => (at === null ? null : Number(at)));
    return account.oid === oid && times[0] === account.marksSince && times[1] === account.approverSince;
  } catch (error) {
    if (!isAirlockError(error, 'store-corrupt')) throw error;
    return false;
  }
}

function fault(oid: string, what: string): RecordFault {
  return { where: `what is remembered of account ${oid}`, request: null, what, mend: BEGUN_ANEW };
}

const BEGUN_ANEW =
  'Find out who could write to the database. The service begins anew with this account when it looks at it: its employee id counts once APPROVER_MIN_AGE has passed.';
