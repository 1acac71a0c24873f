import { AirlockError } from '../errors.ts';

export interface JsonCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON when present. */
  readonly body?: unknown;
  /** Milliseconds for the whole exchange, body included. */
  readonly timeoutMs: number;
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined when the answer is not JSON, is cut short, or is larger than is read. */
  readonly body: unknown;
}

/** The largest answer that is read, in bytes. */
const LARGEST = 64 * 1024 * 1024;

/** Refusals of the connection itself: the call certainly did not arrive. */
const NEVER_ARRIVED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * One HTTP exchange of JSON; redirects are not followed.
 * @throws AirlockError tenant-unavailable when no answer came; details.arrived is false only when the call certainly did not arrive.
 *   Neither headers nor bodies are kept in it.
 */
export async function sendJson(call: JsonCall): Promise<JsonAnswer> {
  try {
    const response = await fetch(call.url, {
      method: call.method,
      headers: {
        accept: 'application/json',
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...call.headers,
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(call.timeoutMs),
    });
    return { status: response.status, headers: response.headers, body: await readBody(response) };
  } catch (error) {
    const reason = codeOf(error);
    throw new AirlockError('tenant-unavailable', 'No answer came in time.', {
      details: { arrived: !NEVER_ARRIVED.has(reason), reason },
    });
  }
}

async function readBody(response: Response): Promise<unknown> {
  const isJson = /\bjson\b/i.test(response.headers.get('content-type') ?? '');
  const length = Number(response.headers.get('content-length') ?? 0);
  if (!isJson || length > LARGEST) {
    await response.body?.cancel();
    return undefined;
  }
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at.name === 'TimeoutError') return 'timeout';
  }
  return 'network';
}
