import { setFlagsFromString } from 'node:v8';
import { type DestinationStream, pino } from 'pino';
import { isAirlockError } from '../shared/errors.ts';
import type { Log } from '../shared/runtime.ts';
import { troubleOf, troubleWords } from '../shared/store-trouble.ts';

/**
 * Lets the heap grow by a fifth of what is kept before garbage is collected, where V8 would let it grow to three times
 * as much: a click leaves megabytes of garbage, and nothing else (docs/facts/performance.md#memory).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=20');
}

/**
 * Starts the process, and stops it cleanly on SIGTERM and SIGINT. Where it cannot start, exits with 1 and says why.
 */
export function runProcess(start: () => Promise<{ close(): Promise<void> }>): void {
  keepHeapSmall();
  start().then(stopOnSignal, (error: unknown) => {
    const text = isAirlockError(error)
      ? error.message
      : 'Airlock could not start because of an error in Airlock itself.';
    process.stderr.write(`${text}\n`);
    process.exit(1);
  });
}

/** Milliseconds after which the process ends, whatever does not: less than any orchestrator waits before it kills. */
const LAST = 20_000;

function stopOnSignal(running: { close(): Promise<void> }): void {
  const stop = (): void => {
    setTimeout(() => process.exit(1), LAST).unref();
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Names of fields that may contain a secret; their values never reach the log. */
const SECRET = ['authorization', 'cookie', 'token', 'secret', 'password', 'sccauth', 'xsrf', 'text', 'attachments'];

/**
 * JSON lines. Of an error, only its name, code, message and stack are logged.
 * @param into standard output where absent
 */
export function createLog(level: string, into: DestinationStream = pino.destination(1)): Log {
  const options = {
    level,
    base: { service: 'airlock' },
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { err: pickError },
  };
  const log = pino(options, into);
  const kept = level === 'silent' ? log : log.child({}, { level: 'info' });
  return Object.assign(log, { always: (fields: object, message: string) => kept.info(fields, message) });
}

const LEVELS = ['error', 'warn', 'info', 'log', 'debug'] as const;

/**
 * Writes what libraries print to the console as debug lines of the log. The SDK prints each token that it refuses to
 * accept, so anybody could fill standard error, which is for the operator.
 * @returns what undoes it
 */
export function routeConsole(log: Log): () => void {
  const usual = LEVELS.map((level) => [level, console[level]] as const);
  for (const level of LEVELS)
    console[level] = (...said: unknown[]) => log.debug({ level, said: said.map(shortText) }, 'printed by a library');
  return () => {
    for (const [level, print] of usual) console[level] = print;
  };
}

/** At most so many characters of what a library says. */
const SAID = 200;

/** Without what may be a token or a key. */
function shortText(said: unknown): string {
  const text = said instanceof Error ? `${said.name}: ${said.message}` : typeof said === 'string' ? said : typeof said;
  return text.replace(/[\w+/=.~-]{32,}/g, '[redacted]').slice(0, SAID);
}

function pickError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const code = 'code' in error ? error.code : undefined;
  const trouble = troubleOf(error);
  return {
    name: error.name,
    code,
    ...(trouble !== null && { trouble, ...troubleWords(trouble) }),
    message: error.message,
    stack: error.stack,
    ...(error.cause instanceof Error && { cause: pickError(error.cause) }),
  };
}
