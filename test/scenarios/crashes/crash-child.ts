import http from 'node:http';
import type { TaskKind } from '../../../src/requests/ports/outbox.ts';
import type { Services } from '../../../src/requests/ports/services.ts';
import type { Tenant } from '../../../src/requests/ports/tenant.ts';
import type { RequestEvent } from '../../../src/requests/record/transitions.ts';
import { createApp } from '../../../src/service/http-server.ts';
import type { StoreLocation } from '../../../src/store/databases/store-location.ts';
import { makeServices, type OutsideWorld, type PartsOptions } from '../../support/company/make-services.ts';

/** Where the process can be killed. */
export type KillPoint =
  | 'directory'
  | `commit:${RequestEvent | 'drafted'}:${'before' | 'after'}`
  | `take:${TaskKind}`
  | `posts:${'taken' | 'sent' | 'noted'}`
  | `${'form' | 'read' | 'verify' | 'write' | 'save'}:${'before' | 'after'}`;

/** What the test hands over in CRASH. */
export interface CrashOrder {
  readonly world: OutsideWorld;
  readonly place: StoreLocation;
  readonly now: number;
  readonly point: KillPoint;
  readonly options: PartsOptions;
}

/** Wraps the ports so that this process is killed, as by the kernel, when it reaches the named point. */
function doomed(services: Services, point: string): Services {
  const reach = (name: string): void => {
    if (name === point) process.kill(process.pid, 'SIGKILL');
  };
  const { store, tenant, directory } = services;
  const plain = http.request;
  /** Others than Airlock's own client call it in other forms. */
  const request = (...args: [URL, http.RequestOptions]): http.ClientRequest => {
    const [url, options] = args;
    const put = url instanceof URL && options.method === 'PUT' && url.href.includes('machine_groups');
    const save = put || (url instanceof URL && url.href.includes('SaveAdvancedFeaturesSetting'));
    if (save) reach('save:before');
    const sent = plain(...args);
    return save ? sent.once('response', () => reach('save:after')) : sent;
  };
  Object.assign(http, { request });
  return {
    ...services,
    directory: {
      ...directory,
      standing(...args) {
        reach('directory');
        return directory.standing(...args);
      },
    },
    tenant: doomedTenant(tenant, reach),
    store: {
      ...store,
      async commit(step) {
        const event = step.audit[0]?.event.replace('request.', '') ?? '';
        reach(`commit:${event}:before`);
        const request = await store.commit(step);
        reach(`commit:${event}:after`);
        return request;
      },
      async send(errand) {
        if (errand.form) reach('form:before');
        await store.send(errand);
        if (errand.form) reach('form:after');
      },
      async takeTask(...args) {
        const task = await store.takeTask(...args);
        if (task) reach(`take:${task.kind}`);
        return task;
      },
      async takeMessages(...args) {
        const messages = await store.takeMessages(...args);
        if (messages.length > 0) reach('posts:taken');
        return messages;
      },
      async messageShown(...args) {
        reach('posts:sent');
        await store.messageShown(...args);
        reach('posts:noted');
      },
    },
  };
}

function doomedTenant(tenant: Tenant, reach: (name: string) => void): Tenant {
  const read: Tenant['read'] = async (scopes) => {
    reach('read:before');
    const snapshot = await tenant.read(scopes);
    reach('read:after');
    return snapshot;
  };
  if (tenant.applies === 'by-hand') {
    return {
      ...tenant,
      read,
      async verify(...args) {
        reach('verify:before');
        const found = await tenant.verify(...args);
        reach('verify:after');
        return found;
      },
    };
  }
  return {
    ...tenant,
    read,
    async write(change, base, limits) {
      const begin = async () => {
        const mayBegin = (await limits?.begin?.()) ?? true;
        if (mayBegin) reach('write:before');
        return mayBegin;
      };
      const outcome = await tenant.write(change, base, limits && { ...limits, begin });
      reach('write:after');
      return outcome;
    },
  };
}

async function run(order: CrashOrder): Promise<void> {
  const services = await makeServices(order.world, order.place, { now: () => order.now }, order.options);
  const app = await createApp({
    services: doomed(services, order.point),
    identity: { demo: true },
    port: 0,
    host: '127.0.0.1',
    jitter: () => 0,
  });
  app.jobs.start();
  process.stdout.write(`${app.url}\n`);
}

void run(JSON.parse(process.env.CRASH ?? '{}') as CrashOrder);
