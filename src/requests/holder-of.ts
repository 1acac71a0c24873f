import type { Change } from '../changes/change.ts';
import { kindOf } from '../changes/kind-of.ts';
import type { Parts } from './parts.ts';
import type { Request } from './request.ts';

/** The open request that holds an object of this change; null without one. */
export async function holderOf(parts: Parts, change: Change): Promise<Request | null> {
  for (const object of kindOf(change).objects(change)) {
    const holder = await parts.store.holder(parts.tenantId, object);
    if (holder) return holder;
  }
  return null;
}
