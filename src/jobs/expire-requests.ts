import { lapseRequest } from '../requests/lapse-request.ts';
import type { Parts } from '../requests/parts.ts';

/** Ends what nobody decided, submitted or could apply in time. @returns how many were looked at. */
export async function expireRequests(parts: Parts): Promise<number> {
  const lapsed = await parts.store.lapsed(parts.clock.now(), 50);
  for (const request of lapsed) await lapseRequest(parts, request);
  return lapsed.length;
}
