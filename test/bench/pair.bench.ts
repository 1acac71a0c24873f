import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { activityOf } from './click/activities.ts';
import { Clicks } from './click/clicks.ts';
import type { Pressable } from './click/file-pending.ts';
import { MeasuredProcess } from './click/measured-process.ts';
import type { Outside } from './click/outside.ts';

const HERE = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = 'test/bench/click';

type Bot = MeasuredProcess<{ readonly url: string }>;

/** One of the two versions of the code, as a process that holds requests to press. */
interface Side {
  readonly bot: Bot;
  readonly filed: readonly Pressable[];
}

/** Milliseconds of CPU a call, of one hundred calls or however many go at once. */
interface Turns {
  readonly before: number[];
  readonly after: number[];
}

/**
 * What a click costs in two versions of the code, in one run: each is a process with a store of its own in memory, and
 * they are pressed in turn, so that whatever else the machine does falls on both. `--before=FOLDER`: a checkout of the
 * code before, with its libraries. `--calls=600` of each kind, `--each=50` at a time, `--warm=300` before those.
 */
export async function run(given: readonly string[]): Promise<void> {
  const optionOf = (name: string) => given.find((one) => one.startsWith(`--${name}=`))?.split('=')[1];
  const before = resolve(optionOf('before') ?? '');
  if (optionOf('before') === undefined || !existsSync(join(before, PROGRAM)))
    throw new Error('Name a checkout of the code before: --before=FOLDER');
  const [calls, each, warm] = (['calls', 'each', 'warm'] as const).map((name, at) =>
    Number(optionOf(name) ?? [600, 50, 300][at]),
  ) as [number, number, number];
  const outside = await MeasuredProcess.start<Outside>(join(HERE, PROGRAM, 'outside.ts'));
  const sides = [
    await startSide(before, outside.started, calls + warm),
    await startSide(HERE, outside.started, calls + warm),
  ];
  const measured = await pressed(sides as [Side, Side], outside.started, { calls, each, warm });
  for (const [what, turns] of Object.entries(measured)) print(what, turns);
  for (const { bot } of sides) await bot.ask('close');
  for (const { bot } of sides) await bot.stop();
  await outside.stop();
}

async function startSide(folder: string, outside: Outside, count: number): Promise<Side> {
  const arguments_ = [':memory:', 'portal', JSON.stringify(outside), 'kept'];
  const bot: Bot = await MeasuredProcess.start(join(folder, PROGRAM, 'bot.ts'), arguments_, { cwd: folder });
  return { bot, filed: await bot.ask<readonly Pressable[]>('file', count) };
}

interface Counts {
  readonly calls: number;
  readonly each: number;
  readonly warm: number;
}

async function pressed(sides: readonly [Side, Side], outside: Outside, { calls, each, warm }: Counts) {
  const measured: Record<'refresh' | 'approve' | 'deliver', Turns> = {
    refresh: { before: [], after: [] },
    approve: { before: [], after: [] },
    deliver: { before: [], after: [] },
  };
  for (const [kind, verb, word] of [
    ['refresh', 'view', '"Approve"'],
    ['approve', 'approve', 'Approved'],
  ] as const) {
    const clicks = sides.map(
      ({ bot }) => new Clicks(bot, (text) => text.includes('AdaptiveCard') && text.includes(word)),
    );
    for (let from = 0; from < warm + calls; from += each)
      for (const at of turnOf(from / each)) {
        const bodies = sides[at].filed.slice(from, from + each).map((one) => activityOf(outside, one, verb));
        const { cpu } = (await clicks[at]?.measure(bodies, from === 0 ? 1 : undefined)) ?? { cpu: Number.NaN };
        if (from >= warm) measured[kind][at === 0 ? 'before' : 'after'].push(cpu);
      }
    for (const one of clicks) one.close();
  }
  await delivered(sides, measured.deliver);
  return measured;
}

/** Which of the two comes first changes each time. */
function turnOf(round: number): readonly (0 | 1)[] {
  return round % 2 === 0 ? [0, 1] : [1, 0];
}

const DELIVERIES = 12;

async function delivered(sides: readonly [Side, Side], turns: Turns): Promise<void> {
  for (let round = 0; round < DELIVERIES; round += 1)
    for (const at of turnOf(round)) {
      const { bot } = sides[at];
      const began = await bot.cpu();
      const count = await bot.ask<number>('deliver');
      if (count > 0) turns[at === 0 ? 'before' : 'after'].push(((await bot.cpu()) - began) / count);
    }
}

function print(what: string, { before, after }: Turns): void {
  const [was, is] = [meanOf(before), meanOf(after)];
  const ratios = after.map((one, at) => one / (before[at] ?? Number.NaN)).sort((a, b) => a - b);
  const middle = ratios[Math.floor(ratios.length / 2)] ?? Number.NaN;
  console.log(
    `${what}: ${was.toFixed(2)} to ${is.toFixed(2)} ms of CPU (${(is / was).toFixed(2)}); median of ${ratios.length} turns ${middle.toFixed(2)}`,
  );
}

function meanOf(all: readonly number[]): number {
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}
