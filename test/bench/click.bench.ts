import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { activityOf } from './click/activities.ts';
import { Clicks, CONNECTIONS, type Measured } from './click/clicks.ts';
import type { Pressable } from './click/file-pending.ts';
import { MeasuredProcess } from './click/measured-process.ts';
import type { Outside } from './click/outside.ts';
import { measurePeer, preparePeers } from './click/peers.ts';
import { fillStore } from './fill-store.ts';

const programOf = (name: string) => fileURLToPath(new URL(`./click/${name}.ts`, import.meta.url));

const LATE = 16;
const SLOW_GRAPH = 300;
const PRUNED = 2_000;

interface Options {
  readonly sizes: readonly number[];
  readonly connector: string;
  readonly profile: boolean;
  /** How many presses are measured of each kind. */
  readonly calls: number;
  /** How many before those, unmeasured. */
  readonly warm: number;
  readonly peers: boolean;
  /** Whether refreshes go by what the directory said some seconds ago, as in a tenant; `asked`: each asks anew. */
  readonly looks: 'kept' | 'asked';
}

type Bot = MeasuredProcess<{ readonly url: string }>;

/**
 * What a click costs: the bot and the outside world are processes of their own, 16 connections press. Both bare SDKs
 * are measured in the same run. `--full`: a million stored requests, too. `--profile`: CPU profiles beside the store.
 */
export async function run(given: readonly string[]): Promise<void> {
  const options = optionsOf(given);
  console.log(`click: ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, SQLite`);
  console.log(
    `${CONNECTIONS} connections; connector ${options.connector}, looks ${options.looks}; CPU is the bot's own, of all its threads\n`,
  );
  const folder = await mkdtemp(join(tmpdir(), 'airlock-click-'));
  console.log(`one durable write to this disk, now: ${ms(durableWrite(folder))} (median)\n`);
  const outside = await MeasuredProcess.start<Outside>(programOf('outside'));
  try {
    const bare = options.peers ? await measurePeers(folder, outside.started) : null;
    for (const size of options.sizes) await measureSize(join(folder, `${size}.db`), size, { options, outside, bare });
  } finally {
    await outside.stop();
    if (!options.profile) await rm(folder, { recursive: true, force: true });
  }
  if (options.profile) console.log(`The profiles are in ${folder}.`);
}

function optionsOf(given: readonly string[]): Options {
  const optionOf = (name: string) => given.find((one) => one.startsWith(`--${name}=`))?.split('=')[1];
  const sizes = optionOf('sizes')?.split(',').map(Number) ?? [0, 10_000, 100_000];
  return {
    sizes: given.includes('--full') ? [...sizes, 1_000_000] : sizes,
    connector: optionOf('connector') ?? 'portal',
    profile: given.includes('--profile'),
    calls: Number(optionOf('calls') ?? 600),
    warm: Number(optionOf('warm') ?? 150),
    peers: !given.includes('--no-peers'),
    looks: optionOf('looks') === 'asked' ? 'asked' : 'kept',
  };
}

/** @returns milliseconds of CPU of the cheapest bare bot */
async function measurePeers(folder: string, outside: Outside): Promise<number> {
  const data = { requestId: '5f1c3f6e-9d0b-4c6d-8d2e-3f6a3a1b0c12', rev: 2, digest: 'a'.repeat(64) };
  const body = activityOf(outside, { conversation: '19:soc@thread.tacv2', data }, 'approve');
  const costs: number[] = [];
  for (const peer of preparePeers(folder)) {
    const measured = await measurePeer(peer, body, 4_800);
    print(peer.name, measured, null);
    costs.push(measured.cpu);
  }
  console.log('');
  return Math.min(...costs);
}

interface Around {
  readonly options: Options;
  readonly outside: MeasuredProcess<Outside>;
  readonly bare: number | null;
}

async function measureSize(file: string, size: number, around: Around): Promise<void> {
  const { options, outside, bare } = around;
  await fillStore(file, size);
  const filled = (await stat(file)).size;
  console.log(`${size} stored requests (${Math.round(filled / 1024 / 1024)} MB):`);
  const bot: Bot = await MeasuredProcess.start(programOf('bot'), [
    ...[file, options.connector, JSON.stringify(outside.started), options.looks],
  ]);
  const filed = await bot.ask<readonly Pressable[]>('file', options.warm + options.calls + LATE);
  const body = (verb: 'approve' | 'view') => (one: Pressable) => activityOf(outside.started, one, verb);
  const profiled = async (name: string, work: () => Promise<Measured>) => {
    if (options.profile) await bot.ask('profile');
    print(name, await work(), bare);
    if (options.profile) await bot.ask('profile', `${file}.${name.split(' ')[0]}.cpuprofile`);
  };
  await measureViews(bot, filed.map(body('view')), profiled, options);
  await measureApprovals(bot, filed.map(body('approve')), profiled, { ...options, ...outside.started });
  await measureJobs(bot);
  await bot.ask('close');
  await bot.stop();
  const each = ((await stat(file)).size - filled) / filed.length;
  console.log(
    `  size: ${(each / 1_024).toFixed(1)} KB for each request that was drafted, submitted, approved and handed on\n`,
  );
}

type Profiled = (name: string, work: () => Promise<Measured>) => Promise<void>;

/** Everybody's client refreshes a card before it can be pressed. */
async function measureViews(bot: Bot, looks: readonly string[], profiled: Profiled, { calls }: Pick<Options, 'calls'>) {
  const clicks = new Clicks(bot, (answer) => answer.includes('AdaptiveCard') && answer.includes('"Approve"'));
  await clicks.measure(looks);
  await profiled('refresh by an approver', () => clicks.measure(looks.slice(0, calls)));
  clicks.close();
}

async function measureApprovals(
  bot: Bot,
  presses: readonly string[],
  profiled: Profiled,
  around: Pick<Options, 'calls' | 'warm'> & Outside,
) {
  const { calls, warm } = around;
  const clicks = new Clicks(bot, (answer) => answer.includes('AdaptiveCard') && answer.includes('Approved'));
  await clicks.measure(presses.slice(0, warm));
  await profiled('approve, stored durably', () => clicks.measure(presses.slice(warm, warm + calls)));
  await slowGraph(around, SLOW_GRAPH);
  const late = await clicks.measure(presses.slice(warm + calls), 1);
  console.log(
    `  approve, one at a time, with Graph at ${SLOW_GRAPH} ms a call: answered in ${ms(late.median)} (median), ${ms(late.p99)} (p99)`,
  );
  await slowGraph(around, 0);
  clicks.close();
}

async function slowGraph({ url }: Outside, milliseconds: number): Promise<void> {
  const fault = milliseconds > 0 ? { surface: 'graph', kind: 'latency', ms: milliseconds } : { clear: true };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/sandbox/faults`, { method: 'POST', headers, body: JSON.stringify(fault) });
  if (!answer.ok) throw new Error(`the sandbox refused a fault: ${await answer.text()}`);
}

/** Each batch is one look at what is due, in this many rounds at most. */
const BATCHES = { deliver: 100, prune: 5 } as const;

async function measureJobs(bot: Bot): Promise<void> {
  const delivered = await repeat(bot, 'deliver', null);
  console.log(
    `  deliver: ${delivered.count} messages, ${ms(delivered.wall / delivered.count)} and ${ms(delivered.cpu / delivered.count)} of CPU each`,
  );
  const pruned = await repeat(bot, 'prune', PRUNED);
  console.log(
    `  prune: ${pruned.count} rows in ${pruned.batches} batches, ${ms(pruned.wall / pruned.batches)} and ${ms(pruned.cpu / pruned.batches)} of CPU each`,
  );
}

/** Lets the bot do something again and again while there is something to do. */
async function repeat(bot: Bot, order: keyof typeof BATCHES, given: unknown) {
  let [count, batches, done] = [0, 0, 1];
  const cpuBefore = await bot.cpu();
  const began = performance.now();
  for (; done > 0 && batches < BATCHES[order]; batches += 1) {
    done = await bot.ask<number>(order, given);
    count += done;
  }
  return { count, batches, wall: performance.now() - began, cpu: (await bot.cpu()) - cpuBefore };
}

/** @returns milliseconds at the median: what every approval waits for at the least */
function durableWrite(folder: string): number {
  const file = openSync(join(folder, 'written'), 'w');
  const page = Buffer.alloc(4_096, 1);
  const times = Array.from({ length: 101 }, () => {
    const began = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  return times.sort((a, b) => a - b)[50] ?? Number.NaN;
}

function print(what: string, { perSecond, cpu, median, p99 }: Measured, bare: number | null): void {
  const ratio = bare === null ? '' : `, ${(cpu / bare).toFixed(1)} times a bare invoke`;
  console.log(
    `  ${what}: ${Math.round(perSecond)}/s, ${cpu.toFixed(2)} ms of CPU a call${ratio}; ${ms(median)} median, ${ms(p99)} p99`,
  );
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}
