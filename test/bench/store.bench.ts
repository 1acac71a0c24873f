import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../src/requests/ports/store.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aRequest, aTask, filing } from '../contracts/store/a-step.ts';
import { counting } from '../support/runtime/counting.ts';
import { TEST_KEYS } from '../support/runtime/record-keys.ts';
import { BUILT_AT } from '../support/samples/build-request.ts';
import { aConversation } from '../support/samples/ids.ts';
import { cardsOf, fillStore, LEFT_BEHIND } from './fill-store.ts';

const SIZES = [0, 10_000, 100_000];
const RUNS = 400;
const PRUNED = 2_000;
/** Everything measured belongs to requests of these ordinals and beyond. */
const MEASURED = 1_000_000;

type Times = Readonly<Record<string, number>>;

/**
 * What one step and the looks of the jobs cost in the embedded store, with nothing, 10,000 and 100,000 requests stored.
 */
export async function run(): Promise<void> {
  console.log(`store: ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, SQLite, medians of ${RUNS}`);
  console.log(LEFT_BEHIND);
  console.log('the three are measured in turns, so that whatever else this machine does slows all of them alike\n');
  const folder = await mkdtemp(join(tmpdir(), 'airlock-bench-'));
  try {
    for (const size of SIZES) await fillStore(fileOf(folder, size), size);
    const measured = await measure(SIZES.map((size) => fileOf(folder, size)));
    for (const [at, size] of SIZES.entries())
      print(size, (await stat(fileOf(folder, size))).size, measured[at] ?? {}, measured[0] ?? {});
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function fileOf(folder: string, size: number): string {
  return join(folder, `${size}.db`);
}

async function measure(files: readonly string[]): Promise<readonly Times[]> {
  const ids = counting();
  const stores = await Promise.all(files.map((file) => openStore({ file, keys: TEST_KEYS, ids })));
  const taken = stores.map((store) => ({ store, times: new Map<string, number[]>() }));
  for (let at = 0; at < RUNS; at += 1) for (const { store, times } of taken) await once(store, MEASURED + at, times);
  for (const { store, times } of taken) await prune(store, times);
  for (const store of stores) await store.close();
  return taken.map(({ times }) => Object.fromEntries([...times].map(([what, values]) => [what, median(values)])));
}

/** Deletes what is done, a batch at a time; the last look finds nothing more. */
async function prune(store: Store, times: Map<string, number[]>): Promise<void> {
  const batches: number[] = [];
  for (let deleted = -1; deleted !== 0; ) {
    const began = performance.now();
    deleted = await store.prune(BUILT_AT, PRUNED);
    batches.push(performance.now() - began);
  }
  times.set('prune when nothing is left', batches.slice(-1));
  times.set(`prune of ${PRUNED} (batches: ${batches.length - 1})`, batches.slice(0, -1));
}

/** One request filed, its task and its cards taken; then, not counted, everything is brought to rest again. */
async function once(store: Store, ordinal: number, times: Map<string, number[]>): Promise<void> {
  const time = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await work();
    const list = times.get(what) ?? [];
    times.set(what, list);
    list.push(performance.now() - began);
    return result;
  };
  const request = aRequest(ordinal);
  const step = filing(request, {
    messages: cardsOf(request),
    tasks: [aTask(`${ordinal}:apply`)],
    objectLocks: [`${ordinal}`],
  });
  await time('commit', () => store.commit(step));
  const task = await time('takeTask', () => store.takeTask(['apply'], 'me', BUILT_AT, 1_000));
  const posts = await time('takePosts', () => store.takeMessages('me', BUILT_AT, 1_000, 8));
  await time('nextDue', () => store.nextDue());
  await time('adoptCopy', () => store.adoptCopy(request.id, aConversation('a:bob'), `found ${ordinal}`));
  if (task) await store.completeTask(task);
  for (const post of [...posts, ...(await store.takeMessages('me', BUILT_AT, 1_000, 8))])
    await store.messageShown(post, { activityId: `shown ${post.id}`, rev: 1, at: BUILT_AT });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function print(size: number, bytes: number, times: Times, empty: Times): void {
  console.log(`${size} stored requests (${Math.round(bytes / 1024 / 1024)} MB):`);
  const loop = ['commit', 'takeTask', 'takePosts'];
  const sum = (of: Times) => loop.reduce((total, what) => total + (of[what] ?? Number.NaN), 0);
  row(loop.join(' + '), sum(times), sum(empty));
  for (const [what, value] of Object.entries(times)) row(what, value, empty[what]);
  console.log('');
}

function row(what: string, value: number, before: number | undefined): void {
  const ratio = before === undefined ? '' : `, ${(value / before).toFixed(2)} times what it is with nothing stored`;
  console.log(`  ${what}: ${value.toFixed(2)} ms${ratio}`);
}
