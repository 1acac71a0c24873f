import { z } from 'zod';
import type { AffectedDevice } from '../../changes/device-effects.ts';
import { DEVICE_STATES } from '../../changes/device-group.ts';
import type { RequestId } from '../../shared/ids.ts';
import { readBody, writeBody } from '../bodies/stored-body.ts';
import { pageFromVersion1 } from '../bodies/version-1.ts';
import type { Db } from '../schema/tables.ts';

/**
 * How many devices one row holds. A page on a card needs at most two rows, and a row stays small enough for every
 * driver.
 */
const ROW = 200;

const group = z.object({ id: z.int(), name: z.string() }).nullable();

const devicePage: z.ZodType<{ readonly devices: readonly AffectedDevice[] }> = z.object({
  devices: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      from: group,
      to: group,
      effect: z.enum(['same', 'raised', 'lowered', 'unclear']),
      state: z.enum(DEVICE_STATES).exclude(['onboarded']).exactOptional(),
    }),
  ),
});

/** Replaces the devices stored for the request by these, in this order. */
export async function replaceAffected(db: Db, requestId: RequestId, devices: readonly AffectedDevice[]): Promise<void> {
  await db.deleteFrom('request_devices').where('request_id', '=', requestId).execute();
  for (let start = 0; start < devices.length; start += ROW) {
    const body = writeBody({ devices: devices.slice(start, start + ROW) });
    await db
      .insertInto('request_devices')
      .values({ request_id: requestId, page: start / ROW, body })
      .execute();
  }
}

export async function readAffected(
  db: Db,
  requestId: RequestId,
  skip: number,
  top: number,
): Promise<readonly AffectedDevice[]> {
  const first = Math.max(0, skip);
  const end = first + Math.max(0, top);
  const rows = await db
    .selectFrom('request_devices')
    .select(['page', 'body'])
    .where('request_id', '=', requestId)
    .where('page', '>=', Math.floor(first / ROW))
    .where('page', '<', Math.ceil(end / ROW))
    .orderBy('page')
    .execute();
  const devices = rows.flatMap(
    ({ page, body }) =>
      readBody({ table: 'request_devices', id: `${requestId}/${page}` }, body, devicePage, pageFromVersion1).devices,
  );
  return devices.slice(first % ROW, (first % ROW) + end - first);
}
