import type { Json } from '../../shared/json.ts';
import { toEntry } from '../queries/entry-rows.ts';
import { entryFault } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { Db } from '../schema/tables.ts';
import { ToldChannel } from './own-setting.ts';
import { readEntry } from './read-entry.ts';

/** Follows what the record tells of the channel for approvals, so that each look reads only the entries since. */
export class ChannelFollower {
  readonly #told = new ToldChannel();
  /** Requests that are about it, by their ids. */
  readonly #asked = new Set<string>();
  #upTo = 0;
  #isSound = true;
  #isSigned = false;
  #last: Promise<unknown> = Promise.resolve();

  /** @param keys null where nothing is verified */
  constructor(
    private readonly db: Db,
    private readonly keys: PublicKeys | null,
  ) {}

  /** Whether this may be the channel that is stored, by the entries so far: each as it was signed. */
  leadsTo(stored: Json): Promise<boolean> {
    const next = this.#last.then(() => this.#look(stored));
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #look(stored: Json): Promise<boolean> {
    for (const entry of await this.#since()) {
      const isUnsigned = entry.keyId === null;
      // What a release wrote that signed none lies before all that is signed.
      if ((isUnsigned && this.#isSigned) || entryFault(entry, this.keys) !== null) this.#isSound = false;
      if (!isUnsigned) this.#isSigned = true;
      this.#told.tell(readEntry(entry));
    }
    return this.#isSound && this.#told.leadsTo(stored);
  }

  /** The entries about it since the last look. */
  async #since() {
    const end = await this.db.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
    const to = Number(end?.seq ?? 0);
    const since = this.db.selectFrom('audit').where('seq', '>', this.#upTo).where('seq', '<=', to);
    const drafts = since.where('event', '=', 'request.drafted').where('data', 'like', '%"approval-channel"%');
    for (const { request_id: id } of await drafts.select('request_id').execute()) if (id !== null) this.#asked.add(id);
    // Sound: ids of requests, as the column has them.
    const asked = [...this.#asked] as never[];
    const rows = await since
      .selectAll()
      .where(({ or, eb }) =>
        or([eb('event', '=', 'channel.left'), ...(asked.length > 0 ? [eb('request_id', 'in', asked)] : [])]),
      )
      .orderBy('seq')
      .execute();
    this.#upTo = to;
    return rows.map(toEntry);
  }
}
