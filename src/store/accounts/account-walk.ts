import { z } from 'zod';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import type { AirlockError } from '../../shared/errors.ts';
import type { TenantId } from '../../shared/ids.ts';
import { latestEntry, readAudit, toEntry } from '../queries/entry-rows.ts';
import { walkFrom } from '../queries/head/walk-end.ts';
import { doesNotHold, walkBroken } from '../record/broken-record.ts';
import { entryFault, NOTHING_WALKED, signedFault, type Walked } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { SeenHead } from '../record/seen-head.ts';
import type { Db } from '../schema/tables.ts';
import { ACCOUNTS_SEEN, type Place, placeSchema, seenIn, type ToldAccounts, toldBy } from './told-accounts.ts';

/** How far the record was walked, and the entries on accounts up to there, by tenant. */
interface Standing {
  readonly walked: Walked;
  /** The last entry on accounts. */
  readonly last: Place | null;
  readonly told: ReadonlyMap<TenantId, ToldAccounts>;
}

/**
 * Keeps in mind what the record tells of accounts. It begins at the last checkpoint, which vouches for the entries on
 * accounts before it, and walks the chain from there to its end; later it walks only what is new. So an entry that was
 * hidden or removed is missed, and a look costs one short query.
 */
export class AccountWalk {
  #standing: Standing | null = null;

  /**
   * @param keys null where signatures cannot be checked
   * @param seen what this process wrote itself
   */
  constructor(
    readonly keys: PublicKeys | null,
    readonly seen: Pick<SeenHead, 'ownIn'> | null = null,
  ) {}

  /**
   * What the record tells of a tenant's accounts now.
   * @throws AirlockError record-broken
   */
  async told(db: Db, tenant: TenantId): Promise<ToldAccounts> {
    return toldBy([], tenant, (await this.#walk(db)).told.get(tenant));
  }

  /** The last entry on accounts; null where there is none. @throws AirlockError record-broken */
  async last(db: Db): Promise<Place | null> {
    return (await this.#walk(db)).last;
  }

  async #walk(db: Db): Promise<Standing> {
    const begun = this.#standing ?? (await begin(db, this.keys));
    const { walked, seen } = await walkFrom(db, begun.walked, this, isOnAccounts);
    const standing = { ...after(begun, seen), walked };
    if (standing.walked.seq >= (this.#standing?.walked.seq ?? 0)) this.#standing = standing;
    return standing;
  }
}

function isOnAccounts({ event }: AuditEntry): boolean {
  return event === ACCOUNTS_SEEN;
}

function after(standing: Standing, seen: readonly AuditEntry[]): Standing {
  const last = seen.at(-1);
  if (!last) return standing;
  const told = new Map(standing.told);
  for (const tenant of new Set(seen.map(({ tenantId }) => tenantId)))
    told.set(tenant, toldBy(seen, tenant, told.get(tenant)));
  return { ...standing, last: placeOf(last), told };
}

function placeOf({ seq, hash }: Place): Place {
  return { seq, hash };
}

const vouching = z.looseObject({ count: z.int(), head: z.string(), accounts: placeSchema.nullable() });

/** Where to begin: at the last checkpoint where it tells of accounts, else at the beginning of the record. */
async function begin(db: Db, keys: PublicKeys | null): Promise<Standing> {
  const nothing: Standing = { walked: NOTHING_WALKED, last: null, told: new Map() };
  const checkpoint = await latestEntry(db, 'record.checkpoint');
  const says = checkpoint && vouching.safeParse(checkpoint.data).data;
  if (!says) return nothing;
  const fault = signedFault(checkpoint, keys);
  if (fault !== null) throw walkBroken(fault, checkpoint);
  const [at] = await readAudit(db, says.count, 1);
  if (at?.seq !== says.count || at.hash !== says.head)
    throw doesNotHold(`entry ${says.count} is not the one that entry ${checkpoint.seq} vouches for`);
  const { seq, hash, keyId } = at;
  return { ...after(nothing, await entriesUpTo(db, says.accounts)), walked: { seq, hash, keyId, retired: [] } };
}

/** The entries on accounts up to one of them. Each names the one before it, so none can be missing. */
async function entriesUpTo(db: Db, place: Place | null): Promise<readonly AuditEntry[]> {
  if (place === null) return [];
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('event', '=', ACCOUNTS_SEEN)
    .where('seq', '<=', place.seq)
    .orderBy('seq')
    .execute();
  const entries = rows.map(toEntry);
  let expected: Place | null = place;
  for (const entry of entries.toReversed()) {
    const facts = seenIn(entry);
    if (entry.seq !== expected?.seq || entry.hash !== expected.hash || !facts) throw missed(expected);
    const fault = entryFault(entry, null);
    if (fault !== null) throw doesNotHold(fault);
    expected = facts.previous;
  }
  if (expected !== null) throw missed(expected);
  return entries;
}

function missed(place: Place | null): AirlockError {
  return doesNotHold(place === null ? 'an entry on accounts is there twice' : `entry ${place.seq} on accounts is gone`);
}
