import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../support/generated/random.ts';
import { isOpen } from './checker/card-text.ts';
import { check } from './checker/check.ts';
import type { Head, History, Violation } from './checker/history.ts';
import { planBlows } from './nemesis/blows.ts';
import { Nemesis } from './nemesis/nemesis.ts';
import type { Options } from './options.ts';
import { type Message, shownTo } from './people/chat-view.ts';
import { Crowd } from './people/crowd.ts';
import { Desk, decideTheRest, openEverything } from './people/desk.ts';
import { Controls } from './world/controls.ts';
import { exportRecord } from './world/export-record.ts';
import { BOT_NAMES, CAST, EVERYBODY, openRoom, PERSONS, type Room } from './world/room.ts';

/** What a run came to. */
export interface Ran {
  readonly history: History;
  readonly violations: readonly Violation[];
  readonly activities: number;
  /** How often each kind of blow was struck. */
  readonly struck: ReadonlyMap<string, number>;
  /** From the last decision after the faults until everything had ended, in ms. */
  readonly settledMs: number;
}

const MINUTE = 60_000;

/** Tortures the bot, and judges it by what can be seen from outside. */
export async function torture(options: Options): Promise<Ran> {
  const room = await openRoom(options);
  try {
    return await run(room, options);
  } finally {
    await room.close();
  }
}

async function run(room: Room, options: Options): Promise<Ran> {
  const controls = new Controls(room.sandbox.url);
  const crowd = new Crowd(room.sandbox.url, EVERYBODY, controls);
  const nemesis = new Nemesis({
    ...room,
    file: join(room.folder, 'airlock.db'),
    controls,
    admins: CAST.admins.slice(0, 2).map((id) => nameIn(room, id, 'userPrincipalName')),
    outsider: nameIn(room, CAST.admins[2] ?? '', 'userPrincipalName'),
  });
  try {
    await room.fleet.recover();
    const heads = await torment(room, crowd, nemesis, options);
    await nemesis.rest();
    await decideTheRest(crowd, CAST);
    const settledMs = await settle(crowd, options.settle * 1_000);
    const exported = await exportRecord(room.settings, room.folder);
    const history = await historyOf({ room, controls, crowd }, { heads, record: exported.entries });
    const { startMs, memory, handles } = options;
    const violations = [
      ...check(history, { startMs, memory: memory * 1_048_576, handles }),
      ...(exported.code === 0 ? [] : [{ rule: 'export', what: `exits with ${exported.code}: ${exported.said}` }]),
    ];
    return { history, violations, activities: crowd.activities, struck: nemesis.struck, settledMs };
  } finally {
    await crowd.close();
  }
}

/** People and nemesis at once; what the record's end was meanwhile. */
async function torment(room: Room, crowd: Crowd, nemesis: Nemesis, options: Options): Promise<readonly Head[]> {
  const { seed, minutes, desks, instances } = options;
  const ms = minutes * MINUTE;
  const end = performance.now() + ms;
  const blows = planBlows(new Random(seed), { ms, instances, hasServer: room.postgres !== null });
  const atDesks = Array.from({ length: desks }, (_none, place) => {
    const desk = new Desk(crowd, CAST, new Random(seed * 1_000 + place + 1), `${seed}-${place}`);
    return desk.work(() => performance.now() < end);
  });
  const heads = headsOf(room, end);
  await Promise.all([nemesis.strike(blows), ...atDesks]);
  return heads;
}

/** How often the record is exported while the run goes on. */
const EXPORT_EVERY = 40_000;

async function headsOf(room: Room, end: number): Promise<readonly Head[]> {
  const heads: Head[] = [];
  for (;;) {
    await pause(EXPORT_EVERY);
    if (performance.now() > end) return heads;
    const last = (await exportRecord(room.settings, room.folder)).entries.at(-1);
    if (last) heads.push({ seq: last.seq, hash: last.hash });
  }
}

/**
 * Waits until nothing is open, and everybody has looked at what stands in their Teams. What still waits is decided and
 * looked at again: a slow machine answers late. @returns how long that took
 */
async function settle(crowd: Crowd, most: number): Promise<number> {
  const begun = performance.now();
  const end = begun + most;
  await openEverything(crowd, EVERYBODY);
  let settled = Number.NaN;
  let decided = performance.now();
  while (performance.now() < end) {
    const isQuiet = !isAnyOpen(crowd);
    if (!isQuiet && performance.now() - decided > DECIDE_EVERY) {
      await decideTheRest(crowd, CAST);
      await openEverything(crowd, EVERYBODY);
      decided = performance.now();
    }
    if (isQuiet && Number.isNaN(settled)) settled = performance.now() - begun;
    if (!isQuiet) settled = Number.NaN;
    if (performance.now() - begun > settled + LAST_WORDS) break;
    await pause(200);
  }
  await openEverything(crowd, EVERYBODY);
  for (const last = performance.now() + LAST_LOOKS; isAnyOpen(crowd) && performance.now() < last; ) await pause(200);
  await pause(LAST_WORDS / 2);
  return Math.round(Number.isNaN(settled) ? most : settled);
}

/** Milliseconds until what still waits is decided once more. */
const DECIDE_EVERY = 10_000;

/** Milliseconds for notices that follow the end of a request. */
const LAST_WORDS = 4_000;

/** Milliseconds for cards to be put right that somebody looked at last of all. */
const LAST_LOOKS = 20_000;

function isAnyOpen({ views }: Crowd): boolean {
  return views.some(({ all }) => all.some(isOpenCard));
}

function isOpenCard({ heading, deleted }: Message): boolean {
  return heading !== null && !deleted && isOpen(heading.says);
}

interface Seen {
  readonly room: Room;
  readonly controls: Controls;
  readonly crowd: Crowd;
}

async function historyOf({ room, controls, crowd }: Seen, kept: Pick<History, 'heads' | 'record'>): Promise<History> {
  await Promise.all(Array.from({ length: room.fleet.size }, (_none, place) => room.fleet.at(place)?.scrape()));
  return {
    people: PERSONS,
    names: Object.fromEntries(EVERYBODY.map((id) => [id, nameIn(room, id, 'name')])),
    bot: BOT_NAMES,
    asks: crowd.asks,
    presses: crowd.presses,
    messages: shownTo(crowd.views, crowd.markers),
    writes: (await controls.writes()).map(({ at, what, by }) => ({ at: Date.parse(at), what, by })),
    ...kept,
    publicKey: room.publicKey,
    unsure: room.fleet.unsure,
    starts: room.fleet.starts,
    usage: room.fleet.usage,
  };
}

function nameIn({ sandbox }: Room, id: string, which: 'name' | 'userPrincipalName'): string {
  return sandbox.world.people.find((one) => one.id === id)?.[which] ?? id;
}
