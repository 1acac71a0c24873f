import type { Services } from '../requests/ports/services.ts';
import { expireIfOverdue } from '../requests/rules/expiry.ts';
import { expireForm } from '../requests/rules/form-steps.ts';
import { UNREADABLE_PAUSE } from '../shared/backoff.ts';

/**
 * Expires the requests that were not submitted, decided or applied in time. One that cannot end, since its row is not
 * as recorded, is looked at again later.
 * @returns how many requests were due
 */
export async function expireRequests(services: Services): Promise<number> {
  const lapsed = await services.store.overdue(services.clock.now(), 50);
  for (const request of lapsed) {
    const after = await expireIfOverdue(services, request);
    if (after.rev === request.rev)
      await services.store.postponeExpiry(request, services.clock.now() + UNREADABLE_PAUSE);
  }
  return lapsed.length;
}

/**
 * Closes the forms that nobody continued in time.
 * @returns how many forms were due
 */
export async function expireForms(services: Services): Promise<number> {
  const lapsed = await services.store.overdueForms(services.clock.now(), 50);
  for (const form of lapsed) await expireForm(services, form);
  return lapsed.length;
}
