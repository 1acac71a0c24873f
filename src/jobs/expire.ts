import type { Services } from '../requests/ports/services.ts';
import { expireIfOverdue } from '../requests/rules/expiry.ts';
import { expireForm } from '../requests/rules/form-steps.ts';

/**
 * Expires the requests that were not submitted, decided or applied in time.
 * @returns how many requests were due
 */
export async function expireRequests(services: Services): Promise<number> {
  const lapsed = await services.store.overdue(services.clock.now(), 50);
  for (const request of lapsed) await expireIfOverdue(services, request);
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
