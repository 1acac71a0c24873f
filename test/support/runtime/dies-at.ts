import type { Services } from '../../../src/requests/ports/services.ts';
import { createApp } from '../../../src/service/http-server.ts';
import type { Company } from '../company/company.ts';

/**
 * Does everything due on one more instance that dies before or after it stores a step of this event, and takes no step
 * from then on.
 */
export async function diesAt(company: Company, event: string, moment: 'before' | 'after'): Promise<void> {
  const { services } = company;
  let isDead = false;
  const alive = () => {
    if (isDead) throw new TypeError('killed');
  };
  const commit: Services['store']['commit'] = async (step) => {
    alive();
    const isIt = step.audit.some((entry) => entry.event === event);
    isDead = isIt;
    if (isIt && moment === 'before') alive();
    const done = await services.store.commit(step);
    alive();
    return done;
  };
  const postponeTask: Services['store']['postponeTask'] = async (...args) => {
    alive();
    return services.store.postponeTask(...args);
  };
  const store = { ...services.store, commit, postponeTask };
  const place = { port: 0, host: '127.0.0.1' };
  const app = await createApp({
    services: { ...services, store },
    identity: { demo: true },
    ...place,
    jitter: () => 0,
  });
  company.apps.push(app);
  await app.jobs.settle().catch(() => undefined);
}
