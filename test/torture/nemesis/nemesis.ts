import { setTimeout as pause } from 'node:timers/promises';
import Database from 'libsql';
import type { Controls } from '../world/controls.ts';
import type { Fleet } from '../world/fleet.ts';
import type { Line } from '../world/line.ts';
import type { OwnPostgres } from '../world/own-postgres.ts';
import { type Blow, type BlowKind, faultOf } from './blows.ts';

/** What can be struck. */
export interface Targets {
  readonly fleet: Fleet;
  /** Where each blow is noted. */
  readonly log: Pick<NodeJS.WritableStream, 'write'>;
  readonly controls: Controls;
  /** Null on SQLite. */
  readonly postgres: OwnPostgres | null;
  /** The database's file where it is one. */
  readonly file: string;
  /** The line of each place to the database. */
  readonly lines: readonly Line[];
  /** People who lose their role for a while, by user principal name. */
  readonly admins: readonly string[];
  /** Who changes something behind the bot's back, by user principal name. */
  readonly outsider: string;
}

const ROLE = 'Security Administrator';

/** Carries out the blows, each at its time; several may last at once. */
export class Nemesis {
  /** How often each kind was struck. */
  readonly struck = new Map<BlowKind, number>();
  readonly #targets: Targets;
  readonly #lasting = new Set<Promise<void>>();
  readonly #acts: Readonly<Record<BlowKind, (blow: Blow) => Promise<boolean>>>;
  #isDown = false;

  constructor(targets: Targets) {
    this.#targets = targets;
    this.#acts = {
      kill: ({ place }) => this.#kill(place),
      'kill-all': () => this.#killAll(),
      freeze: (blow) => this.#freeze(blow),
      terminate: async ({ place }) => this.#send(place, 'SIGTERM'),
      teams: ({ choice }) => this.#order(faultOf('teams', choice)),
      defender: ({ choice }) => this.#order(faultOf('defender', choice)),
      directory: ({ choice }) => this.#order(faultOf('directory', choice)),
      role: (blow) => this.#role(blow),
      settings: (blow) => this.#settings(blow),
      outside: (blow) => this.#outside(blow),
      session: (blow) => this.#session(blow),
      'database-crash': (blow) => this.#crash(blow),
      'line-cut': (blow) => this.#line(blow, (line) => line.cut()),
      'line-silent': (blow) => this.#line(blow, (line) => line.hush()),
      'database-lock': (blow) => this.#lock(blow),
    };
  }

  async strike(blows: readonly Blow[]): Promise<void> {
    const begun = performance.now();
    for (const blow of blows) {
      await pause(Math.max(0, blow.at - (performance.now() - begun)));
      const lasting = this.#one(blow).finally(() => this.#lasting.delete(lasting));
      this.#lasting.add(lasting);
    }
  }

  /** Ends every fault, and waits until all is as it was. */
  async rest(): Promise<void> {
    const { fleet, controls, lines } = this.#targets;
    await Promise.all(this.#lasting);
    await controls.post('/sandbox/faults', { clear: true });
    await controls.post('/sandbox/session', { action: 'renew' });
    for (const line of lines) line.mend();
    await fleet.recover();
  }

  async #one(blow: Blow): Promise<void> {
    const begun = Date.now();
    if (!(await this.#acts[blow.kind](blow))) return;
    this.struck.set(blow.kind, (this.struck.get(blow.kind) ?? 0) + 1);
    this.#targets.log.write(`nemesis ${begun} to ${Date.now()} ${JSON.stringify(blow)}\n`);
  }

  /** @returns whether there was a process that could be struck */
  #send(place: number, signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP'): boolean {
    const instance = this.#targets.fleet.at(place);
    instance?.signal(signal);
    return instance !== null;
  }

  async #kill(place: number): Promise<boolean> {
    // What it counted would be lost with it.
    await this.#targets.fleet.at(place)?.scrape();
    return this.#send(place, 'SIGKILL');
  }

  async #killAll(): Promise<boolean> {
    const places = Array.from({ length: this.#targets.fleet.size }, (_none, place) => place);
    return (await Promise.all(places.map((place) => this.#kill(place)))).some((isStruck) => isStruck);
  }

  async #freeze({ place, lasts }: Blow): Promise<boolean> {
    const instance = this.#targets.fleet.at(place);
    if (!instance) return false;
    instance.signal('SIGSTOP');
    await pause(lasts);
    instance.signal('SIGCONT');
    return true;
  }

  async #order(fault: object): Promise<boolean> {
    await this.#targets.controls.post('/sandbox/faults', fault);
    return true;
  }

  async #role({ choice, lasts }: Blow): Promise<boolean> {
    const { admins, controls } = this.#targets;
    const person = admins[Math.floor(choice * admins.length)];
    await controls.post('/sandbox/roles', { person, role: ROLE, give: false });
    await pause(lasts);
    await controls.post('/sandbox/roles', { person, role: ROLE, give: true });
    return true;
  }

  /** Other settings from the next start on, and every process starts anew, one after the other. */
  async #settings({ choice }: Blow): Promise<boolean> {
    const { fleet } = this.#targets;
    fleet.environment = { ...fleet.environment, APPROVALS_REQUIRED: choice < 0.6 ? '1' : '2' };
    for (let place = 0; place < fleet.size; place += 1) {
      const instance = fleet.at(place);
      instance?.signal('SIGTERM');
      await instance?.ended;
    }
    return true;
  }

  async #outside({ choice }: Blow): Promise<boolean> {
    const { outsider, controls } = this.#targets;
    const features = { AutoResolveInvestigatedAlerts: choice < 0.5 };
    await controls.post('/sandbox/edit', { as: outsider, features });
    return true;
  }

  async #session({ lasts }: Blow): Promise<boolean> {
    await this.#targets.controls.post('/sandbox/session', { action: 'expire' });
    await pause(lasts);
    await this.#targets.controls.post('/sandbox/session', { action: 'renew' });
    return true;
  }

  async #crash({ lasts }: Blow): Promise<boolean> {
    const { postgres } = this.#targets;
    if (!postgres || this.#isDown) return false;
    await this.#inTrouble(async () => {
      await postgres.crash();
      await pause(lasts / 2);
      await postgres.start();
    });
    return true;
  }

  async #line({ place, lasts }: Blow, act: (line: Line) => void): Promise<boolean> {
    const line = this.#targets.lines[place];
    if (!line || this.#isDown) return false;
    await this.#inTrouble(async () => {
      act(line);
      await pause(lasts);
      line.mend();
    });
    return true;
  }

  /** As a backup tool that holds the file for itself: nobody else can write to it. */
  async #lock({ lasts }: Blow): Promise<boolean> {
    if (this.#isDown) return false;
    const database = new Database(this.#targets.file, { timeout: 0 });
    try {
      database.exec('begin immediate');
    } catch {
      database.close();
      return false;
    }
    await this.#inTrouble(() => pause(lasts));
    database.exec('rollback');
    database.close();
    return true;
  }

  async #inTrouble(work: () => Promise<void>): Promise<void> {
    const { fleet } = this.#targets;
    this.#isDown = true;
    fleet.isDatabaseWell = false;
    try {
      await work();
    } finally {
      fleet.isDatabaseWell = true;
      this.#isDown = false;
    }
  }
}
