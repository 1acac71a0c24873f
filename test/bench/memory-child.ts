import { createInterface } from 'node:readline';
import { createApp } from '../../src/service/http-server.ts';
import { keepHeapSmall } from '../../src/service/process.ts';
import type { StoreLocation } from '../../src/store/databases/store-location.ts';
import { makeServices, type OutsideWorld } from '../support/company/make-services.ts';

/** What the bench hands over in MEMORY. */
export interface MemoryOrder {
  readonly world: OutsideWorld;
  readonly place: StoreLocation;
  readonly now: number;
}

/** The bot in a process of its own. Each line that it is sent is answered with what it takes, in bytes. */
async function run({ world, place, now }: MemoryOrder): Promise<void> {
  keepHeapSmall();
  const services = await makeServices(world, place, { now: () => now });
  const app = await createApp({ services, identity: { demo: true }, port: 0, host: '127.0.0.1', jitter: () => 0 });
  app.jobs.start();
  process.stdout.write(`${app.url}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'kept') globalThis.gc?.();
    process.stdout.write(`${JSON.stringify(process.memoryUsage())}\n`);
  }
  await app.close();
}

void run(JSON.parse(process.env.MEMORY ?? '{}') as MemoryOrder);
