import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../support/generated/random.ts';
import { isOpen, mayBeOf } from '../checker/card-text.ts';
import type { Verb } from '../checker/history.ts';
import type { Message } from './chat-view.ts';
import type { Crowd } from './crowd.ts';
import { nextWish, opposite, type Wish } from './wishes.ts';

/** Who takes part, by their ids. */
export interface Cast {
  /** They may ask and approve. */
  readonly admins: readonly string[];
  /** They may ask. */
  readonly askers: readonly string[];
  /** Nothing that they press may count: readers, guests, second accounts. */
  readonly others: readonly string[];
}

/** What becomes of a request, by a draw before it is asked for. */
const FATES = [
  'approve',
  'approve',
  'approve',
  'approve',
  'both',
  'reject',
  'withdraw',
  'stop',
  'wrong',
  'leave',
] as const;

const LOOKS = ['status', 'requests', 'history', 'help', 'who can approve?', 'outside changes', 'create device group'];

/** What is said where a service outside fails: it is worth another try. */
const PASSING = /did not answer|cannot be (?:reached|asked|read)|again later|try again|went wrong/i;

/** How many sources of draws there are for a turn. */
const SOURCES = 2 ** 31;

/** How often somebody presses who gets no answer. */
const TRIES = 4;

/** One desk at which people come and go: it does one thing after the other until the run says so. */
export class Desk {
  readonly #crowd: Crowd;
  readonly #cast: Cast;
  readonly #random: Random;
  readonly #name: string;
  #asked = 0;
  /** What was asked for here, by number. */
  readonly #keys = new Map<number, string>();

  constructor(crowd: Crowd, cast: Cast, random: Random, name: string) {
    this.#crowd = crowd;
    this.#cast = cast;
    this.#random = random;
    this.#name = name;
  }

  /** @param goesOn whether there is time for one more thing */
  async work(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      // Each turn draws from a source of its own, so that what happens in one changes no choice of a later one.
      const random = new Random(this.#random.below(SOURCES));
      const [draw, wait] = [random.fraction(), 200 + random.below(1_300)];
      if (draw < 0.55) await this.#story(random);
      else if (draw < 0.68) await this.#undo(random);
      else if (draw < 0.92) await this.#look(random);
      else await this.#crowd.deliverAgain(random.fraction(), random.chance(0.3));
      await pause(wait);
    }
  }

  async #story(random: Random): Promise<void> {
    this.#asked += 1;
    const wish = nextWish(random, `${this.#name}-${this.#asked}`);
    await this.#goThrough(random, random.pick(this.#cast.askers), wish);
  }

  async #undo(random: Random): Promise<void> {
    const which = random.fraction();
    const who = random.pick(this.#cast.admins);
    const known = [...this.#keys].filter(([, key]) => opposite(key) !== null);
    const [number, key] = known[Math.floor(which * known.length)] ?? [];
    const back = key === undefined ? null : opposite(key);
    if (number === undefined || back === null) return this.#look(random);
    await this.#goThrough(random, who, { says: `revert ${number}`, key: back });
  }

  async #goThrough(random: Random, who: string, { says, key }: Wish): Promise<void> {
    const fate = random.pick(FATES);
    const second = random.pick(this.#cast.admins.filter((one) => one !== who));
    const third = random.pick(this.#cast.admins.filter((one) => one !== second));
    const wrong = random.pick([...this.#cast.others, who]);
    const [inChat, think] = [random.chance(0.5), random.below(1_000)];
    const draft = await this.#ask(who, says, key);
    const number = draft?.heading?.number;
    if (!draft || number === undefined) return;
    if (mayBeOf(draft.text, key)) this.#keys.set(number, key);
    await this.#insist(who, 'submit', number, draft, { reason: `Run ${this.#name}, see CHG-${number}` });
    await pause(think);
    const copyFor = (one: string) => (inChat ? this.#crowd.view(one).cardOf(number) : null) ?? draft;
    const press = (one: string, verb: Verb) => this.#insist(one, verb, number, copyFor(one), { reason: 'As agreed' });
    if (fate === 'wrong') await press(wrong, 'approve');
    if (fate === 'reject') await press(second, 'reject');
    if (fate === 'withdraw') await press(who, 'withdraw');
    if (['approve', 'stop', 'wrong'].includes(fate)) await press(second, 'approve');
    if (fate === 'both') await Promise.all([press(second, 'approve'), press(third, 'approve')]);
    if (fate === 'stop') await press(third, 'reject');
  }

  /** Asks, and asks again where nobody listens or something fails. */
  async #ask(who: string, says: string, key: string): Promise<Message | null> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await this.#crowd.ask(who, says, key);
      if (answer?.heading || (answer && !PASSING.test(answer.text))) return answer;
      await pause(1_000);
    }
    return null;
  }

  async #look(random: Random): Promise<void> {
    const who = random.pick([...this.#cast.askers, ...this.#cast.others]);
    const [says, which] = [random.pick(LOOKS), random.fraction()];
    const known = this.#crowd.view(who).all.filter(({ refreshDue, deleted }) => refreshDue && !deleted);
    const one = known[Math.floor(which * known.length)];
    if (one) await this.#crowd.look(who, one, 'automatic');
    else await this.#crowd.say(who, says);
  }

  /** Presses, and presses again where no answer comes. */
  #insist(who: string, verb: Verb, number: number, message: Message, inputs: object): Promise<void> {
    return insist(this.#crowd, { who, verb, number }, message, inputs);
  }
}

interface Intent {
  readonly who: string;
  readonly verb: Verb;
  readonly number: number;
}

async function insist(crowd: Crowd, { who, verb, number }: Intent, message: Message, inputs: object): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { kind } = await crowd.press(who, verb, number, message, inputs);
    if (kind !== 'lost') return;
    await pause(1_000);
  }
}

/** Each request that still waits is approved by everybody who may. @returns how many there were */
export async function decideTheRest(crowd: Crowd, { admins }: Cast): Promise<number> {
  const waiting = new Map<number, Message>();
  for (const who of admins) {
    for (const message of crowd.view(who).all) {
      const { heading, author, deleted } = message;
      if (heading && isOpen(heading.says) && author.bot && !deleted) waiting.set(heading.number, message);
    }
  }
  for (const [number, { id }] of waiting) {
    for (const who of admins) {
      const message = crowd.view(who).all.find((one) => one.id === id) ?? crowd.view(who).cardOf(number);
      if (message) await insist(crowd, { who, verb: 'approve', number }, message, { reason: 'As agreed' });
    }
  }
  return waiting.size;
}

/** Everybody's Teams asks for the cards that it shows, as it does when somebody opens a conversation. */
export async function openEverything(crowd: Crowd, people: readonly string[]): Promise<void> {
  for (const who of people) {
    for (const message of crowd.view(who).all.filter(({ refreshDue, deleted }) => refreshDue && !deleted))
      await crowd.look(who, message, 'automatic');
  }
}
