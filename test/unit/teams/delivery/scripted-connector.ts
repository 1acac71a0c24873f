import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** What the connector does with one call: a status with headers, or nothing at all. */
export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'cut';

/** A Bot Connector that answers call by call as it is told, and 201 when it is told nothing. */
export async function startScriptedConnector() {
  const calls: Call[] = [];
  const replies: Reply[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const { method = '', url: path = '', headers } = request;
    calls.push({ method, path: decodeURIComponent(path), headers, body: JSON.parse(text || '{}') });
    reply(response, replies.shift() ?? { status: 201, body: { id: `m${calls.length}` } });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    replies,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function reply(response: ServerResponse, what: Reply): void {
  if (what === 'cut') {
    response.destroy();
    return;
  }
  response.writeHead(what.status, { 'content-type': 'application/json', ...what.headers });
  response.end(JSON.stringify(what.body ?? {}));
}
