import { LRUCache } from 'lru-cache';
import type { Services } from '../../requests/ports/services.ts';
import { channelOf } from '../../requests/rules/own-settings.ts';
import type { Sender } from './sender.ts';

/** How many conversations and people are kept in mind. */
const KEPT = 4_000;

/** Milliseconds after which something unchanged is stored again, so that `seenAt` says roughly when. */
const STALE = 6 * 3_600_000;

/**
 * Stores where people spoke and who they are, so that Airlock can speak there later, for a thread also in its channel;
 * nothing is stored for what has not changed. A person met outside their personal chat keeps the one that the store
 * knows.
 */
export class SenderMemory {
  readonly #services: Services;
  readonly #known = new LRUCache<string, { readonly print: string; readonly at: number }>({ max: KEPT });

  constructor(services: Services) {
    this.#services = services;
  }

  async remember({ place, actor, mri }: Sender): Promise<void> {
    const { store, tenantId, clock } = this.#services;
    const seenAt = clock.now();
    for (const key of new Set([place.key, channelOf(place.key)])) {
      const where = { ...place, key };
      await this.#once(`place:${key}`, JSON.stringify(where), seenAt, () =>
        store.rememberConversation({ ...where, seenAt }),
      );
    }
    const personal = place.kind === 'personal' ? place.key : null;
    await this.#once(
      `person:${actor.oid}:${personal !== null}`,
      JSON.stringify([mri, actor.name, personal]),
      seenAt,
      () => store.rememberContact({ tenantId, oid: actor.oid, mri, name: actor.name, personal, seenAt }),
    );
  }

  async #once(key: string, print: string, at: number, write: () => Promise<void>): Promise<void> {
    const known = this.#known.get(key);
    if (known && known.print === print && at - known.at < STALE) return;
    await write();
    this.#known.set(key, { print, at });
  }
}
