import type { Device } from '../../../../../src/changes/device-group.ts';
import { createFleetReader } from '../../../../../src/defender/public-api/fleet.ts';
import type { World } from '../../../../../src/sandbox/company/world.ts';
import { machineRecord } from '../../../../../src/sandbox/mde/machine-routes.ts';
import { ManualClock } from '../../../../support/runtime/manual-clock.ts';
import { scriptedApi } from '../../../../support/wire/scripted-api.ts';

const PAGE = 10_000;
const nothing = (): void => {};
const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/**
 * The devices of many tenants, each as Airlock's own client reads them. All records come in one list over HTTP, which
 * is as good and a thousand times cheaper; the ids tell the tenants apart.
 */
export async function readWorlds(worlds: readonly World[]): Promise<readonly (readonly Device[])[]> {
  const records = worlds.flatMap((world, at) =>
    world.machines.map((machine) => ({ ...machineRecord(world, machine), id: `${at}:${machine.id}` })),
  );
  const api = await scriptedApi((asked) => {
    const skip = Number(/\$skip=(\d+)/.exec(asked)?.[1] ?? 0);
    return { value: records.slice(skip, skip + PAGE) };
  });
  const clock = new ManualClock();
  const read = createFleetReader({ baseUrl: api.url, getToken: async () => 'token', clock, timeoutMs: 30_000, log });
  const { devices } = await read();
  await api.close();
  const found = worlds.map((): Device[] => []);
  for (const device of devices) {
    const [at = '', id = ''] = device.id.split(':');
    found[Number(at)]?.push({ ...device, id });
  }
  return found;
}
