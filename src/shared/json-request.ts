import { TransportError, transportReason } from './transport-error.ts';

/** The body of an answer: one JSON value, nothing at all, or something that cannot be read. */
type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly why: 'content-type' | 'not-json' | 'too-large' };

/** `application/json`, `application/problem+json`, with or without parameters. */
const JSON_TYPE = /^[a-z]+\/([a-z0-9.+-]*\+)?json\s*(;|$)/i;

/**
 * Reads the body to its end, but no more than `maxBytes`; UTF-8 only (RFC 8259, 8.1).
 * @throws what the stream throws when the connection breaks or the time is up
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

/** @returns null when there are more */
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
  /** Milliseconds for the whole exchange, the body of the answer included. */
  readonly timeoutMs: number;
  /** Ends the exchange earlier: the time of a question that this is one part of. */
  readonly signal?: AbortSignal;
  /** The largest answer that is read, in bytes; 64 MiB when absent. */
  readonly maxBytes?: number;
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonBody;
}

const LARGEST = 64 * 1024 * 1024;

/**
 * One HTTP exchange of JSON over a kept connection; redirects are not followed, and nothing is ever sent twice.
 * @throws TransportError when no whole answer came
 */
export async function jsonRequest(request: JsonRequest): Promise<JsonAnswer> {
  const { message, signal } = prepare(request);
  try {
    // Not in the message: undici holds what a message's own signal ends only weakly, so a collected message would never
    // time out.
    const response = await fetch(message, { signal });
    const body = await readJsonBody(response, request.maxBytes ?? LARGEST);
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    throw new TransportError(signal.aborted ? 'timed-out' : transportReason(error));
  }
}

/** Everything that can be wrong with the request itself comes to light here, before anything is sent. */
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
