import assert from 'node:assert/strict';
import type { Services } from '../../../../src/requests/ports/services.ts';
import { createApp } from '../../../../src/service/http-server.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import type { KindCase } from '../every-kind/kind-cases.ts';
import type { TagRoom } from '../tag-room.ts';

/** Longer than a task's lease, in seconds. */
const LEASE = 91;

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** What has an effect: a kill can come between any two of these. Readings of Defender are named, too. */
const STORED = ['commit', 'send', 'moveItems', 'postponeTask', 'messageShown'] as const;
const CALLED = ['writeItems', 'settleItems', 'follow'] as const;

/**
 * Plays one write of two items, from the words that ask for it to its end, by an instance that dies right after its
 * `dies`th effect, before it learns of it; another one then goes on, and people do again what nobody answered.
 * @returns the effects of the instance that died, the last of them that after which it did
 */
export async function playKilled(room: TagRoom, one: KindCase, dies: number): Promise<readonly string[]> {
  const { company } = room;
  const life: Life = { effects: [], dies, isOn: false };
  const services = mortal(company.services, life);
  const place = { port: 0, host: '127.0.0.1' };
  company.apps.unshift(await createApp({ services, identity: { demo: true }, ...place, jitter: () => 0 }));
  life.isOn = true;
  await isWritten(room, one).catch((error: unknown) => assert(life.effects.length >= dies, String(error)));
  life.isOn = false;
  company.apps.push(...company.apps.splice(0, 1));
  if (life.effects.length < dies) return life.effects;
  await room.pass(LEASE, 2);
  await isWritten(room, one);
  await room.pass(LEASE, 2);
  return life.effects;
}

/** Takes each step that has not been taken so far: asks, submits, approves, and lets the work be done. */
async function isWritten(room: TagRoom, one: KindCase): Promise<void> {
  const { company } = room;
  await company.settle();
  if ((await room.request()) === null) await company.say('alice', one.ask(room.world));
  const card = cardOf(room) ?? assert.fail('there is no draft');
  if ((await room.request())?.state === 'draft') {
    const submit = actionOf(await company.view('alice', card), 'submit') ?? assert.fail('it cannot be submitted');
    await company.invoke('alice', card, { ...submit, data: { ...submit.data, reason: 'See CHG-1042' } });
    await company.settle();
  }
  if ((await room.request())?.state === 'pending') await company.approve('bob', card);
  await company.settle();
  await room.pass(2, 2);
  await room.pass(MINUTE, 2);
}

/** The newest card of the first request. */
export function cardOf(room: TagRoom): TeamsMessage | undefined {
  return room.company.teams.messages.findLast(({ card }) => cardText(card).startsWith('Airlock request 1: '));
}

/** Lets hours pass, until readings have told all that they can. */
export async function passHours(room: TagRoom): Promise<void> {
  await room.pass(10 * MINUTE, 7);
  await room.pass(HOUR / 2, 16);
}

export function toldOn(room: TagRoom): string {
  return cardText(cardOf(room)?.card);
}

/** What an instance has done so far, and when it dies; it is born, and buried, while this is off. */
interface Life {
  readonly effects: string[];
  readonly dies: number;
  isOn: boolean;
}

/** Dies right after its `dies`th effect: what it asks or stores from then on fails. */
function mortal(services: Services, life: Life): Services {
  return {
    ...services,
    store: counted(services.store, STORED, life),
    supported: counted(services.supported, CALLED, life),
  };
}

function counted<T extends object>(port: T, names: readonly string[], life: Life): T {
  const alive = () => {
    if (life.isOn && life.effects.length >= life.dies) throw new TypeError('killed');
  };
  return new Proxy(port, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return (...args: unknown[]) => {
        alive();
        const done: unknown = value.apply(target, args);
        if (!life.isOn || !names.includes(name) || !(done instanceof Promise)) return done;
        return done.then((result: unknown) => {
          alive();
          life.effects.push(effectOf(name, args));
          alive();
          return result;
        });
      };
    },
  });
}

/** `commit request.submit`, `moveItems waiting to started`. */
function effectOf(name: string, args: readonly unknown[]): string {
  if (name === 'commit') {
    const [step] = args as Parameters<Services['store']['commit']>;
    return `commit ${step.audit[0]?.event}`;
  }
  if (name === 'moveItems') {
    const [, , steps] = args as Parameters<Services['store']['moveItems']>;
    return `moveItems ${steps[0]?.from} to ${steps[0]?.to}`;
  }
  return name;
}
