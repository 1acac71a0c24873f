import type { Db } from './rows.ts';

/** Takes or prolongs a named lease; false while somebody else holds it. */
export async function acquireLease(db: Db, name: string, owner: string, now: number, until: number): Promise<boolean> {
  await db
    .insertInto('leases')
    .values({ name, owner, until: 0 })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { numUpdatedRows } = await db
    .updateTable('leases')
    .set({ owner, until })
    .where('name', '=', name)
    .where((eb) => eb.or([eb('owner', '=', owner), eb('until', '<=', now)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function releaseLease(db: Db, name: string, owner: string): Promise<void> {
  await db.updateTable('leases').set({ until: 0 }).where('name', '=', name).where('owner', '=', owner).execute();
}
