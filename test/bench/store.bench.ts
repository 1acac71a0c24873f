import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { chainEntry } from '../../src/audit/chain-entry.ts';
import type { Request } from '../../src/requests/request.ts';
import { appendAudit } from '../../src/store/sql/audit-queries.ts';
import { openDatabase } from '../../src/store/sql/open-database.ts';
import { openStore } from '../../src/store/sql/open-store.ts';
import { insertPosts } from '../../src/store/sql/post-queries.ts';
import { insertRequest } from '../../src/store/sql/request-queries.ts';
import type { Db } from '../../src/store/sql/rows.ts';
import { insertTasks } from '../../src/store/sql/task-queries.ts';
import type { Store } from '../../src/store/store.ts';
import { aCard, anAnswer, aRequest, aTask, filing } from '../contracts/store/a-step.ts';
import { BUILT_AT } from '../support/build-request.ts';
import { counting } from '../support/counting.ts';

const SIZES = [0, 10_000, 100_000];
const RUNS = 400;
/** How many requests one transaction of the filling stores. */
const CHUNK = 1_000;
/** Of the stored requests, how many are still open. */
const OPEN = 20;
/** Everything measured belongs to requests of these ordinals and beyond. */
const MEASURED = 1_000_000;
const APPROVERS = ['bob', 'grace', 'heidi'];

type Times = Readonly<Record<string, number>>;

/** What one step and the looks of the jobs cost in the embedded store, with nothing, 10,000 and 100,000 requests stored. */
export async function run(): Promise<void> {
  console.log(`store: ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, SQLite, medians of ${RUNS}`);
  console.log(
    'each stored request: 5 audit entries, 3 cards, 4 tasks, 2 answers; all done but for the last 20 requests',
  );
  console.log('the three are measured in turns, so that whatever else this machine does slows all of them alike\n');
  const folder = await mkdtemp(join(tmpdir(), 'airlock-bench-'));
  try {
    for (const size of SIZES) await fill(fileOf(folder, size), size);
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

async function fill(file: string, size: number): Promise<void> {
  const db = await openDatabase(file);
  for (let start = 0; start < size; start += CHUNK)
    await db.transaction().execute(async (trx) => {
      for (let ordinal = start; ordinal < start + CHUNK; ordinal += 1)
        await storeOne(trx, ordinal, ordinal >= size - OPEN);
      await trx.updateTable('posts').set({ due: 0, shown_rev: 1, activity_id: 'a' }).where('due', '=', 1).execute();
      await trx.updateTable('tasks').set({ completed: 1 }).where('completed', '=', 0).execute();
    });
  await db.destroy();
}

async function storeOne(trx: Db, ordinal: number, open: boolean): Promise<void> {
  const patch: Partial<Request> = open ? { deadline: BUILT_AT * 2 } : { state: 'applied' };
  const request = await insertRequest(trx, aRequest(ordinal, patch));
  const { audit } = filing(request);
  await appendAudit(trx, chainEntry, [...audit, ...audit, ...audit, ...audit, ...audit]);
  await insertPosts(trx, [
    ...cardsOf(request),
    anAnswer(`${ordinal}:p`, 'a:alice'),
    anAnswer(`${ordinal}:q`, 'a:alice'),
  ]);
  await insertTasks(
    trx,
    ['draft', 'announce', 'apply', 'reconcile'].map((kind) => aTask(`${ordinal}:${kind}`)),
  );
}

/** A card in a thread of its own, and one in the personal chat of each approver. */
function cardsOf(request: Request) {
  return [`19:soc;messageid=${request.id}`, ...APPROVERS.slice(1).map((who) => `a:${who}`)].map((to) =>
    aCard(request, to),
  );
}

async function measure(files: readonly string[]): Promise<readonly Times[]> {
  const ids = counting();
  const stores = await Promise.all(files.map((file) => openStore({ file, chain: chainEntry, ids })));
  const taken = stores.map((store) => ({ store, times: new Map<string, number[]>() }));
  for (let at = 0; at < RUNS; at += 1) for (const { store, times } of taken) await once(store, MEASURED + at, times);
  for (const store of stores) await store.close();
  return taken.map(({ times }) => Object.fromEntries([...times].map(([what, values]) => [what, median(values)])));
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
  const step = filing(request, { posts: cardsOf(request), tasks: [aTask(`${ordinal}:apply`)], holds: [`${ordinal}`] });
  await time('commit', () => store.commit(step));
  const task = await time('takeTask', () => store.takeTask(['apply'], 'me', BUILT_AT, 1_000));
  const posts = await time('takePosts', () => store.takePosts('me', BUILT_AT, 1_000, 8));
  await time('nextDue', () => store.nextDue());
  await time('adoptPost', () =>
    store.adoptPost(aCard(request, 'a:bob', { key: `${ordinal}:found` }), `found ${ordinal}`),
  );
  await time('prune of nothing', () => store.prune(BUILT_AT - 1, 2_000));
  if (task) await store.completeTask(task);
  for (const post of [...posts, ...(await store.takePosts('me', BUILT_AT, 1_000, 8))])
    await store.postShown(post, { activityId: `shown ${post.id}`, rev: 1, at: BUILT_AT });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function print(size: number, bytes: number, times: Times, empty: Times): void {
  console.log(`${size} stored requests (${Math.round(bytes / 1024 / 1024)} MB):`);
  const loop = ['commit', 'takeTask', 'takePosts'];
  const sum = (of: Times) => loop.reduce((total, what) => total + (of[what] ?? Number.NaN), 0);
  row(loop.join(' + '), sum(times), sum(empty));
  for (const [what, value] of Object.entries(times)) row(what, value, empty[what] ?? Number.NaN);
  console.log('');
}

function row(what: string, value: number, before: number): void {
  console.log(`  ${what}: ${value.toFixed(2)} ms, ${(value / before).toFixed(2)} times what it is with nothing stored`);
}
