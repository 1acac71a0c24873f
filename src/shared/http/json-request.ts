import { TransportError, transportReason } from './transport-error.ts';

/** The body of an answer: one JSON value, empty, or unreadable. */
type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly why: 'content-type' | 'not-json' | 'too-large' };

/** `application/json`, `application/problem+json`, with or without parameters. */
const JSON_TYPE = /^[a-z]+\/([a-z0-9.+-]*\+)?json\s*(;|$)/i;

/**
 * Reads the whole body, up to `maxBytes`; UTF-8 only (RFC 8259, 8.1).
 * @throws what the stream throws when the connection breaks or the request times out
 */
async function readJsonBody(response: Response, maxBytes: number): Promise<JsonBody> {
  const bytes = await readBytes(response, maxBytes);
  if (bytes === null) return { kind: 'unreadable', why: 'too-large' };
  if (bytes.length === 0) return { kind: 'empty' };
  if (!JSON_TYPE.test(response.headers.get('content-type')?.trim() ?? '')) {
    return { kind: 'unreadable', why: 'content-type' };
  }
  try {
    return { kind: 'json', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { kind: 'unreadable', why: 'not-json' };
  }
}

/** @returns null when the body is larger */
async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > maxBytes) {
      await reader?.cancel();
      return null;
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks, size);
}

export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON when present; `URLSearchParams` as a form. */
  readonly body?: unknown;
  /** Milliseconds for the whole exchange, including the body of the answer. */
  readonly timeoutMs: number;
  /** Ends the exchange earlier: for example when the time for a larger operation is up. */
  readonly signal?: AbortSignal;
  /** The largest body to read, in bytes; 64 MiB when absent. */
  readonly maxBytes?: number;
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonBody;
}

const LARGEST = 64 * 1024 * 1024;

/**
 * Makes one HTTP exchange of JSON over a keep-alive connection. It follows no redirects and never sends a request
 * twice.
 * @throws TransportError when no complete answer arrived
 */
export async function jsonRequest(request: JsonRequest): Promise<JsonAnswer> {
  const { message, signal } = prepare(request);
  try {
    // Passed here, not in the Request: undici holds a Request's own signal only weakly, so a garbage-collected Request
    // would never time out.
    const response = await fetch(message, { signal });
    const body = await readJsonBody(response, request.maxBytes ?? LARGEST);
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    throw new TransportError(signal.aborted ? 'timed-out' : transportReason(error));
  }
}

/** Builds the request and finds everything that is wrong with it before anything is sent. */
function prepare({ method, url, headers, body, timeoutMs, signal }: JsonRequest): {
  message: Request;
  signal: AbortSignal;
} {
  const isForm = body instanceof URLSearchParams;
  try {
    const time = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)));
    const message = new Request(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
    return { message, signal: signal ? AbortSignal.any([time, signal]) : time };
  } catch {
    throw new TransportError('invalid');
  }
}
