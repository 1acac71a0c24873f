import { AirlockError, isAirlockError } from './errors.ts';

/** Starts the service, or the demo when it is asked for by name and never otherwise; stops cleanly on SIGTERM and SIGINT. */
async function main(args: readonly string[]): Promise<void> {
  const running = await start(args);
  const stop = (): void => {
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** Each is loaded only when it is the one: nothing of the sandbox is in a process that serves a tenant. */
async function start(args: readonly string[]): Promise<{ close(): Promise<void> }> {
  const [mode, ...more] = args;
  if (mode === undefined) return (await import('./start-production.ts')).startProduction(process.stderr);
  if (mode === 'demo' && more.length === 0) return (await import('./start-demo.ts')).startDemo(process.stdout);
  throw new AirlockError('config-invalid', 'Airlock starts with nothing behind its name, or with "demo".');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const text = isAirlockError(error) ? error.message : 'Airlock could not start: something is wrong in Airlock itself.';
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
