import { remindWaiting } from '../requests/asking/digest/remind-waiting.ts';
import { tellDigests } from '../requests/asking/digest/tell-digests.ts';
import type { Services } from '../requests/ports/services.ts';
import { errorFields, isAirlockError } from '../shared/errors.ts';

/** Tells channels what is due: digests, and what has waited in Defender. What fails is left for the next time. */
export async function tellChannels(services: Services): Promise<void> {
  for (const tell of [tellDigests, remindWaiting]) {
    try {
      const told = await tell(services);
      if (told > 0) services.log.info({ told }, 'channels told what is due');
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      services.log.warn(errorFields(error), 'channels not told what is due');
    }
  }
}
