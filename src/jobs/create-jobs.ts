import type { Messenger } from '../requests/ports/messenger.ts';
import type { TaskKind } from '../requests/ports/outbox.ts';
import type { Parts } from '../requests/ports/services.ts';
import { deliverPosts, type Jitter } from './deliver-posts.ts';
import { expireForms, expireRequests } from './expire.ts';
import { JOB_SETTINGS, type JobSettings } from './job-settings.ts';
import { createLoop, type Loop } from './loop.ts';
import { pruneStore } from './prune-store.ts';
import { workTask } from './work-tasks.ts';

/** Lanes of work that do not queue behind each other: somebody waiting for an answer never waits for a write. */
const LANES: readonly (readonly TaskKind[])[] = [
  ['draft', 'status', 'open-form', 'check-form', 'revert'],
  ['announce', 'remind'],
  ['apply'],
  ['reconcile', 'verify'],
];

export interface JobsOptions {
  readonly parts: Parts;
  readonly messenger: Messenger;
  readonly jitter: Jitter;
  readonly settings?: JobSettings;
}

export interface Jobs {
  start(): void;
  /** Ends the loops once the work at hand is done. */
  stop(): Promise<void>;
  /** Does everything that somebody waits for at this moment, in the caller's time: for tests and for a last round. */
  settle(): Promise<void>;
}

/** The leased loops of one instance. Any number of instances may run them on one store. */
export function createJobs({ parts, messenger, jitter, settings = JOB_SETTINGS }: JobsOptions): Jobs {
  const owner = parts.ids.next();
  const rounds: (() => Promise<boolean>)[] = [
    ...LANES.map((kinds) => () => workTask(parts, kinds, owner, settings)),
    async () => (await deliverPosts(parts, { messenger, jitter }, owner, settings)) > 0,
    async () => (await expireRequests(parts)) > 0,
    async () => (await expireForms(parts)) > 0,
  ];
  const { clock, log, store } = parts;
  const busy: Loop[] = rounds.map((round) =>
    createLoop({ round, nextDue: () => store.nextDue(), clock, log, longestRest: settings.longestRest }),
  );
  const housekeeping = createLoop({
    round: () => pruneStore(parts, settings).then(() => false),
    nextDue: async () => null,
    clock,
    log,
    longestRest: settings.pruneLook,
  });
  const loops = [...busy, housekeeping];
  store.onChange(() => {
    for (const loop of busy) loop.wake();
  });
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
  };
}
