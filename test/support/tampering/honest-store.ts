import assert from 'node:assert/strict';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import type { Store } from '../../../src/requests/ports/store.ts';
import type { Request } from '../../../src/requests/record/request.ts';
import { asJson, type Json } from '../../../src/shared/json.ts';
import { awaited } from '../../../src/store/audit/checks/check-work.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { originOf, signedNote } from '../../../src/store/record/checkpoint.ts';
import { sealAsOperator } from '../company/continue-store.ts';
import { quickFolder } from '../databases/quick-folder.ts';
import { Random } from '../generated/random.ts';
import { counting } from '../runtime/counting.ts';
import { TEST_KEYS } from '../runtime/record-keys.ts';
import { lookAtEverybody, saySomething } from './remembered.ts';
import { draftSomething, driveAlong, type Ground, POLICY, stepOn, TENANT } from './walk-life.ts';

/** A store that two instances wrote, as it was at several moments. */
export interface HonestStore {
  readonly name: string;
  /** The file as it is at the end. */
  readonly file: string;
  /** Files as they were earlier, oldest first. */
  readonly backups: readonly string[];
  /** The signed checkpoint of the end. */
  readonly note: string;
  remove(): Promise<void>;
}

export interface Making {
  readonly seed: number;
  /** A store of an earlier release to go on with. */
  readonly from?: string;
  readonly steps: number;
  /** See `Ground`. */
  readonly accounts?: boolean;
}

/** Lets two instances take random steps of many requests, and keeps copies of the file on the way. */
export async function makeHonestStore({ seed, from, steps, accounts = false }: Making): Promise<HonestStore> {
  const folder = await quickFolder('airlock-honest-');
  const file = join(folder, 'airlock.db');
  if (from) await copyFile(from, file);
  if (from) await sealAsOperator(file, Date.UTC(2026, 10, 28));
  const open = () => openStore({ file, keys: TEST_KEYS, ids: counting() });
  const stores = [await open(), await open()];
  const ground: Ground = { stores, random: new Random(seed), accounts, now: Date.UTC(2026, 10, 28) };
  const policy = { policyVersion: POLICY.version, policy: { quorum: POLICY.quorum }, sealsWords: true };
  await record(stores[0], 'service.start', policy, ground.now);
  const backups: string[] = [];
  for (let part = 0; part < 3; part += 1) {
    await saySomething(ground, TENANT);
    await lookAtEverybody(ground, TENANT);
    await vouch(ground);
    await walk(ground, Math.ceil(steps / 3));
    if (part < 2) backups.push(copyOf(file, join(folder, `backup-${part}.db`)));
  }
  for (const events of IN_FLIGHT) await driveAlong(ground, events);
  await tidyUp(ground, (request) => awaited(request));
  await record(stores[1], 'service.stop', { instance: 'walk' }, ground.now);
  const end = copyOf(file, join(folder, 'end.db'));
  for (const store of stores) await store.close();
  return {
    name: from ?? `seed ${seed}${accounts ? ', accounts' : ''}`,
    file: end,
    backups,
    note: noteOf(end),
    remove: () => rm(folder, { recursive: true }),
  };
}

const APPROVED = ['submit', 'endorse', 'approve'];

/** The steps of requests that somebody waits for at the end. */
const IN_FLIGHT = [['submit'], APPROVED, [...APPROVED, 'start'], [...APPROVED, 'start', 'outcome-unknown']];

/** Several requests at once, some steps of them at the same moment. */
async function walk(ground: Ground, steps: number): Promise<void> {
  const { random, stores } = ground;
  let requests: readonly Request[] = (await stores[0]?.requests(TENANT, { open: true, limit: 5 })) ?? [];
  for (let step = 0; step < steps; step += 2) {
    if (requests.length < 4 || random.chance(0.2)) requests = [...requests, await draftSomething(ground)];
    const [one, other] = [random.pick(requests), random.pick(requests)];
    const moved = await Promise.all([stepOn(ground, one), other === one ? one : stepOn(ground, other)]);
    requests = requests
      .map((request) => moved.findLast(({ id }) => id === request.id) ?? request)
      .filter(({ state }) => !['discarded', 'rejected', 'withdrawn', 'applied', 'failed'].includes(state));
  }
  await tidyUp(ground, (request) => awaited(request));
}

/** What an instance says of itself. */
async function record(store: Store | undefined, event: string, data: Json, at: number): Promise<void> {
  const entry = { tenantId: TENANT, at, event, actor: 'service', requestId: null, data };
  await store?.send({ messages: [], tasks: [], audit: [entry] });
}

/** The checkpoint of a day. */
async function vouch({ stores: [store], now }: Ground): Promise<void> {
  assert(store);
  await record(store, 'record.checkpoint', asJson(await store.checkpoint(TENANT)), now);
}

/** A copy without a write-ahead log, while others write. */
export function copyOf(file: string, to: string): string {
  const db = new Database(file);
  db.prepare('vacuum into ?').run([to]);
  db.close();
  return to;
}

export function noteOf(file: string): string {
  const db = new Database(file);
  // Sound: these are the columns of the statement.
  const last = db.prepare('select seq, hash from audit order by seq desc limit 1').get([]) as {
    seq: number;
    hash: string;
  };
  db.close();
  return signedNote(TEST_KEYS, { origin: originOf(TENANT), count: last.seq, head: last.hash });
}

/** Does what jobs do with tasks whose request does not wait for them any more. */
async function tidyUp({ stores: [store], now }: Ground, awaited: (request: Request) => string | null): Promise<void> {
  assert(store);
  for (;;) {
    const due = await store.takeTask(['apply', 'reconcile', 'verify'], 'walk', now, 1_000);
    if (!due) return;
    const request = due.requestId === null ? null : await store.request(TENANT, due.requestId);
    if (request && awaited(request) === due.kind) await store.postponeTask(due, now + 1);
    else await store.completeTask(due);
  }
}
