import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createJobs, type Jobs } from '../jobs/create-jobs.ts';
import type { Jitter } from '../jobs/deliver-messages.ts';
import type { Services } from '../requests/ports/services.ts';
import { AirlockError } from '../shared/errors.ts';
import type { BotIdentity } from '../teams/bot/credentials.ts';
import { createTeams } from '../teams/create-teams.ts';
import type { Metrics } from './metrics.ts';

export interface AppOptions {
  readonly services: Services;
  readonly identity: BotIdentity;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  readonly jitter: Jitter;
  /** Served at `/metrics` when given. For operators only: keep it inside your network. */
  readonly metrics?: Pick<Metrics, 'contentType' | 'text'>;
}

export interface App {
  /** Origin, without a slash at its end. */
  readonly url: string;
  readonly jobs: Jobs;
  /** Accepts no new turn, finishes current turns and running work, and closes the store. */
  close(): Promise<void>;
}

/**
 * Milliseconds for which an idle connection is kept. Longer than Azure's front ends keep it (4 minutes), so that they
 * close it first. With Node's default of 5 seconds, their calls sometimes hit a connection that is just closing.
 */
const KEEP_ALIVE = 300_000;

/** Mounts the bot, listens, and creates the jobs without starting them: main starts them, tests drive them. */
export async function createApp(options: AppOptions): Promise<App> {
  const { services } = options;
  const teams = createTeams({ services, identity: options.identity });
  const jobs = createJobs({ services, messenger: teams.messenger, jitter: options.jitter });
  const web = express().disable('x-powered-by');
  web.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  web.get('/readyz', async (_request, response) => {
    const ready = await services.store.ping().then(
      () => true,
      () => false,
    );
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'the store cannot be written to' });
  });
  const { metrics } = options;
  if (metrics)
    web.get('/metrics', async (_request, response) => {
      response.type(metrics.contentType).send(await metrics.text());
    });
  web.use(teams.router);
  web.use((_request, response) => void response.status(404).json({ error: 'There is nothing here.' }));
  const server = await listen(web, options.port, options.host);
  return {
    url: originOf(options.host, (server.address() as AddressInfo).port),
    jobs,
    async close() {
      await closeServer(server);
      await jobs.stop();
      await services.store.close();
    },
  };
}

function originOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function listen(web: express.Express, port: number, host: string): Promise<Server> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, web);
  server.prependListener('request', (_request, response) => {
    response.once('close', () => setImmediate(() => !server.listening && server.closeIdleConnections()));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new AirlockError(
          'config-invalid',
          `Airlock cannot listen on ${host}:${port}. Is another instance running? Set PORT to another port.`,
          { cause },
        ),
      );
    });
    server.listen(port, host, () => resolve(server));
  });
}

/** Waits for current turns. Closes idle connections at once, and those of turns after their answers. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
