import {
  type ClientRequest,
  type IncomingMessage,
  Agent as PlainAgent,
  request as plain,
  type RequestOptions,
} from 'node:http';
import { Agent as SecureAgent, request as secure } from 'node:https';
import { createGunzip } from 'node:zlib';
import { TransportError, transportReason } from './transport-error.ts';

/** What is sent: everything about it has been checked. */
export interface Outgoing {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Whether it changes nothing wherever it arrives, so that it may arrive twice. */
  readonly onlyAsks: boolean;
}

/** When an exchange is ended, and how much of an answer is read, in bytes. */
export interface Bounds {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly maxBytes: number;
}

export interface Incoming {
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** Null when the body is larger than what is read. */
  readonly bytes: Buffer | null;
}

/**
 * Milliseconds after which an idle connection is closed. Servers close one after 5 s (Node, Apache) to two minutes
 * (Kestrel), and a call that crosses with that is lost. The two seconds between are for a thread that is busy while
 * its timer is due.
 */
const IDLE = 3_000;

/** Milliseconds until a connection must have come about. */
const CONNECTING = 10_000;

const KEPT_OPEN = { keepAlive: true, timeout: IDLE };
const AGENTS = { 'http:': new PlainAgent(KEPT_OPEN), 'https:': new SecureAgent(KEPT_OPEN) };

/** The longest time that a timer takes. */
const LONGEST = 2 ** 31 - 1;

/**
 * Makes one exchange over a connection that is kept open, by Node's own client: `fetch` makes streams, signals and
 * headers anew for each (docs/performance.md#where-it-went). Where a kept connection turns out to be gone, a call that
 * only asks is made once more, over a new one. The time for it stays the same.
 * @throws TransportError when no complete answer arrived
 */
export function exchange(outgoing: Outgoing, bounds: Bounds): Promise<Incoming> {
  const { timeoutMs, signal } = bounds;
  return new Promise((resolve, reject) => {
    let isOver = false;
    const settle = (end: () => void): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', late);
      end();
    };
    const fail = (error: unknown) => settle(() => reject(new TransportError(transportReason(error))));
    let sent: ClientRequest | undefined;
    const late = () => {
      settle(() => reject(new TransportError('timed-out')));
      sent?.destroy();
    };
    const go = (connection: 'kept' | 'new') => {
      const one = send(outgoing, connection, (error) => settle(() => reject(error)));
      sent = one;
      const isStale = one ? staleness(one) : () => false;
      one?.on('error', (error) => {
        if (!isOver && outgoing.onlyAsks && isStale()) go('new');
        else fail(error);
      });
      one?.on('response', (response) => {
        read(response, bounds.maxBytes, fail, (incoming) => settle(() => resolve(incoming)));
      });
    };
    const timer = setTimeout(late, Math.min(LONGEST, Math.max(1, Math.ceil(timeoutMs))));
    signal?.addEventListener('abort', late);
    if (signal?.aborted) late();
    else go('kept');
  });
}

/** @returns whether it went over a connection that had served before, and by which not a byte of an answer came */
function staleness(sent: ClientRequest): () => boolean {
  let before = Number.NaN;
  sent.once('socket', (socket) => {
    before = socket.bytesRead;
  });
  return () => sent.reusedSocket && sent.socket?.bytesRead === before;
}

/** @param refused gets the error of what cannot be sent */
function send(
  { method, url, headers, body }: Outgoing,
  connection: 'kept' | 'new',
  refused: (error: TransportError) => void,
): ClientRequest | undefined {
  const isSecure = url.protocol === 'https:';
  const agent = connection === 'kept' && AGENTS[isSecure ? 'https:' : 'http:'];
  const options: RequestOptions = { method, headers, agent };
  try {
    const sent = (isSecure ? secure : plain)(url, options);
    sent.once('socket', (socket) => {
      if (!socket.connecting) return;
      const tooLong = setTimeout(() => socket.destroy(notConnected()), CONNECTING);
      socket.once('close', () => clearTimeout(tooLong)).once('connect', () => clearTimeout(tooLong));
    });
    return sent.end(body ?? undefined);
  } catch {
    refused(new TransportError('invalid'));
    return undefined;
  }
}

function notConnected(): Error {
  return Object.assign(new Error('No connection came about.'), { code: 'ETIMEDOUT', syscall: 'connect' });
}

/** Reads a whole answer, unpacked. One that is too large is not read to its end, and its connection is closed. */
function read(
  response: IncomingMessage,
  maxBytes: number,
  fail: (error: unknown) => void,
  done: (incoming: Incoming) => void,
): void {
  const { statusCode: status = 0, rawHeaders } = response;
  const parts: Buffer[] = [];
  let size = 0;
  const isPacked = /^(x-)?gzip$/i.test(response.headers['content-encoding'] ?? '');
  const body = isPacked ? response.pipe(createGunzip()) : response;
  response.once('error', fail).once('close', () => response.complete || fail(null));
  if (isPacked) body.once('error', fail);
  body.on('data', (part: Buffer) => {
    size += part.length;
    if (size > maxBytes) {
      done({ status, rawHeaders, bytes: null });
      response.destroy();
    } else parts.push(part);
  });
  body.once('end', () => {
    const [only] = parts;
    done({ status, rawHeaders, bytes: parts.length === 1 && only ? only : Buffer.concat(parts, size) });
  });
}
