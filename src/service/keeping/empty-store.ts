import type { Store } from '../../requests/ports/store.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { TenantId } from '../../shared/ids.ts';
import type { KnownHead } from '../../store/record/seen-head.ts';

/** Where the store is, and what is noted of its record elsewhere. */
interface Beside {
  readonly database: { readonly file: string } | { readonly url: string };
  readonly witnessFile: string | null;
  /** The furthest checkpoint in that file; null where it has none. */
  readonly known: KnownHead | null;
  readonly tenantId: TenantId;
}

/** The store, where it is none that holds nothing beside checkpoints; else it is closed. @throws AirlockError */
export async function unlessEmpty(store: Store, beside: Beside): Promise<Store> {
  try {
    await assertNoEmptyStore(store, beside);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/**
 * A store that holds nothing, where a checkpoint tells of a record, is mostly another one than was in use: its place is
 * named, since no entry was lost there.
 * @throws AirlockError record-broken
 */
export async function assertNoEmptyStore(
  store: Pick<Store, 'audit' | 'requests'>,
  { database, witnessFile, known, tenantId }: Beside,
): Promise<void> {
  if (known === null || (await store.audit(0, 1)).length > 0) return;
  if ((await store.requests(tenantId, { open: false, isAll: true, limit: 1 }, () => {})).length > 0) return;
  const place = 'file' in database ? database.file : 'the database at DATABASE_URL';
  throw new AirlockError(
    'record-broken',
    `Airlock does not start: ${place} is empty, and AUDIT_WITNESS_FILE (${witnessFile}) tells of a record of ${known.seq} entries. Name the database that was in use (DATA_DIR, DATABASE_URL, a volume that is not mounted), or restore a backup; where everything is lost, begin anew: docs/operate.md#an-empty-store-where-there-was-one.`,
  );
}
