import { readdirSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Company } from '../support/company/company.ts';

const OWN_SCRIPTS = 'src/sandbox/page/web';

/** Prints how the house is built, and what one click of Approve touches in it. */
export async function run(): Promise<void> {
  printFolders();
  printFiles();
  await printClick();
}

function foldersBelow(folder: string): string[] {
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...below.flatMap(({ name }) => foldersBelow(join(folder, name)))];
}

function printFolders(): void {
  const levels = new Map<number, number[]>();
  for (const folder of foldersBelow('src')) {
    const depth = folder.split('/').length;
    levels.set(depth, [...(levels.get(depth) ?? []), readdirSync(folder).length]);
  }
  for (const [depth, entries] of levels)
    console.log(`level ${depth}: ${entries.length} folders, ${Math.max(...entries)} entries at the most`);
}

function printFiles(): void {
  const texts = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join('src', name), 'utf8'));
  const lines = texts.map((text) => text.split('\n').length - 1);
  const all = lines.reduce((sum, count) => sum + count, 0);
  const imports = texts.reduce((sum, text) => sum + (text.match(/ from '\./g) ?? []).length, 0);
  console.log(
    `${texts.length} files, ${all} lines, ${lines.filter((count) => count < 40).length} of fewer than 40 lines`,
  );
  console.log(`${((imports / all) * 1_000).toFixed(0)} inner imports per 1,000 lines`);
}

/**
 * Which of our files run at least one function between the click's arrival and its answer, and how often the request is
 * loaded.
 */
async function printClick(): Promise<void> {
  const company = await Company.open();
  try {
    await company.approve('bob', await company.pending());
    await company.settle();
    const message = await company.pending('disable automated investigation');
    const loads = countLoads(company);
    const files = await filesRun(async () => {
      await company.invoke('bob', message, { verb: 'approve', data: await approveData(company) });
    });
    console.log(`one click of Approve: ${files.length} files, request loaded ${loads()} times`);
    if (process.argv.includes('--files')) console.log(files.join('\n'));
  } finally {
    await company.close();
  }
}

async function approveData(company: Company): Promise<unknown> {
  const request = await company.services.store.requestByNumber(company.services.tenantId, 2);
  return { requestId: request?.id, rev: request?.rev, digest: request?.digest };
}

function countLoads({ services: { store } }: Company): () => number {
  let loads = 0;
  const { request, requestByNumber } = store;
  Object.assign(store, {
    request: (...all: Parameters<typeof request>) => {
      loads += 1;
      return request.apply(store, all);
    },
    requestByNumber: (...all: Parameters<typeof requestByNumber>) => {
      loads += 1;
      return requestByNumber.apply(store, all);
    },
  });
  return () => loads - 1;
}

async function filesRun(work: () => Promise<void>): Promise<readonly string[]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  session.disconnect();
  const root = `${pathToFileURL('src').href}/`;
  return result
    .filter(
      ({ url, functions }) =>
        url.startsWith(root) && functions.some(({ ranges }) => ranges.some(({ count }) => count > 0)),
    )
    .map(({ url }) => url.slice(root.length).replace(/\?.*$/, ''))
    .filter((file) => !file.startsWith('sandbox/') && !OWN_SCRIPTS.endsWith(file))
    .sort();
}
