import { lapseForm } from '../requests/lapse-form.ts';
import type { Parts } from '../requests/parts.ts';

/** Puts forms away that nobody went on with in time. @returns how many were looked at. */
export async function expireForms(parts: Parts): Promise<number> {
  const lapsed = await parts.store.lapsedForms(parts.clock.now(), 50);
  for (const form of lapsed) await lapseForm(parts, form);
  return lapsed.length;
}
