import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
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
  /**
   * Accepts no new connection, closes those without a call at once and the others after their answers, or when the time
   * for those is up.
   */
  close(): Promise<void>;
}

/**
 * Milliseconds for which an idle connection is kept after an answer. Longer than nginx and the load balancers that
 * close one after a minute, so that they close first: a call that meets a closing connection is lost. Envoy, which is
 * in front of a Container App, keeps idle ones for an hour: no bound outlasts that, and it sends such a call again.
 */
const KEEP_ALIVE = 75_000;

/** What a caller may take of the server. */
export interface Bounds {
  /** Milliseconds from the first byte of a call, or from connecting, to the last byte of its body. */
  readonly patience: number;
  /**
   * Open connections. One more takes the place of the one that has been without a whole call for longest, of the
   * address that has most of those, so that nobody shuts others out by keeping theirs: a call whose body has not come
   * yet proves nothing of its caller. With whole calls on all of them it is closed at once. Teams' own front ends keep
   * some dozens.
   */
  readonly connections: number;
  /** Milliseconds that answers under way have while the server closes. */
  readonly farewell: number;
}

const BOUNDS: Bounds = { patience: 15_000, connections: 1_000, farewell: 10_000 };

/**
 * @param variable the setting of the port, for the message
 * @throws AirlockError config-invalid where it cannot listen there
 */
export async function serve(
  web: RequestListener,
  at: Listening,
  variable: string,
  { patience, connections, farewell }: Bounds = BOUNDS,
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
  const callers = new Callers(server, connections);
  await listen(server, at, variable);
  return {
    url: originOf(at.host, (server.address() as AddressInfo).port),
    close: () => closeServer(server, callers, farewell),
  };
}

/**
 * Knows which connections have a call under way. Node counts one that has sent nothing, or half of its headers, as busy
 * until its time is up.
 */
class Callers {
  /** The calls of each connection. The connection whose calls changed last comes last. */
  readonly #calls = new Map<Socket, Map<ServerResponse, IncomingMessage>>();
  #isLeaving = false;

  /** @param most open connections */
  constructor(server: Server, most: number) {
    server.on('connection', (socket) => {
      if (this.#calls.size >= most && !this.#makeRoom()) return void socket.destroy();
      this.#calls.set(socket, new Map());
      socket.once('close', () => this.#calls.delete(socket));
    });
    server.prependListener('request', (request, response) => {
      const { socket } = request;
      this.#change(socket, (calls) => calls.set(response, request));
      if (this.#isLeaving) hangUpAfter(response);
      response.once('close', () => {
        const calls = this.#change(socket, (all) => all.delete(response));
        if (calls?.size === 0 && this.#isLeaving) socket.destroySoon();
      });
    });
  }

  #change(socket: Socket, by: (calls: Map<ServerResponse, IncomingMessage>) => void) {
    const calls = this.#calls.get(socket);
    if (!calls) return null;
    by(calls);
    this.#calls.delete(socket);
    this.#calls.set(socket, calls);
    return calls;
  }

  /** Hangs up on whoever gives way; false where nobody does. */
  #makeRoom(): boolean {
    const held = [...this.#calls].map(([socket, calls]) => {
      const isWhole = [...calls.values()].some(({ complete }) => complete);
      return { socket, from: socket.remoteAddress ?? '', isWhole };
    });
    const longest = givesWay(held)?.socket;
    if (!longest) return false;
    this.#calls.delete(longest);
    longest.destroy();
    return true;
  }

  /** Closes each connection without a call now, and each other one after its answer. */
  leave(): void {
    this.#isLeaving = true;
    for (const [socket, calls] of this.#calls) {
      if (calls.size === 0) socket.destroy();
      for (const response of calls.keys()) hangUpAfter(response);
    }
  }

  /** Closes what is still open. */
  hangUp(): void {
    for (const socket of this.#calls.keys()) socket.destroy();
  }
}

/** A connection, from which address, and whether a call of it has arrived as a whole and is being answered. */
interface Held {
  readonly from: string;
  readonly isWhole: boolean;
}

/**
 * Which connection gives way to one more: of those without a whole call the one that has been so for longest, of the
 * address with most of them; null where each has a whole call.
 * @param held the longest so first
 */
export function givesWay<H extends Held>(held: readonly H[]): H | null {
  const waiting = new Map<string, H[]>();
  for (const one of held) {
    if (one.isWhole) continue;
    const own = waiting.get(one.from) ?? [];
    own.push(one);
    waiting.set(one.from, own);
  }
  const most = [...waiting.values()].reduce((all, own) => (own.length > all.length ? own : all), []);
  return most[0] ?? null;
}

/** Tells the caller to send nothing more on this connection. */
function hangUpAfter(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
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

/** Resolves when no connection is left: when the time for the answers under way is up, at the latest. */
function closeServer(server: Server, callers: Callers, farewell: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => callers.hangUp(), farewell);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    callers.leave();
  });
}
