import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { AirlockError } from '../shared/errors.ts';
import type { PlayedName } from '../shared/played-tenants.ts';
import { auditLogOf } from './audit-log/audit-log.ts';
import { feedRoutes } from './audit-log/feed-routes.ts';
import { type Chat, createChat } from './chat/create-chat.ts';
import type { ChatState } from './chat/state/chat-state.ts';
import { createWorld } from './company/create-world.ts';
import { PORTAL_OPERATOR } from './company/people.ts';
import type { World } from './company/world.ts';
import type { ConnectorSwitch } from './controls/connector-routes.ts';
import { controlsRoutes } from './controls/controls-routes.ts';
import { portalRoutes } from './defender/portal-routes.ts';
import { type PortalSession, PortalSessions } from './defender/portal-sessions.ts';
import { hasSession, portalPage } from './defender/require-session.ts';
import { faultable, late } from './faults/faultable.ts';
import { graphRoutes } from './graph/graph-routes.ts';
import { type KeptWorld, restoreChat, restoreWorld } from './keep/kept-world.ts';
import { type WorldFile, writeWorldFile } from './keep/world-file.ts';
import { mdeRoutes } from './mde/mde-routes.ts';
import { oauthRoutes, SIGN_IN } from './oauth/oauth-routes.ts';
import { localOnly } from './wire/local-only.ts';

/** Mounts every API of the world on one server. Each brings its own paths, errors and body parsers. */
function sandboxApp(world: World, sessions: PortalSessions, chat: Chat, options: SandboxOptions): express.Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use(localOnly);
  // Graph comes first, which is asked most.
  app.use(['/v1.0', '/beta'], faultable(world, 'graph'));
  app.use(graphRoutes(world));
  app.use('/sandbox', controlsRoutes(world, sessions, options.connectors));
  app.use('/apiproxy/mtp', faultable(world, 'portal'), portalRoutes(world, sessions));
  app.get('/', late(world, 'portal', hasSession), portalPage(sessions));
  app.use('/api/v1.0/:tenant/activity/feed', faultable(world, 'activity'), feedRoutes(world));
  app.use('/api', faultable(world, 'mde'));
  app.use(mdeRoutes(world));
  app.use([...SIGN_IN], faultable(world, 'sign-in'));
  app.use(oauthRoutes(world));
  app.use(chat.router);
  return app;
}

const HOST = '127.0.0.1';

export interface SandboxOptions {
  /** 0 means any free port. */
  readonly port: number;
  /** The bot's messaging endpoint. It is read for each delivery, so the bot may start later. */
  readonly botUrl: () => string;
  /** The kind of tenant to simulate, or a habit of a classic one; `classic` when absent. */
  readonly tenant?: PlayedName;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** How latency is waited for; a timer of Node when absent. */
  readonly wait?: World['wait'];
  /** Milliseconds until the audit log shows a change; some minutes when absent. */
  readonly auditDelay?: number;
  /** How the bot reaches Defender, for the page to show and change. */
  readonly connectors?: ConnectorSwitch;
  /** What an earlier sandbox left; a fresh company when absent. */
  readonly kept?: KeptWorld | null;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  readonly world: World;
  /** Signs somebody in to the portal: the person with this user principal name, or the demo's operator. */
  portalSession(upn?: string): PortalSession;
  /** Calls back with each session that a control signs in; the sessions before it have ended. */
  followSignIn(listener: (session: PortalSession) => void): void;
  /** Settles once the bot, which has to be running for that, knows everybody who is in the company so far. */
  introduced(): Promise<void>;
  /** Writes people, tenant and messages into this file from now on. @param failed says that it could not */
  keepIn(file: string, failed: (error: unknown) => void): void;
  /** Ends the chat, closes every open connection, and frees the port. */
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<string> {
  const listening = once(server, 'listening');
  server.listen(port, HOST);
  try {
    await listening;
  } catch (cause) {
    throw new AirlockError(
      'config-invalid',
      `The sandbox cannot listen on ${HOST}:${port}. Another demo may run: end it, or set SANDBOX_PORT and PORT to other ports.`,
      { cause },
    );
  }
  return `http://${HOST}:${(server.address() as AddressInfo).port}`;
}

/** Starts the world outside the bot on loopback: Defender, Graph, sign-in, Teams and the chat page. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = createWorld(options);
  const { kept = null, auditDelay } = options;
  if (auditDelay !== undefined) auditLogOf(world).delayMs = auditDelay;
  if (kept) restoreWorld(world, kept);
  const sessions = new PortalSessions(world);
  const server = createServer();
  const url = await listen(server, options.port);
  const prepare = (state: ChatState) => kept && restoreChat(world, state, kept);
  const chat = createChat({ world, botUrl: options.botUrl, selfUrl: () => url, prepare });
  const files: WorldFile[] = [];
  server.on('request', sandboxApp(world, sessions, chat, options));
  return {
    url,
    world,
    portalSession: (upn = PORTAL_OPERATOR) => sessions.mint(upn),
    followSignIn: (listener) => sessions.follow(listener),
    introduced: chat.introduced,
    keepIn: (file, failed) => void files.push(writeWorldFile(file, world, chat.state, failed)),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await chat.close();
      server.closeAllConnections();
      await closed;
      for (const file of files) file.close();
    },
  };
}
