import { exchange, type Incoming, type Outgoing } from './exchange.ts';
import { TransportError } from './transport-error.ts';

/** The body of an answer: one JSON value, empty, or unreadable. */
type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly why: 'content-type' | 'not-json' | 'too-large' };

/** `application/json`, `application/problem+json`, with or without parameters. */
const JSON_TYPE = /^[a-z]+\/([a-z0-9.+-]*\+)?json\s*(;|$)/i;

/** UTF-8 only (RFC 8259, 8.1). */
const UTF_8 = new TextDecoder('utf-8', { fatal: true });

function jsonBody({ bytes, rawHeaders }: Incoming): JsonBody {
  if (bytes === null) return { kind: 'unreadable', why: 'too-large' };
  if (bytes.length === 0) return { kind: 'empty' };
  const type = rawHeaders.find((_text, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'content-type');
  if (!JSON_TYPE.test(type?.trim() ?? '')) return { kind: 'unreadable', why: 'content-type' };
  try {
    return { kind: 'json', value: JSON.parse(UTF_8.decode(bytes)) };
  } catch {
    return { kind: 'unreadable', why: 'not-json' };
  }
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
  /** Whether it changes nothing wherever it arrives; when absent, that is so for GET alone. */
  readonly onlyAsks?: boolean;
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
 * Makes one HTTP exchange of JSON over a keep-alive connection. It follows no redirects. What only asks is sent once
 * more where the connection had been closed meanwhile; everything else is never sent twice.
 * @throws TransportError when no complete answer arrived
 */
export async function jsonRequest(request: JsonRequest): Promise<JsonAnswer> {
  const { timeoutMs, signal, maxBytes = LARGEST } = request;
  const incoming = await exchange(outgoing(request), { timeoutMs, signal, maxBytes });
  const { status, rawHeaders } = incoming;
  let headers: Headers | undefined;
  return {
    status,
    /** Made when it is asked for: most answers are read without. */
    get headers() {
      headers ??= headersOf(rawHeaders);
      return headers;
    },
    body: jsonBody(incoming),
  };
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '');
  return headers;
}

/** Builds the request and finds everything that is wrong with it before anything is sent. */
function outgoing(request: JsonRequest): Outgoing {
  const { method, url: address, headers, body, timeoutMs, onlyAsks = method === 'GET' } = request;
  const isForm = body instanceof URLSearchParams;
  try {
    const url = new URL(address);
    const text = body === undefined ? null : isForm ? body.toString() : JSON.stringify(body);
    const hasSecret = url.username !== '' || url.password !== '';
    if (hasSecret || !Number.isFinite(timeoutMs) || (method === 'GET' && text !== null))
      throw new TransportError('invalid');
    const type = isForm ? 'application/x-www-form-urlencoded;charset=UTF-8' : 'application/json';
    return {
      method,
      url,
      headers: {
        ...{ accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'node' },
        ...(text !== null && { 'content-type': type, 'content-length': String(Buffer.byteLength(text)) }),
        ...(method !== 'GET' && text === null && { 'content-length': '0' }),
        ...headers,
      },
      body: text,
      onlyAsks,
    };
  } catch {
    throw new TransportError('invalid');
  }
}
