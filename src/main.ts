import { isAirlockError } from './errors.ts';
import { startDemo } from './start-demo.ts';

/** Starts a process, and stops it cleanly on SIGTERM and SIGINT. */
async function main(): Promise<void> {
  const running = await startDemo(process.stdout);
  const stop = (): void => {
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  const text = isAirlockError(error) ? error.message : 'Airlock could not start: something is wrong in Airlock itself.';
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
