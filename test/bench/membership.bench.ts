import { cpus } from 'node:os';
import { USUAL_WAYS, type Ways } from '../../src/changes/device-group/membership/assumptions.ts';
import { assign } from '../../src/changes/device-group/membership/group-index.ts';
import { previewMoves } from '../../src/changes/device-group/moves/devices-that-move.ts';
import type { DeviceGroup } from '../../src/changes/device-group.ts';
import { naiveMembership } from '../support/generated/naive-membership.ts';
import { hostileTenant, type LargeTenant, largeTenant, reported } from './large-tenant.ts';

const DEVICES = 100_000;
const GROUPS = 500;
/** The most devices that Airlock reads, and the most groups that a tenant has. */
const MOST_DEVICES = 500_000;
const MOST_GROUPS = 2_000;
const RUNS = 5;
/** The nested loop gets every n-th device unless `--full` is given. */
const SAMPLE_EVERY = 20;

interface Timing {
  /** Milliseconds, medians. CPU time counts every thread of the process, so garbage collection too. */
  readonly wall: number;
  readonly cpu: number;
}

/**
 * Who belongs where, and who moves, in a tenant of 100,000 devices and 500 groups. `--full`: the nested loop over all
 * devices, and the largest tenant that Airlock takes.
 */
export function run(options: readonly string[]): void {
  const full = options.includes('--full');
  console.log(`membership: ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, one thread`);
  console.log(`Node and this program alone: ${peakMegabytes()} MB\n`);
  const tenant = asReported(largeTenant(DEVICES, GROUPS));
  describe(tenant);

  const first = timed(1, () => assign(tenant.devices, tenant.groups));
  const engine = timed(RUNS, () => assign(tenant.devices, tenant.groups));
  print('engine, first run in this process', first);
  print(`engine, median of ${RUNS}`, engine);
  const preview = previewed(tenant);
  print(`preview of a rank change, beside what Defender reports, median of ${RUNS}`, preview);
  console.log(`  peak RSS so far: ${peakMegabytes()} MB (goal: under 500 MB; time goal: under 2,000 ms)\n`);
  if (full) compareLargest(preview);

  printGrowth();
  compare('the tenant above', tenant, engine, full);
  const hostile = hostileTenant(DEVICES, GROUPS);
  const hard = timed(3, () => assign(hostile.devices, hostile.groups));
  print(
    'engine on a hostile tenant (some 35 conditions a group, long names that match nearly everywhere), median of 3',
    hard,
  );
  compare('the hostile tenant', hostile, hard, full);
  console.log(`peak RSS of everything: ${peakMegabytes()} MB (three tenants and the nested loop included)`);
}

function previewed({ devices, groups }: LargeTenant): Timing {
  const after = lastFirst(groups);
  return timed(RUNS, () => previewMoves(devices, groups, after));
}

/** The tenant as Defender reports it if its rules go these ways. */
function asReported(tenant: LargeTenant, ways: Ways = USUAL_WAYS): LargeTenant {
  return reported(tenant, assign(tenant.devices, tenant.groups, ways).winners);
}

/** Twenty times the pairs of device and group; only the ratio of CPU time says something on another machine. */
function compareLargest(preview: Timing): void {
  const plain = largeTenant(MOST_DEVICES, MOST_GROUPS);
  describe(plain);
  const pairs = (MOST_DEVICES * MOST_GROUPS) / (DEVICES * GROUPS);
  const compareOne = (what: string, tenant: LargeTenant) => {
    const most = previewed(tenant);
    print(`preview of a rank change, ${what}, median of ${RUNS}`, most);
    const ratio = Math.round((10 * most.cpu) / preview.cpu) / 10;
    console.log(`  ratio of CPU time to the tenant above = ${ratio} : 1, of devices x groups ${pairs} : 1`);
  };
  compareOne('beside what Defender reports', asReported(plain));
  console.log(`  peak RSS so far: ${peakMegabytes()} MB (goal: under 1,500 MB; time goal: under 2,000 ms)`);
  compareOne(
    'in a tenant where capital letters turn out to count',
    asReported(plain, { ...USUAL_WAYS, case: 'counts' }),
  );
  console.log('');
}

function describe({ devices, groups }: LargeTenant): void {
  const rows = groups.flatMap(({ conditions }) =>
    conditions.map((one) => (one.property === 'os' ? one.values.length : 1)),
  );
  const perGroup = groups.map(({ conditions }) =>
    conditions.reduce((sum, one) => sum + (one.property === 'os' ? one.values.length : 1), 0),
  );
  const { winners } = assign(devices, groups);
  const rest = groups.findIndex(({ ungrouped }) => ungrouped);
  const ungrouped = winners.filter((winner) => winner === rest).length;
  console.log(
    `${devices.length} devices, ${groups.length} groups, ${sum(rows)} conditions (at most ${Math.max(...perGroup)} a group); ` +
      `${new Set(winners).size} groups hold devices, ${ungrouped} devices are ungrouped`,
  );
}

function printGrowth(): void {
  console.log(`growth (median of ${RUNS}):`);
  for (const devices of [25_000, 50_000, 100_000]) growthRow(devices, GROUPS);
  for (const groups of [125, 250, 500]) growthRow(DEVICES, groups);
  console.log('');
}

function growthRow(devices: number, groups: number): void {
  const tenant = largeTenant(devices, groups);
  print(
    `${devices} devices x ${groups} groups`,
    timed(RUNS, () => assign(tenant.devices, tenant.groups)),
  );
}

/** Runs the nested loop, checks that it agrees, and says what was measured and what is only scaled. */
function compare(what: string, { devices, groups }: LargeTenant, engine: Timing, full: boolean): void {
  const step = full ? 1 : SAMPLE_EVERY;
  const sample = devices.filter((_, at) => at % step === 0);
  let expected: readonly number[] = [];
  const naive = timed(1, () => {
    expected = naiveMembership(sample, groups);
  });
  const { winners } = assign(devices, groups);
  const wrong = expected.filter((winner, at) => winner !== winners[at * step]).length;
  const scaled = full ? '' : `; times ${step} = ${round(naive.cpu * step)} ms for all, scaled, not measured`;
  print(`nested loop on ${what}, ${sample.length} devices${scaled}`, naive);
  console.log(`  ratio of CPU time, nested loop : engine = ${round((naive.cpu * step) / engine.cpu)} : 1`);
  console.log(`  ${wrong === 0 ? 'both agree on every device compared' : `THEY DISAGREE on ${wrong} devices`}\n`);
  if (wrong > 0) process.exitCode = 1;
}

function lastFirst(groups: readonly DeviceGroup[]): DeviceGroup[] {
  const lowest = Math.max(...groups.map(({ rank }) => rank ?? 0));
  return groups.map((group) => (group.rank === lowest ? { ...group, rank: 0 } : group));
}

function timed(runs: number, work: () => unknown): Timing {
  const timings = Array.from({ length: runs }, () => {
    const cpuBefore = process.cpuUsage();
    const began = performance.now();
    work();
    const wall = performance.now() - began;
    const { user, system } = process.cpuUsage(cpuBefore);
    return { wall, cpu: (user + system) / 1000 };
  });
  return { wall: median(timings.map(({ wall }) => wall)), cpu: median(timings.map(({ cpu }) => cpu)) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function print(what: string, { wall, cpu }: Timing): void {
  console.log(`  ${what}: ${round(wall)} ms (${round(cpu)} ms CPU)`);
}

function round(value: number): number {
  return Math.round(value);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The most memory that this process ever held. */
function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
