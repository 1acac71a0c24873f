import assert from 'node:assert/strict';
import type { Services } from '../../../src/requests/ports/services.ts';
import { tagHabits } from '../../../src/sandbox/mde/tags/tag-habits.ts';
import { createApp } from '../../../src/service/http-server.ts';
import { Company, type CompanyOptions } from '../../support/company/company.ts';
import { cardText, type TeamsMessage } from '../../support/company/fake-teams.ts';

/** The company, with what a test of tags asks and looks at. */
export class TagRoom {
  private constructor(readonly company: Company) {}

  static async open(options: CompanyOptions = {}): Promise<TagRoom> {
    return new TagRoom(await Company.open({ connector: 'guided', ...options }));
  }

  get world() {
    return this.company.sandbox.world;
  }

  get habits() {
    return tagHabits(this.world);
  }

  /** How often a tag was accepted, by device. */
  get taken(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { id } of this.habits.taken) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  machine(name: string) {
    return this.world.machines.find((one) => one.computerDnsName.startsWith(`${name}.`)) ?? assert.fail(name);
  }

  /** Calls a device otherwise from now on, as after a reinstallation. */
  rename(id: string, name: string): void {
    this.alter(id, { computerDnsName: `${name}.corp.harbourline.example` });
  }

  alter(id: string, fields: Partial<TagRoom['world']['machines'][number]>): void {
    const at = this.world.machines.findIndex((one) => one.id === id);
    const machine = this.world.machines[at] ?? assert.fail(id);
    this.world.machines[at] = { ...machine, ...fields };
  }

  /** Takes a device off Defender's list. */
  remove(name: string): void {
    this.world.machines.splice(this.world.machines.indexOf(this.machine(name)), 1);
  }

  has(name: string, tag: string): boolean {
    return this.machine(name).machineTags.includes(tag);
  }

  /** Adds devices that have no name or tag of a fleet, and answers how they begin. */
  addMachines(count: number): string {
    const [like] = this.world.machines;
    assert(like);
    for (let at = 1; at <= count; at += 1) {
      const name = `BULK-${String(at).padStart(5, '0')}`;
      const id = at.toString(16).padStart(40, '0');
      this.world.machines.push({ ...like, id, computerDnsName: `${name}.bulk.example`, machineTags: [] });
    }
    return 'BULK-';
  }

  /** Asks and approves; nothing is written yet. */
  async approved(text: string): Promise<TeamsMessage> {
    const card = await this.company.pending(text);
    await this.company.approve('bob', card);
    return card;
  }

  /** Lets time pass in steps, and everything due happen. */
  async pass(seconds: number, steps = 1): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      this.company.clock.pass(seconds * 1_000);
      await this.company.settle();
    }
  }

  get last(): string {
    return cardText(this.company.teams.messages.at(-1)?.card);
  }

  request(number = 1) {
    return this.company.services.store.requestByNumber(this.company.services.tenantId, number);
  }

  /** Works on one more instance that stands still before it sends its first batch, until it thaws. */
  async freezes() {
    const { services } = this.company;
    const [frozen, thawed] = [new Moment(), new Moment()];
    let steady = 0;
    const writeItems: Services['supported']['writeItems'] = async (...batch) => {
      frozen.comes();
      await thawed.came;
      return services.supported.writeItems(...batch);
    };
    const app = await createApp({
      services: { ...services, supported: { ...services.supported, writeItems } },
      identity: { demo: true },
      ...{ port: 0, host: '127.0.0.1', jitter: () => 0, steady: () => steady },
    });
    this.company.apps.push(app);
    const working = app.jobs.settle();
    const pass = (ms: number) => {
      steady += ms;
    };
    return { isFrozen: frozen.came, thaw: thawed.comes, working, pass };
  }

  /** Works on one more instance that dies at its `step`th call to the store or to Defender, and all after it. */
  async diesAt(step: number): Promise<boolean> {
    let calls = 0;
    const dying = <A extends unknown[], T>(work: (...args: A) => Promise<T>, after: boolean) => {
      return async (...args: A): Promise<T> => {
        calls += 1;
        if (calls > step || (calls === step && !after)) throw new TypeError('killed');
        const done = await work(...args);
        if (calls === step) calls += 1;
        if (calls > step) throw new TypeError('killed');
        return done;
      };
    };
    const { services } = this.company;
    const both = step % 2 === 0;
    const store: Services['store'] = {
      ...services.store,
      commit: dying(services.store.commit, both) as Services['store']['commit'],
      moveItems: dying(services.store.moveItems, both),
      postponeTask: dying(services.store.postponeTask, both),
    };
    const supported = { ...services.supported, writeItems: dying(services.supported.writeItems, both) };
    const place = { port: 0, host: '127.0.0.1' };
    const app = await createApp({
      services: { ...services, store, supported },
      identity: { demo: true },
      ...place,
      jitter: () => 0,
    });
    this.company.apps.push(app);
    await app.jobs.settle().catch(() => undefined);
    return calls > step;
  }

  /** Works on one more instance that dies when it is about to send its `batch`th batch. */
  async diesBeforeBatch(batch: number): Promise<void> {
    let batches = 0;
    const { services } = this.company;
    const { store, supported } = services;
    const alive = () => {
      if (batches >= batch) throw new TypeError('killed');
    };
    const writeItems: typeof supported.writeItems = async (...args) => {
      batches += 1;
      alive();
      return supported.writeItems(...args);
    };
    const commit: typeof store.commit = async (...args) => {
      alive();
      return store.commit(...args);
    };
    const postponeTask: typeof store.postponeTask = async (...args) => {
      alive();
      return store.postponeTask(...args);
    };
    const app = await createApp({
      services: { ...services, store: { ...store, commit, postponeTask }, supported: { ...supported, writeItems } },
      identity: { demo: true },
      ...{ port: 0, host: '127.0.0.1', jitter: () => 0 },
    });
    this.company.apps.push(app);
    await app.jobs.settle().catch(() => undefined);
    assert(batches >= batch, `it was killed at batch ${batch}`);
  }

  /** Works on one more instance that dies when it is about to store its `move`th move of items. */
  async diesAtMove(move: number): Promise<void> {
    let moves = 0;
    const { services } = this.company;
    const dead = async () => {
      throw new TypeError('killed');
    };
    const moveItems: Services['store']['moveItems'] = async (...args) => {
      moves += 1;
      return moves < move ? services.store.moveItems(...args) : dead();
    };
    const postponeTask: Services['store']['postponeTask'] = async (...args) =>
      moves < move ? services.store.postponeTask(...args) : dead();
    const app = await createApp({
      services: { ...services, store: { ...services.store, moveItems, postponeTask } },
      identity: { demo: true },
      ...{ port: 0, host: '127.0.0.1', jitter: () => 0 },
    });
    this.company.apps.push(app);
    await app.jobs.settle().catch(() => undefined);
    assert(moves >= move, `it was killed at move ${move}`);
  }
}

/** Something that comes once, and that others wait for. */
class Moment {
  comes = (): void => undefined;
  readonly came = new Promise<void>((resolve) => {
    this.comes = resolve;
  });
}
