import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Company } from '../../support/company/company.ts';
import type { PartsOptions } from '../../support/company/make-services.ts';
import { bundled } from '../../support/processes/bundled.ts';
import type { CrashOrder, KillPoint } from './crash-child.ts';

/** How a request ends whose process is killed at a point. */
export type Ends = Readonly<Partial<Record<KillPoint, 'applied' | 'failed'>>>;

export function endings(ends: Ends): [KillPoint, 'applied' | 'failed'][] {
  return Object.entries(ends) as [KillPoint, 'applied' | 'failed'][];
}

/** Milliseconds for an instance to start and to reach its point; many times what it takes. */
const PATIENCE = 50_000;

/**
 * Runs a second instance that dies at the point, clicks there, and waits for its end. One that never reaches the point
 * ends by SIGTERM.
 */
export async function killedAt(
  company: Company,
  point: KillPoint,
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
    timeout: PATIENCE,
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
