import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { Company } from '../support/company/company.ts';
import { bundled } from '../support/processes/bundled.ts';
import type { MemoryOrder } from './memory-child.ts';

const ROUND = 1_000;
const AT_ONCE = 16;
const MEGABYTE = 1024 * 1024;

/**
 * What the bot takes while people look at a card and list requests, in a process of its own: idle, and after each
 * thousand; what of it is kept once the garbage is collected.
 * @param options how many thousands, 4 where absent
 */
export async function run([rounds = '4']: readonly string[]): Promise<void> {
  console.log(`memory: ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, SQLite, MB\n`);
  const company = await Company.open();
  const card = await company.pending();
  const [app] = company.apps.splice(0);
  assert(app);
  await app.close();
  const bot = await startBot(company);
  console.log('looks     rss  heap used  heap total  external   kept rss  kept heap');
  try {
    print(0, await bot.measure());
    for (let round = 1; round <= Number(rounds); round += 1) {
      await eachAtOnce(ROUND, async (index) => {
        company.apps = [{ ...app, url: bot.url, close: async () => undefined }];
        if (index % 10 === 0) await company.post(listing(company));
        else await company.view(index % 2 === 0 ? 'bob' : 'alice', card);
      });
      print(round * ROUND, await bot.measure());
    }
  } finally {
    bot.stop();
    await company.close();
  }
}

function listing(company: Company): object {
  return { ...company.envelope('bob', 'a:bob'), type: 'message', text: 'requests', entities: [] };
}

async function eachAtOnce(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

type Usage = NodeJS.MemoryUsage;

async function startBot(company: Company) {
  const { sandbox } = company;
  const world = { url: sandbox.url, tenantId: sandbox.world.tenantId, session: sandbox.portalSession() };
  const order: MemoryOrder = { world, place: company.place, now: company.clock.now() };
  const program = ['--expose-gc', ...(await bundled('test/bench/memory-child.ts'))];
  const env = { ...process.env, MEMORY: JSON.stringify(order) };
  const child = spawn(process.execPath, program, { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => (await lines.next()).value ?? assert.fail('the bot has ended');
  const ask = async (what: string): Promise<Usage> => {
    child.stdin.write(`${what}\n`);
    return JSON.parse(await answer()) as Usage;
  };
  const url = await answer();
  return {
    url,
    measure: async () => ({ taken: await ask('taken'), kept: await ask('kept') }),
    stop: () => child.kill('SIGKILL'),
  };
}

function print(looks: number, { taken, kept }: { readonly taken: Usage; readonly kept: Usage }): void {
  const mb = (bytes: number, width: number) => (bytes / MEGABYTE).toFixed(0).padStart(width);
  const { rss, heapUsed, heapTotal, external } = taken;
  console.log(
    `${String(looks).padStart(5)}${mb(rss, 8)}${mb(heapUsed, 11)}${mb(heapTotal, 12)}${mb(external, 10)}${mb(kept.rss, 11)}${mb(kept.heapUsed, 11)}`,
  );
}
