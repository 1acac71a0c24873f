import { AirlockError } from '../errors.ts';
import { TransportError, type TransportReason } from '../http/transport-error.ts';

const SENTENCES: Readonly<Record<TransportReason, (service: string) => string>> = {
  invalid: (service) => `Airlock could not put its call to ${service} together.`,
  unreachable: (service) => `${service} could not be reached.`,
  'timed-out': (service) => `${service} did not answer in time.`,
  cut: (service) => `The connection to ${service} broke.`,
};

/**
 * What a call without an answer means to whoever asked Defender, or another service by its name.
 * @throws AirlockError tenant-unavailable; details.arrived is false only where Defender certainly never saw the call
 */
export function noAnswer(error: unknown, service = 'Defender'): never {
  if (!(error instanceof TransportError)) throw error;
  const { reason, mayHaveArrived } = error;
  throw new AirlockError('tenant-unavailable', SENTENCES[reason](service), {
    details: { arrived: mayHaveArrived, reason },
  });
}
