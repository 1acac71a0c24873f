import { randomUUID } from 'node:crypto';
import { openStore } from '../../../src/store/open-store.ts';
import { aRequest, filing, next } from '../../contracts/store/a-step.ts';
import { TEST_KEYS } from '../../support/runtime/record-keys.ts';

/**
 * A process of its own: files requests and takes each one step on until it is killed, naming each rev once it is
 * acknowledged: `<request id> <rev>` a line. `once` as the second argument: stops after the first, and lets others
 * use the file.
 */
async function run([file = '', times]: string[]): Promise<void> {
  const store = await openStore({
    file,
    keys: TEST_KEYS,
    ids: { next: () => randomUUID() },
    isAlone: times !== 'once',
  });
  do {
    const one = await store.commit(filing(aRequest(1, { id: randomUUID() })));
    process.stdout.write(`${one.id} ${one.rev}\n`);
    const two = await store.commit(next(one));
    process.stdout.write(`${two.id} ${two.rev}\n`);
  } while (times !== 'once');
  await store.close();
}

if (process.argv.length > 2) void run(process.argv.slice(2));
