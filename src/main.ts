import { runProcess } from './service/process.ts';
import { startProduction } from './service/start-service.ts';
import { AirlockError } from './shared/errors.ts';

/** The service. It takes no argument, so that a mistyped one never starts something else. */
runProcess(async () => {
  if (process.argv.length === 2) return startProduction(process.stderr);
  throw new AirlockError('config-invalid', 'Airlock starts with nothing behind its name. For the demo: npm run demo');
});
