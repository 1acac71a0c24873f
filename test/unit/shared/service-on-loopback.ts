import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SelfSigned } from './self-signed.ts';

export interface SeenCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The caller's port: two calls over one connection share it. */
  readonly port: number;
}

/** Called once the whole call has arrived. */
export type Behaviour = (response: ServerResponse, call: SeenCall) => void;

/** A service that does with every call what it is told, and keeps a list of what reached it. */
export class ServiceOnLoopback {
  readonly seen: SeenCall[] = [];
  /** Does with each call; silence until told otherwise. */
  behaves: Behaviour = () => {};
  readonly #server: ReturnType<typeof createServer>;
  #url = '';

  private constructor(identity?: SelfSigned) {
    const make = identity ? createTlsServer.bind(null, identity) : createServer;
    this.#server = make(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { method = '', url: path = '', headers, socket } = request;
      const call = { method, path, headers, body, port: socket.remotePort ?? 0 };
      this.seen.push(call);
      this.behaves(response, call);
    });
  }

  static async open(identity?: SelfSigned): Promise<ServiceOnLoopback> {
    const service = new ServiceOnLoopback(identity);
    service.#server.listen(0, '127.0.0.1');
    await once(service.#server, 'listening');
    const { port } = service.#server.address() as AddressInfo;
    service.#url = `${identity ? 'https' : 'http'}://127.0.0.1:${port}`;
    return service;
  }

  /** Its origin, also once it is closed. */
  get url(): string {
    return this.#url;
  }

  /** Takes no new connection. */
  stopListening(): void {
    this.#server.close();
  }

  async close(): Promise<void> {
    if (this.#server.listening) this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A whole answer. */
export function answers(status: number, body: string | Uint8Array, headers: Record<string, string> = {}): Behaviour {
  return (response) =>
    void response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
}

/** Does this with the first call of each connection, and that with every later one. */
export function thenOnReuse(first: Behaviour, later: Behaviour): Behaviour {
  const known = new Set<number>();
  return (response, call) => {
    const does = known.has(call.port) ? later : first;
    known.add(call.port);
    does(response, call);
  };
}
