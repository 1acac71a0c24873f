import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Company } from '../../support/company/company.ts';
import type { PartsOptions } from '../../support/company/make-services.ts';
import { bundled } from '../../support/processes/bundled.ts';
import type { CrashOrder } from './crash-child.ts';

/** Runs a second instance that dies at the point, clicks there, and waits for its end. */
export async function killedAt(
  company: Company,
  point: string,
  click: unknown,
  options: PartsOptions = {},
): Promise<NodeJS.Signals | null> {
  const { sandbox, place, clock } = company;
  const order: CrashOrder = {
    world: { url: sandbox.url, tenantId: sandbox.world.tenantId, session: sandbox.portalSession() },
    place,
    now: clock.now(),
    point,
    options,
  };
  const child = spawn(process.execPath, await bundled('test/scenarios/crashes/crash-child.ts'), {
    env: { ...process.env, CRASH: JSON.stringify(order) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(click),
  }).catch(() => undefined);
  const [, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  return signal;
}
