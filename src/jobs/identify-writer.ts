import type { Services } from '../requests/ports/services.ts';

/**
 * Asks Defender whose session would write, as soon as an operator has signed in anew: no click waits for Defender, and
 * until it has told, an approval may not count. @returns false: nothing more is due
 */
export async function identifyWriter({ tenant }: Pick<Services, 'tenant'>): Promise<boolean> {
  if (tenant.applies === 'automatically') await tenant.identify();
  return false;
}
