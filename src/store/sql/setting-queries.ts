import { canonical, type Json } from '../../changes/json.ts';
import type { SettingChange } from '../store.ts';
import { type Db, readJson } from './rows.ts';

export async function findSetting(db: Db, tenant: string, name: string): Promise<Json> {
  const row = await db
    .selectFrom('settings')
    .select('body')
    .where('tenant', '=', tenant)
    .where('name', '=', name)
    .executeTakeFirst();
  return row ? (readJson(row.body, 'setting') as Json) : null;
}

/** A setting that was never set is null from here on, so that one comparing update decides every race. */
export async function swapSetting(db: Db, tenant: string, name: string, { from, to }: SettingChange): Promise<boolean> {
  await db
    .insertInto('settings')
    .values({ tenant, name, body: canonical(null) })
    .onConflict((conflict) => conflict.columns(['tenant', 'name']).doNothing())
    .execute();
  const { numUpdatedRows } = await db
    .updateTable('settings')
    .set({ body: canonical(to) })
    .where('tenant', '=', tenant)
    .where('name', '=', name)
    .where('body', '=', canonical(from))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
