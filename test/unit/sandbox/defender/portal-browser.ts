import type { TenantKind } from '../../../../src/sandbox/company/world.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../../src/sandbox/start-sandbox.ts';

/** A body of the wire, looked at field by field. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export const FEATURES = '/settings/GetAdvancedFeaturesSetting';
export const SAVE_FEATURES = '/settings/SaveAdvancedFeaturesSetting';
export const GROUPS = '/rbacManagementApi/rbac/machine_groups';

/** A whole sandbox on a free port with a clock that the test moves, nobody listening as the bot. */
export async function openSandbox(
  tenant: TenantKind = 'classic',
  more: Pick<SandboxOptions, 'wait' | 'connectors'> = {},
): Promise<Sandbox & { pass(ms: number): void }> {
  let now = Date.parse('2026-11-24T03:00:00Z');
  const sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', tenant, now: () => now, ...more });
  return Object.assign(sandbox, {
    pass: (ms: number) => {
      now += ms;
    },
  });
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One call without cookies; a string is sent as it is, anything else as JSON. */
export async function send(
  url: string,
  options: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Answer> {
  const { method = 'GET', body, headers = {}, signal } = options;
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

/** A browser that is signed in to the portal: keeps its cookies, sends the XSRF header. */
export class PortalBrowser {
  readonly base: string;
  readonly sccauth: string;
  /** The XSRF-TOKEN cookie, still encoded. */
  xsrf: string;

  constructor(sandbox: Sandbox, upn?: string) {
    const session = sandbox.portalSession(upn);
    this.base = `${sandbox.url}/apiproxy/mtp`;
    this.sccauth = session.sccauth;
    this.xsrf = session.xsrf;
  }

  headers(xsrf = this.xsrf): Record<string, string> {
    return {
      cookie: `theme=dark; sccauth=${this.sccauth}; XSRF-TOKEN=${xsrf}`,
      'x-xsrf-token': decodeURIComponent(xsrf),
    };
  }

  async call(path: string, method = 'GET', body?: unknown): Promise<Answer> {
    const answer = await send(this.base + path, { method, body, headers: this.headers() });
    const next = answer.headers.getSetCookie().flatMap((cookie) => /^XSRF-TOKEN=([^;]+)/.exec(cookie)?.[1] ?? []);
    if (next[0] !== undefined) this.xsrf = next[0];
    return answer;
  }

  async groups(): Promise<Json[]> {
    return (await this.call(`${GROUPS}?addAadGroupNames=true&addMachineGroupCount=true`)).body.items;
  }
}
