import { AirlockError } from '../errors.ts';
import { TransportError, type TransportReason } from '../http/transport-error.ts';

const SENTENCES: Readonly<Record<TransportReason, string>> = {
  invalid: 'Airlock could not put its call to Defender together.',
  unreachable: 'Defender could not be reached.',
  'timed-out': 'Defender did not answer in time.',
  cut: 'The connection to Defender broke.',
};

/**
 * What a call without an answer means to whoever asked Defender.
 * @throws AirlockError tenant-unavailable; details.arrived is false only where Defender certainly never saw the call
 */
export function noAnswer(error: unknown): never {
  if (!(error instanceof TransportError)) throw error;
  const { reason, mayHaveArrived } = error;
  throw new AirlockError('tenant-unavailable', SENTENCES[reason], { details: { arrived: mayHaveArrived, reason } });
}
