import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Longer than a task's lease, in seconds. */
const LEASE = 91;

/** What is asked for, and where the service is killed. */
interface Long {
  readonly devices: number;
  /** How many of them a call for many leaves out, so that each is sent alone. */
  readonly alone: number;
  readonly indicators: number;
  /** See `TagRoom.diesAt`. */
  readonly dies: number;
  /** Whether both are one request; else two. */
  readonly isOne?: true;
}

/** What came of it. */
export interface Played {
  /** How often each device was tagged, and how many were. */
  readonly tags: readonly [most: number, devices: number];
  readonly indicators: readonly [written: number, different: number];
  /** The most calls that write within any minute, and within any hour. */
  readonly calls: { readonly minute: number; readonly hour: number };
  /** How far the card said it was while it was written, each time that it said something else. */
  readonly told: readonly string[];
  readonly cards: readonly [tags: string, indicators: string];
  /** Simulated minutes from the approval to the end. */
  readonly minutes: number;
  /** Milliseconds of CPU from the approval to the end, the played tenant's included. */
  readonly cpu: number;
}

/**
 * Plays requests for tags and for indicators, or one for both, to their ends, killed in the middle, by a clock that is
 * set.
 */
export async function playLong({ devices, alone, indicators, dies, isOne }: Long): Promise<Played> {
  const room = await TagRoom.open();
  try {
    const prefix = room.addMachines(devices);
    const bulk = room.world.machines.filter(({ computerDnsName }) => computerDnsName.startsWith(prefix));
    for (const { id } of bulk.slice(-alone)) room.habits.leftOut.add(id);
    const hashes = Array.from({ length: indicators }, (_, at) => (at + 1).toString(16).padStart(64, '0'));
    const sent = callsOf(room);
    const asked = `tag every device whose name starts with ${prefix} with Lab`;
    const list = `import indicators: block for 30 days\n${hashes.join('\n')}`;
    const tags = await room.approved(isOne ? `as one request\n${asked}\n${list}` : asked);
    const began = process.cpuUsage();
    const from = room.company.clock.now();
    assert(await room.diesAt(dies), 'the service was killed in the middle');
    const listed = isOne ? tags : await room.approved(list);
    const told = new Set<string>();
    let passed = 0;
    await passes(room, LEASE);
    while (await isWritten(room)) {
      told.add(/So far: [^\n]*/u.exec(cardText(tags.card))?.[0] ?? '');
      passed += 1;
      assert(passed < devices, 'it comes to its end');
      await passes(room, MINUTE / 1_000);
    }
    const { user, system } = process.cpuUsage(began);
    await room.company.assertAuditHolds();
    const values = activeIndicators(room.world).map(({ indicatorValue }) => indicatorValue);
    return {
      tags: [Math.max(...room.taken.values()), room.taken.size],
      indicators: [values.length, new Set(values).size],
      calls: { minute: most(sent, MINUTE), hour: most(sent, HOUR) },
      told: [...told].filter((one) => one !== ''),
      cards: [cardText(tags.card), cardText(listed.card)],
      minutes: Math.round((room.company.clock.now() - from) / MINUTE),
      cpu: Math.round((user + system) / 1_000),
    };
  } finally {
    await room.company.close();
  }
}

/**
 * Lets time pass, and a second more: on a busy machine Teams may not take a card within its time, and it is sent again
 * half a second later.
 */
async function passes(room: TagRoom, seconds: number): Promise<void> {
  await room.pass(seconds);
  await room.pass(1);
}

async function isWritten(room: TagRoom): Promise<boolean> {
  const states = [(await room.request(1))?.state, (await room.request(2))?.state];
  return states.some((state) => state === 'applying' || state === 'approved');
}

/** When each call that writes is made. One that the limits hold back tells when to try again. */
function callsOf(room: TagRoom): readonly number[] {
  const { supported } = room.company.services;
  const { writeItems } = supported;
  const sent: number[] = [];
  Object.assign(supported, {
    writeItems: async (...asked: Parameters<typeof writeItems>) => {
      const at = room.company.clock.now();
      const outcome = await writeItems.apply(supported, asked);
      if (outcome.retryAt === null) sent.push(at);
      return outcome;
    },
  });
  return sent;
}

function most(sent: readonly number[], within: number): number {
  return Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + within).length));
}
