import { pino } from 'pino';
import type { Log } from './ports.ts';

/** Names under which something secret might hide; their values never reach the log. */
const SECRET = ['authorization', 'cookie', 'token', 'secret', 'password', 'sccauth', 'xsrf', 'text', 'attachments'];

/** JSON lines on standard output. Of an error its name, code, message and stack are kept, nothing that it carries besides. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: { service: 'airlock' },
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { err: pickError },
  });
}

function pickError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const code = 'code' in error ? error.code : undefined;
  return {
    name: error.name,
    code,
    message: error.message,
    stack: error.stack,
    ...(error.cause instanceof Error && { cause: pickError(error.cause) }),
  };
}
