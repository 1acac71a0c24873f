import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

export interface ScriptedApi {
  readonly url: string;
  /** Path and query of every call, oldest first. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** An answer with a status of its own, or with a header. */
export class Scripted {
  constructor(
    readonly body: object,
    readonly status = 200,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** A service on loopback that answers every call with what the script says of its path and query; null is 404. */
export async function scriptedApi(script: (asked: string, url: string) => object | null): Promise<ScriptedApi> {
  const asked: string[] = [];
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const web = express();
  web.use((request, response) => {
    asked.push(decodeURIComponent(request.originalUrl));
    const body = script(decodeURIComponent(request.originalUrl), url);
    if (body instanceof Scripted) return void response.status(body.status).set(body.headers).json(body.body);
    response.status(body ? 200 : 404).json(body ?? { error: { code: 'NotFound', message: 'none' } });
  });
  server.on('request', web);
  return {
    url,
    asked,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
