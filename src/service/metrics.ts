import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { SUPPORTED_KINDS } from '../changes/supported/supported-kinds.ts';
import type { Backlog } from '../requests/ports/message-store.ts';
import type { Task } from '../requests/ports/outbox.ts';
import type { Store } from '../requests/ports/store.ts';
import { ERROR_CODES } from '../shared/errors.ts';
import type { Counted, Log, Meter } from '../shared/runtime.ts';
import type { StoreTrouble } from '../shared/store-trouble.ts';

export interface Metrics {
  readonly meter: Meter;
  /** Also measures this process (memory, event loop). Set it once per process. */
  measureProcess(): void;
  /** For the Content-Type header. */
  readonly contentType: string;
  /** All metrics in the text format of Prometheus. */
  text(): Promise<string>;
}

export interface MetricsOptions {
  /** How much is due now; called at each scrape. */
  readonly backlog: () => Promise<Backlog>;
  /** What Teams does not take, the longest failing first; called at each scrape. */
  readonly undelivered: () => ReturnType<Store['undelivered']>;
  /** How old the last reading of Microsoft's audit log is, in ms; null before the first; called at each scrape. */
  readonly watchAge: () => Promise<number | null>;
  /** How far the clock of this machine is ahead of the database's, in ms; null where there is none beside it. */
  readonly skew?: () => number | null;
  /** Why nothing can be stored, as the work of this instance shows; null where it can. */
  readonly storeTrouble?: () => StoreTrouble | null;
  readonly log: Log;
}

const COUNTERS: {
  readonly [W in keyof Counted]: { name: string; help: string; labels: (keyof Counted[W] & string)[] };
} = {
  turns: {
    name: 'airlock_turns_total',
    help: 'Activities from Teams, by type and outcome',
    labels: ['type', 'outcome'],
  },
  refusals: { name: 'airlock_refusals_total', help: 'Refusals to people, by error code', labels: ['code'] },
  posts: { name: 'airlock_posts_total', help: 'Messages to Teams, by outcome of an attempt', labels: ['outcome'] },
  tasks: {
    name: 'airlock_tasks_total',
    help: 'Tasks on Defender and the directory, by kind and outcome of an attempt',
    labels: ['kind', 'outcome'],
  },
  recordFaults: {
    name: 'airlock_record_faults_total',
    help: 'Times that the record spoke against what is stored: raise an alarm',
    labels: ['kind'],
  },
  watch: {
    name: 'airlock_watch_total',
    help: 'Requests corroborated, findings about who applied them, and changes outside Airlock',
    labels: ['found'],
  },
  items: {
    name: 'airlock_items_total',
    help: 'What supported APIs write one by one, by kind of change and what became of it',
    labels: ['kind', 'outcome'],
  },
  steps: { name: 'airlock_request_steps_total', help: 'Steps of requests, by event', labels: ['event'] },
};

const RECORD_FAULTS: readonly Counted['recordFaults']['kind'][] = ['mismatch', 'broken', 'accounts', 'lease', 'lock'];
const POSTS: readonly Counted['posts']['outcome'][] = ['delivered', 'delayed', 'given-up', 'unsure'];
const WATCH: readonly Counted['watch']['found'][] = ['corroborated', 'finding', 'outside'];
const ITEMS: readonly Counted['items']['outcome'][] = [
  ...(['planned', 'sent', 'again', 'done'] as const),
  ...(['settled', 'refused', 'unknown'] as const),
];

/**
 * Told from the start, since a rise cannot be seen where the first sample is the first fault: everything that an alarm
 * is set on (docs/operate.md#what-each-alarm-means).
 */
const FROM_NOUGHT: { readonly [W in keyof Counted]?: readonly Counted[W][] } = {
  refusals: ERROR_CODES.map((code) => ({ code })),
  posts: POSTS.map((outcome) => ({ outcome })),
  recordFaults: RECORD_FAULTS.map((kind) => ({ kind })),
  watch: WATCH.map((found) => ({ found })),
  items: SUPPORTED_KINDS.flatMap((kind) => ITEMS.map((outcome) => ({ kind, outcome }))),
  steps: [{ event: 'outcome-unknown' }],
};

/** The metrics of one instance. */
export function createMetrics({ log, skew = () => null, ...measured }: MetricsOptions): Metrics {
  const register = new Registry();
  const counters = new Map(
    Object.entries(COUNTERS).map(([what, { name, help, labels }]) => [
      what,
      new Counter({ name, help, labelNames: [...labels], registers: [register] }),
    ]),
  );
  for (const [what, all] of Object.entries(FROM_NOUGHT))
    for (const labels of all) counters.get(what)?.inc({ ...labels }, 0);
  addGauges(register, { ...measured, log });
  addItems(register, { ...measured, log });
  addDelivery(register, { ...measured, log });
  addSkew(register, skew);
  addStore(register, measured);
  return {
    meter: { count: (what, labels, times = 1) => counters.get(what)?.inc({ ...labels }, times) },
    measureProcess: () => collectDefaultMetrics({ register }),
    contentType: register.contentType,
    text: () => register.metrics(),
  };
}

function addItems(register: Registry, { backlog, log }: Pick<MetricsOptions, 'backlog' | 'log'>): void {
  new Gauge({
    name: 'airlock_items_waiting',
    help: 'What open requests write one by one and have not sent; absent while the store does not answer',
    registers: [register],
    async collect() {
      this.reset();
      try {
        this.set((await backlog()).items);
      } catch (error) {
        log.warn({ err: error }, 'waiting items not counted');
      }
    },
  });
}

/** What is measured at each scrape; what cannot be told is absent. */
function addGauges(register: Registry, { backlog, watchAge, log }: Omit<MetricsOptions, 'undelivered'>): void {
  new Gauge({
    name: 'airlock_backlog',
    help: 'What is due and not done, by queue; absent while the store does not answer',
    labelNames: ['queue'],
    registers: [register],
    async collect() {
      this.reset();
      try {
        const { tasks, messages } = await backlog();
        this.set({ queue: 'tasks' }, tasks);
        this.set({ queue: 'posts' }, messages);
      } catch (error) {
        log.warn({ err: error }, 'backlog not counted');
      }
    },
  });
  new Gauge({
    name: 'airlock_watch_age_seconds',
    help: "Age of the last reading of Microsoft's audit log; absent before the first one",
    registers: [register],
    async collect() {
      this.reset();
      try {
        const age = await watchAge();
        if (age !== null) this.set(age / 1_000);
      } catch (error) {
        log.warn({ err: error }, 'age of the last look not told');
      }
    },
  });
}

function addDelivery(register: Registry, { undelivered, log }: Pick<MetricsOptions, 'undelivered' | 'log'>): void {
  new Gauge({
    name: 'airlock_undelivered',
    help: 'Messages that Teams does not take, tried again or given up within a week; absent while the store does not answer',
    registers: [register],
    async collect() {
      this.reset();
      try {
        this.set((await undelivered()).count);
      } catch (error) {
        this.remove();
        log.warn({ err: error }, 'undelivered messages not counted');
      }
    },
  });
}

function addSkew(register: Registry, skew: () => number | null): void {
  new Gauge({
    name: 'airlock_clock_skew_seconds',
    help: "How far this machine's clock is ahead of the database's, which Airlock goes by; absent on SQLite",
    registers: [register],
    collect() {
      this.reset();
      const ahead = skew();
      if (ahead !== null) this.set(ahead / 1_000);
    },
  });
}

function addStore(register: Registry, { storeTrouble }: Pick<MetricsOptions, 'storeTrouble'>): void {
  new Gauge({
    name: 'airlock_store_trouble',
    help: 'Why nothing can be stored: full, read-only, damaged, locked or gone; 0 where it can',
    labelNames: ['kind'],
    registers: [register],
    collect() {
      this.reset();
      const trouble = storeTrouble?.() ?? null;
      this.set({ kind: trouble ?? 'none' }, trouble === null ? 0 : 1);
    },
  });
}

/** Wraps the store and counts what it commits: every step, task and message passes here, whoever caused it. */
export function meteredStore(store: Store, meter: Meter): Store {
  const done = (task: Task | null | undefined): void => {
    if (task) meter.count('tasks', { kind: task.kind, outcome: 'done' });
  };
  return {
    ...store,
    async commit(step) {
      const request = await store.commit(step);
      for (const { event } of step.audit) meter.count('steps', { event: event.replace(/^request\./, '') });
      done(step.completes);
      return request;
    },
    async send(batch) {
      await store.send(batch);
      done(batch.completes);
    },
    async completeTask(task) {
      await store.completeTask(task);
      done(task);
    },
    async postponeTask(task, dueAt) {
      await store.postponeTask(task, dueAt);
      meter.count('tasks', { kind: task.kind, outcome: 'postponed' });
    },
    async messageShown(message, shown) {
      await store.messageShown(message, shown);
      meter.count('posts', { outcome: 'delivered' });
    },
    async postponeMessage(...args) {
      await store.postponeMessage(...args);
      meter.count('posts', { outcome: 'delayed' });
    },
    async dropMessage(...args) {
      await store.dropMessage(...args);
      meter.count('posts', { outcome: 'given-up' });
    },
  };
}
