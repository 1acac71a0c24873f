import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AirlockError } from '../shared/errors.ts';
import { createChat } from './chat/create-chat.ts';
import { PORTAL_OPERATOR } from './company/people.ts';
import { type PortalSession, PortalSessions } from './defender/portal-sessions.ts';
import { sandboxApp } from './sandbox-app.ts';
import { createWorld } from './world/create-world.ts';
import type { TenantKind, World } from './world/world.ts';

const HOST = '127.0.0.1';

export interface SandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The bot's messaging endpoint, asked for whenever it is called, so that the bot may start later. */
  readonly botUrl: () => string;
  /** Which tenant is played; `classic` when absent. */
  readonly tenant?: TenantKind;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}

export interface Sandbox {
  /** `http://127.0.0.1:<port>`, without a slash at its end. */
  readonly url: string;
  readonly world: World;
  /** Signs somebody in to the portal: the demo's operator, or who is named by user principal name. */
  portalSession(upn?: string): PortalSession;
  /** Ends the chat, breaks every open connection, and frees the port. */
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<string> {
  const listening = once(server, 'listening');
  server.listen(port, HOST);
  try {
    await listening;
  } catch (cause) {
    throw new AirlockError('config-invalid', `The sandbox cannot listen on ${HOST}:${port}.`, { cause });
  }
  return `http://${HOST}:${(server.address() as AddressInfo).port}`;
}

/** Starts the world outside the bot on loopback: Defender, Graph, sign-in, Teams and the chat page. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const world = createWorld({ now: options.now, ...(options.tenant === undefined ? {} : { tenant: options.tenant }) });
  const sessions = new PortalSessions(world);
  const server = createServer();
  const url = await listen(server, options.port);
  const chat = createChat({ world, botUrl: options.botUrl, selfUrl: () => url });
  server.on('request', sandboxApp(world, sessions, chat));
  return {
    url,
    world,
    portalSession: (upn = PORTAL_OPERATOR) => sessions.mint(upn),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await chat.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
