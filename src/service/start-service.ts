import { randomUUID } from 'node:crypto';
import { connectorNamed } from '../defender/registry/connectors.ts';
import { composeApp } from './compose.ts';
import { readServiceConfig } from './config/read-config.ts';
import { createLog, routeConsole } from './process.ts';

/**
 * The service for a real tenant.
 * @param announce where the start is announced; standard output is for the log
 * @throws AirlockError config-invalid
 */
export async function startProduction(announce: NodeJS.WritableStream): Promise<{ close(): Promise<void> }> {
  const config = readServiceConfig();
  const log = createLog(config.logLevel);
  routeConsole(log);
  const app = await composeApp(config, {
    clock: { now: () => Date.now() },
    ids: { next: () => randomUUID() },
    log,
    jitter: Math.random,
    isAlone: true,
    steady: () => performance.now(),
  });
  app.jobs.start();
  const { tenantId, host, port } = config;
  const { kind, words } = connectorNamed(config.connector.kind);
  log.info({ tenantId, host, port, connector: kind }, 'service started');
  announce.write(`Airlock serves tenant ${tenantId} on ${app.url}. Connector: ${kind}. ${words.start}\n`);
  announce.write(`Health and metrics, for inside only: ${app.opsUrl}\n`);
  if (config.sandbox) announce.write('SANDBOX is loopback: this is not a real tenant, and Teams cannot reach it.\n');
  return app;
}
