import type { Parts } from '../requests/ports/services.ts';
import { lapseForm } from '../requests/rules/form-steps.ts';
import { lapseRequest } from '../requests/rules/load.ts';

/** Ends what nobody decided, submitted or could apply in time. @returns how many were looked at. */
export async function expireRequests(parts: Parts): Promise<number> {
  const lapsed = await parts.store.lapsed(parts.clock.now(), 50);
  for (const request of lapsed) await lapseRequest(parts, request);
  return lapsed.length;
}

/** Puts forms away that nobody went on with in time. @returns how many were looked at. */
export async function expireForms(parts: Parts): Promise<number> {
  const lapsed = await parts.store.lapsedForms(parts.clock.now(), 50);
  for (const form of lapsed) await lapseForm(parts, form);
  return lapsed.length;
}
