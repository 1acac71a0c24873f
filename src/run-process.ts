import { isAirlockError } from './errors.ts';

/** Starts what this process is for, and stops it cleanly on SIGTERM and SIGINT. What does not start ends with 1 and says why. */
export function runProcess(start: () => Promise<{ close(): Promise<void> }>): void {
  start().then(stopOnSignal, (error: unknown) => {
    const text = isAirlockError(error)
      ? error.message
      : 'Airlock could not start: something is wrong in Airlock itself.';
    process.stderr.write(`${text}\n`);
    process.exit(1);
  });
}

function stopOnSignal(running: { close(): Promise<void> }): void {
  const stop = (): void => {
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}
