import { randomUUID } from 'node:crypto';
import { composeServices } from './compose.ts';
import { readServiceConfig } from './config/read-config.ts';
import type { ServiceConfig } from './config/service-config.ts';
import { createApp } from './http-server.ts';
import { createLog } from './process.ts';

/** What is said at the start, whatever is logged: what of a tenant Airlock will touch, and by what right. */
const CONNECTORS: Readonly<Record<ServiceConfig['connector']['kind'], string>> = {
  guided: 'Connector: guided. An operator applies approved changes by hand; Airlock itself writes nothing to Defender.',
  portal:
    "Connector: portal. Approved changes are written by the Defender portal's own API, which Microsoft does not support, with an operator's session.",
};

/**
 * The service for a real tenant.
 * @param say where the start is announced; standard output belongs to the log
 * @throws AirlockError config-invalid
 */
export async function startProduction(say: NodeJS.WritableStream): Promise<{ close(): Promise<void> }> {
  const config = readServiceConfig();
  const log = createLog(config.logLevel);
  const { services, metrics } = await composeServices(config, {
    clock: { now: () => Date.now() },
    ids: { next: () => randomUUID() },
    log,
  });
  const { host, port } = config;
  const app = await createApp({ services, identity: config.bot, port, host, jitter: Math.random, metrics });
  app.jobs.start();
  log.info({ tenantId: config.tenantId, host, port, connector: config.connector.kind }, 'started');
  say.write(`Airlock serves tenant ${config.tenantId} on ${app.url}. ${CONNECTORS[config.connector.kind]}\n`);
  if (config.sandbox) say.write('SANDBOX is loopback: this is no real tenant, and Teams cannot reach it.\n');
  return app;
}
