import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createWorld } from '../../../../src/sandbox/company/create-world.ts';
import type { TenantKind, World } from '../../../../src/sandbox/company/world.ts';
import { graphRoutes } from '../../../../src/sandbox/graph/graph-routes.ts';
import { type MdeOptions, mdeRoutes } from '../../../../src/sandbox/mde/mde-routes.ts';
import { DEMO_APP } from '../../../../src/sandbox/oauth/demo-app.ts';
import { oauthRoutes } from '../../../../src/sandbox/oauth/oauth-routes.ts';

export const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';
export const MDE_SCOPE = 'https://api.securitycenter.microsoft.com/.default';

/** A body of the wire, looked at field by field. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** The cloud rooms of a sandbox on a free port of 127.0.0.1, with a clock that the test moves. */
export interface SandboxOnLoopback {
  readonly world: World;
  readonly url: string;
  advance(milliseconds: number): void;
  token(scope: string): Promise<string>;
  call(
    path: string,
    options?: { method?: string; token?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>;
  close(): Promise<void>;
}

export async function sandboxOnLoopback(
  options: { readonly tenant?: TenantKind; readonly mde?: MdeOptions } = {},
): Promise<SandboxOnLoopback> {
  let now = Date.parse('2026-11-24T03:00:00Z');
  const world = createWorld({ tenant: options.tenant ?? 'classic', now: () => now });
  const app = express().use(oauthRoutes(world), graphRoutes(world), mdeRoutes(world, options.mde));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call: SandboxOnLoopback['call'] = async (path, { method = 'GET', token, body, headers = {} } = {}) => {
    const response = await fetch(path.startsWith('http') ? path : url + path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: jsonOf(await response.text()) };
  };
  return {
    world,
    url,
    call,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    token: async (scope) => {
      const answer = await askToken(url, { scope });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer.body.access_token;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Undefined for an empty body. */
function jsonOf(text: string): Json {
  return text === '' ? undefined : JSON.parse(text);
}

/** Asks for a token as the demo app would; fields given replace or, as undefined, remove those of the form. */
export async function askToken(
  url: string,
  fields: Readonly<Record<string, string | undefined>>,
  tenant = '11111111-1111-4111-8111-111111111111',
): Promise<Answer> {
  const form = {
    grant_type: 'client_credentials',
    client_id: DEMO_APP.clientId,
    client_secret: DEMO_APP.clientSecret,
    scope: GRAPH_SCOPE,
    ...fields,
  };
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) if (value !== undefined) body.set(name, value);
  const response = await fetch(`${url}/${tenant}/oauth2/v2.0/token`, { method: 'POST', body });
  return { status: response.status, headers: response.headers, body: jsonOf(await response.text()) };
}
