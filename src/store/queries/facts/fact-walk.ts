import type { AuditEntry } from '../../../requests/ports/audit-entry.ts';
import type { TenantId } from '../../../shared/ids.ts';
import { asJson, canonical } from '../../../shared/json.ts';
import { NOTHING_WALKED, sha256, type Walked } from '../../record/entry.ts';
import type { PublicKeys } from '../../record/record-keys.ts';
import type { SeenHead } from '../../record/seen-head.ts';
import type { Db } from '../../schema/tables.ts';
import { toEntry } from '../entry-rows.ts';
import { vouchedFor } from '../head/vouched.ts';
import { walkFrom } from '../head/walk-end.ts';
import { factsIn, outsideOnce, type ToldOf, toldFactsBy } from './known-in-entries.ts';

/** How far the record was walked, and what it tells up to there, by tenant. */
interface Standing {
  readonly walked: Walked;
  readonly told: ReadonlyMap<TenantId, ToldOf>;
}

/**
 * Keeps in mind what the record tells of the tenant. It begins at the last checkpoint, which vouches for what the
 * entries before it tell, and walks the chain from there to its end; later it walks only what is new. So an entry that
 * was hidden or removed is missed, and a look costs one short query.
 */
export class FactWalk {
  #standing: Standing | null = null;

  /**
   * @param keys null where signatures cannot be checked
   * @param seen what this process wrote itself
   */
  constructor(
    readonly keys: PublicKeys | null,
    readonly seen: Pick<SeenHead, 'ownIn'> | null = null,
  ) {}

  /** What the record tells of a tenant now. @throws AirlockError record-broken */
  async told(db: Db, tenant: TenantId): Promise<ToldOf> {
    const begun = this.#standing ?? (await begin(db, this.keys, tenant));
    const { walked, seen } = await walkFrom(db, begun.walked, this, isTelling);
    const standing = { walked, told: after(begun.told, seen) };
    if (standing.walked.seq >= (this.#standing?.walked.seq ?? 0)) this.#standing = standing;
    return toldFactsBy([], tenant, standing.told.get(tenant));
  }

  /** SHA-256 (hex) over what the record tells of a tenant now. @throws AirlockError record-broken */
  async digest(db: Db, tenant: TenantId): Promise<string> {
    return digestOf(await this.told(db, tenant));
  }
}

function isTelling(entry: AuditEntry): boolean {
  return factsIn(entry).length > 0 || outsideOnce(entry) !== null;
}

function after(before: Standing['told'], seen: readonly AuditEntry[]): Standing['told'] {
  if (seen.length === 0) return before;
  const told = new Map(before);
  for (const tenant of new Set(seen.map(({ tenantId }) => tenantId)))
    told.set(tenant, toldFactsBy(seen, tenant, told.get(tenant)));
  return told;
}

function digestOf({ facts, isSilent, numbers }: ToldOf): string {
  const told = [...facts].map(([key, { fact, seq }]) => [key, seq, { ...fact }]);
  return sha256(canonical(asJson({ isSilent, numbers: [...numbers].sort(), told: told.sort() })));
}

/** Where to begin: at the last checkpoint where it vouches for what was told, else at the beginning of the record. */
async function begin(db: Db, keys: PublicKeys | null, tenant: TenantId): Promise<Standing> {
  const nothing: Standing = { walked: NOTHING_WALKED, told: new Map() };
  const vouched = await vouchedFor(db, keys);
  if (vouched?.tenantId !== tenant || vouched.facts === undefined || vouched.walked === null) return nothing;
  const told = after(nothing.told, await tellingUpTo(db, vouched.walked.seq));
  const isVouched = digestOf(toldFactsBy([], tenant, told.get(tenant))) === vouched.facts;
  // Where an entry is gone, the walk from the beginning says which.
  return isVouched ? { walked: vouched.walked, told } : nothing;
}

/** The entries up to one of them that may tell of the tenant. */
async function tellingUpTo(db: Db, seq: number): Promise<readonly AuditEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('seq', '<=', seq)
    .where((eb) => eb.or([eb('data', 'like', '%"known":%'), eb('event', 'like', 'outside.%')]))
    .orderBy('seq')
    .execute();
  return rows.map(toEntry).filter(isTelling);
}
