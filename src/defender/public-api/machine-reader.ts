import type { Device } from '../../changes/device-group/device-group.ts';
import { createFleetReader, type FleetReaderOptions } from './fleet-reader.ts';

/** Every device of the tenant, for a connector that knows the device groups from elsewhere. */
export function createMachineReader(options: FleetReaderOptions): () => Promise<readonly Device[]> {
  const readFleet = createFleetReader(options);
  return async () => (await readFleet()).devices;
}
