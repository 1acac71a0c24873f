import { createRequire } from 'node:module';
import express, { type Router } from 'express';
import { createJobs, type Jobs } from '../jobs/create-jobs.ts';
import type { Jitter } from '../jobs/delivery/deliver-messages.ts';
import type { Steady } from '../jobs/hold-write.ts';
import { identifyWriter } from '../jobs/identify-writer.ts';
import { JOB_SETTINGS, type JobSettings } from '../jobs/job-settings.ts';
import type { Services } from '../requests/ports/services.ts';
import { recordStart } from '../requests/recording/record-start.ts';
import type { BotIdentity } from '../teams/bot/credentials.ts';
import type { Limits } from '../teams/bot/pace.ts';
import { createTeams } from '../teams/create-teams.ts';
import { Heartbeat } from './keeping/heartbeat.ts';
import { Readiness } from './keeping/readiness.ts';
import type { Metrics } from './metrics.ts';
import { opsRoutes } from './ops-routes.ts';
import { type Listening, serve, type WebServer } from './web-server.ts';

export interface AppOptions extends Listening {
  readonly services: Services;
  readonly identity: BotIdentity;
  /** Where operators ask for health and metrics; beside the bot when null or absent, as in the demo and the tests. */
  readonly ops?: Listening | null;
  readonly jitter: Jitter;
  /** The process' own where absent. */
  readonly steady?: Steady;
  /** How often the tenant is looked at; as usual where absent. */
  readonly pace?: Pick<JobSettings, 'watchEvery' | 'watchLook'>;
  /** How much is answered in a minute; no limits where absent. */
  readonly limits?: Limits;
  /** Whether cards that refresh by themselves go by what the directory said some seconds ago; they ask where absent. */
  readonly keepsLooks?: boolean;
  /** Served at `/metrics` when given. */
  readonly metrics?: Pick<Metrics, 'contentType' | 'text'>;
}

export interface App {
  /** Origin, without a slash at its end. */
  readonly url: string;
  /** Origin of `/healthz`, `/readyz` and `/metrics`. */
  readonly opsUrl: string;
  readonly jobs: Jobs;
  /** What the demo asks what waits for people. */
  readonly stored: Pick<Services, 'store' | 'tenantId'>;
  /**
   * Accepts no new turn, finishes current turns and running work, and closes the store: all within `WHOLE`. What is not
   * done by then is left as a crash would leave it, and goes on at the next start.
   */
  close(): Promise<void>;
}

const { version: VERSION } = createRequire(import.meta.url)('../../package.json') as { version: string };

/**
 * Records the start, mounts the bot, listens, and creates the jobs without starting them: main starts them, tests drive
 * them. Before the first click can come, Defender has told whose session would write, if it answers.
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { services, identity, host, port, limits, ops = null, metrics, jitter, steady, keepsLooks = false } = options;
  const { store, clock } = services;
  const recordStop = await recordStart(services, VERSION).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const teams = createTeams({ services, identity, keepsLooks, ...(limits && { limits }) });
  const settings = { ...JOB_SETTINGS, ...options.pace };
  const heartbeat = new Heartbeat(store, clock);
  await heartbeat.beat();
  const hands = { ...teams, jitter, ...(steady && { steady }) };
  const jobs = createJobs({ services, ...hands, settings, beat: () => heartbeat.beat() });
  await identifyWriter(services);
  const readiness = new Readiness({ store, witness: services.witness, heartbeat, clock });
  const asked = opsRoutes({ readiness, ...(metrics && { metrics }) });
  const server = await serve(webOf(ops ? [teams.router] : [teams.router, asked]), { host, port }, 'PORT');
  const inside = ops && (await serveOps(asked, ops, server));
  const leave = async () => {
    await Promise.all([server.close(), inside?.close(), jobs.stop()]);
    await recordStop();
    await store.close();
  };
  return {
    url: server.url,
    opsUrl: (inside ?? server).url,
    jobs,
    stored: services,
    close: () => within(WHOLE, leave, () => services.log.warn({}, 'stopped before all work was done')),
  };
}

/** Milliseconds for the whole end of an instance: 10 s for turns, and the rest for work that began before. */
const WHOLE = 18_000;

/** Waits for the work, but no longer than this. */
async function within(ms: number, work: () => Promise<void>, late: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const isLate = new Promise<true>((resolve) => {
    timer = setTimeout(() => resolve(true), ms);
  });
  try {
    if ((await Promise.race([work(), isLate])) === true) late();
  } finally {
    clearTimeout(timer);
  }
}

/** @throws AirlockError config-invalid; then the other server is closed, so that the process can end */
async function serveOps(asked: Router, at: Listening, other: WebServer): Promise<WebServer> {
  try {
    return await serve(webOf([asked]), at, 'OPS_PORT');
  } catch (error) {
    await other.close();
    throw error;
  }
}

/** Whoever is refused keeps no connection: there are only so many, and those who are served need them. */
const closeRefused: express.RequestHandler = (_request, response, next) => {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((status: number, ...more: []) => {
    if (status >= 400) response.setHeader('connection', 'close');
    return writeHead(status, ...more);
  }) as typeof response.writeHead;
  next();
};

function webOf(routers: readonly Router[]): express.Express {
  const web = express().disable('x-powered-by').disable('etag').use(closeRefused);
  web.use(...routers);
  web.use((_request, response) => void response.status(404).json({ error: 'There is nothing here.' }));
  return web;
}
