import type { Services } from '../requests/ports/services.ts';
import { expireIfOverdue } from '../requests/rules/expiry.ts';
import { expireForm } from '../requests/rules/form-steps.ts';

/** Ends what nobody decided, submitted or could apply in time. @returns how many were looked at. */
export async function expireRequests(services: Services): Promise<number> {
  const lapsed = await services.store.overdue(services.clock.now(), 50);
  for (const request of lapsed) await expireIfOverdue(services, request);
  return lapsed.length;
}

/** Puts forms away that nobody went on with in time. @returns how many were looked at. */
export async function expireForms(services: Services): Promise<number> {
  const lapsed = await services.store.overdueForms(services.clock.now(), 50);
  for (const form of lapsed) await expireForm(services, form);
  return lapsed.length;
}
