import { countMarks } from '../requests/notifying/count-marks.ts';
import type { Messenger } from '../requests/ports/messenger.ts';
import type { TaskKind } from '../requests/ports/outbox.ts';
import type { LookAtPlace } from '../requests/ports/places.ts';
import type { Services } from '../requests/ports/services.ts';
import { makeOverdueCheckpoint, noteOutside } from '../requests/recording/note-checkpoint.ts';
import { forgetTenant } from '../requests/watching/watched.ts';
import { censusOnce } from './census.ts';
import { deliverMessages, type Jitter } from './delivery/deliver-messages.ts';
import { nameChannelOnce } from './delivery/name-channel.ts';
import { compareDeadlines, expireForms, expireRequests } from './expire.ts';
import type { Steady } from './hold-write.ts';
import { identifyWriter } from './identify-writer.ts';
import { JOB_SETTINGS, type JobSettings } from './job-settings.ts';
import { createLoop, type Loop } from './loop.ts';
import { pruneStore } from './prune-store.ts';
import { shareStatus } from './share-status.ts';
import { tellChannels, watchOnce } from './watch.ts';
import { workTask } from './work-tasks.ts';

/**
 * Lanes of work that run independently of each other, so that somebody waiting for a draft or a form waits neither for
 * a write nor for everybody's status.
 */
const LANES: readonly (readonly TaskKind[])[] = [
  ['draft', 'revert', 'sight'],
  ['open-form', 'check-form'],
  ['status', 'ask'],
  ['announce', 'remind'],
  ['apply', 'items'],
  ['reconcile', 'verify', 'surface', 'checkpoint', 'follow'],
];

export interface JobsOptions {
  readonly services: Services;
  readonly messenger: Messenger;
  /** Says nothing of any place where absent. */
  readonly lookAtPlace?: LookAtPlace;
  readonly jitter: Jitter;
  /** The process' own where absent. */
  readonly steady?: Steady;
  readonly settings?: JobSettings;
  /** Tries whether anything can be stored, again and again; absent where nobody asks. */
  readonly beat?: () => Promise<void>;
}

export interface Jobs {
  start(): void;
  /** Stops the loops after they finish their current work. */
  stop(): Promise<void>;
  /** Does all work that is due now, before it resolves: for tests and for a last round before the process stops. */
  settle(): Promise<void>;
  /** Looks at the channel for approvals, the tenant and Microsoft's audit log, unless an instance did so before. */
  look(): Promise<void>;
  /** Tells channels what is due: digests, and what has waited in Defender. */
  tell(): Promise<void>;
  /** Finds work that was removed or put off, as is done at the start and once an hour. */
  tidy(): Promise<void>;
  /** Looks for work of instances that are gone. */
  takeOver(): Promise<void>;
  /** Forgets how the tenant was last seen: another one is played from now on. */
  beginAnew(): Promise<void>;
}

const SAYS_NOTHING: LookAtPlace = async () => ({ name: null, isShared: null });

/**
 * Creates the background loops of one instance. They lease their work, so any number of instances may share one store.
 */
export function createJobs(options: JobsOptions): Jobs {
  const { services, lookAtPlace = SAYS_NOTHING, settings = JOB_SETTINGS } = options;
  const rounds = roundsOf(options, settings);
  const { clock, log, store } = services;
  const busy: Loop[] = rounds.map((round) =>
    createLoop({ round, nextDue: () => store.nextDue(), clock, log, longestRest: settings.longestRest }),
  );
  const loops = [
    ...busy,
    ...(options.beat ? [beatAgain(options.beat, services)] : []),
    takingOver(services),
    housekeeping(services, settings),
    watching(services, lookAtPlace, settings),
    telling(services, settings),
  ];
  for (const { wake } of busy) store.onChange(wake);
  return {
    start() {
      for (const loop of loops) loop.start();
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
    async settle() {
      for (let more = true; more; ) {
        const did = await Promise.all(rounds.map((round) => round()));
        more = did.includes(true);
      }
    },
    async look() {
      await nameChannelOnce(services, lookAtPlace, settings.watchEvery);
      await watchOnce(services, settings.watchEvery);
    },
    tell: () => tellChannels(services),
    tidy: () => refileLost(services),
    takeOver: () => takeOver(services),
    beginAnew: () => forgetTenant(services),
  };
}

/**
 * Work that somebody removed from the database, or put off for long: without it a begun request would hold its objects
 * for good, and an approved one would end unwritten.
 */
async function refileLost(services: Services): Promise<void> {
  const { store, clock, log, tenantId } = services;
  for (const number of await store.refileWork(tenantId, clock.now()))
    log.error({ number }, 'work that a request waits for was gone: it is filed anew');
  const soon = clock.now() + HOUR;
  await store.hastenTasks(tenantId, 'apply', soon);
  await store.hastenTasks(tenantId, 'items', soon);
  await compareDeadlines(services);
}

/** No write waits for longer, in ms, before it is tried again: Defender asks for minutes. */
const HOUR = 3_600_000;

/** How often an instance tries whether it can store anything, in ms. */
const BEAT_EVERY = 10_000;

function beatAgain(beat: () => Promise<void>, { clock, log }: Services): Loop {
  return createLoop({
    round: () => beat().then(() => false),
    nextDue: async () => null,
    clock,
    log,
    longestRest: BEAT_EVERY,
  });
}

/** How often an instance looks for the work of others that are gone, in ms. */
const TAKE_OVER_EVERY = 2_000;

function takingOver(services: Services): Loop {
  const { clock, log } = services;
  return createLoop({
    round: () => takeOver(services).then(() => false),
    nextDue: async () => null,
    clock,
    log,
    longestRest: TAKE_OVER_EVERY,
  });
}

async function takeOver({ store, clock, log }: Services): Promise<void> {
  const tasks = await store.takeBackGone(clock.now());
  if (tasks > 0) log.warn({ tasks }, 'work of an instance that is gone is taken over');
}

/** What is done at the start and once an hour, and needs nobody to wait for it. */
function housekeeping(services: Services, settings: JobSettings): Loop {
  const { clock, log } = services;
  return createLoop({
    async round() {
      await refileLost(services);
      await censusOnce(services);
      await countMarks(services, null);
      await noteOutside(services);
      await pruneStore(services, settings);
      await makeOverdueCheckpoint(services);
      return false;
    },
    nextDue: async () => null,
    clock,
    log,
    longestRest: settings.pruneLook,
  });
}

/** Its own loop: an answer of Microsoft's audit log may take long, and nobody waits for it. */
function watching(services: Services, look: LookAtPlace, { watchEvery, watchLook }: JobSettings): Loop {
  const { clock, log } = services;
  return createLoop({
    async round() {
      await nameChannelOnce(services, look, watchEvery);
      await watchOnce(services, watchEvery);
      await makeOverdueCheckpoint(services);
      return false;
    },
    nextDue: async () => null,
    clock,
    log,
    longestRest: Math.min(watchEvery, watchLook),
  });
}

/** Its own loop: it reads Defender, and nobody waits for it. */
function telling(services: Services, { watchLook }: JobSettings): Loop {
  const { clock, log } = services;
  return createLoop({
    async round() {
      await tellChannels(services);
      return false;
    },
    nextDue: async () => null,
    clock,
    log,
    longestRest: watchLook,
  });
}

/** What is done again and again, each at its own pace. */
function roundsOf(options: JobsOptions, settings: JobSettings): readonly (() => Promise<boolean>)[] {
  const { services, messenger, lookAtPlace = SAYS_NOTHING, jitter, steady } = options;
  const owner = services.ids.next();
  const tools = { status: shareStatus(services), lookAtPlace, ...(steady && { steady }) };
  return [
    ...LANES.map((kinds) => () => workTask(services, tools, kinds, owner, settings)),
    async () => (await deliverMessages(services, { messenger, jitter }, owner, settings)) > 0,
    async () => (await expireRequests(services)) > 0,
    async () => (await expireForms(services)) > 0,
    () => identifyWriter(services),
  ];
}
