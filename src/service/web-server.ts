import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AirlockError } from '../shared/errors.ts';

/** An address to listen on. */
export interface Listening {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface WebServer {
  /** Origin, without a slash at its end. */
  readonly url: string;
  /** Accepts no new connection and waits for the answers that are under way. */
  close(): Promise<void>;
}

/**
 * Milliseconds for which an idle connection is kept. Longer than Azure's front ends keep it (4 minutes), so that they
 * close it first. With Node's default of 5 seconds, their calls sometimes hit a connection that is just closing.
 */
const KEEP_ALIVE = 300_000;

/** What a caller may take of the server. */
export interface Bounds {
  /** Milliseconds from the first byte of a call, or from connecting, to the last byte of its body. */
  readonly patience: number;
  /** Open connections; one more is closed at once. Teams' own front ends keep some dozens. */
  readonly connections: number;
}

const BOUNDS: Bounds = { patience: 15_000, connections: 1_000 };

/**
 * @param variable the setting of the port, for the message
 * @throws AirlockError config-invalid where it cannot listen there
 */
export async function serve(
  web: RequestListener,
  at: Listening,
  variable: string,
  { patience, connections }: Bounds = BOUNDS,
): Promise<WebServer> {
  const server = createServer(
    {
      keepAliveTimeout: KEEP_ALIVE,
      headersTimeout: patience,
      requestTimeout: patience,
      connectionsCheckingInterval: Math.ceil(patience / 10),
    },
    web,
  );
  server.maxConnections = connections;
  server.prependListener('request', (_request, response) => {
    response.once('close', () => setImmediate(() => !server.listening && server.closeIdleConnections()));
  });
  await listen(server, at, variable);
  return { url: originOf(at.host, (server.address() as AddressInfo).port), close: () => closeServer(server) };
}

function listen(server: Server, { host, port }: Listening, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new AirlockError(
          'config-invalid',
          `Airlock cannot listen on ${host}:${port}. Is another instance running? Set ${variable} to another port.`,
          { cause },
        ),
      );
    });
    server.listen(port, host, () => resolve());
  });
}

function originOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Closes idle connections at once, and those of turns after their answers. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
