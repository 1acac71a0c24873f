import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import type { Json } from '../../shared/json.ts';
import { toEntry } from '../queries/entry-rows.ts';
import { vouchedFor } from '../queries/head/vouched.ts';
import { walkFrom } from '../queries/head/walk-end.ts';
import { NOTHING_WALKED, type Walked } from '../record/entry.ts';
import type { PublicKeys } from '../record/record-keys.ts';
import type { SeenHead } from '../record/seen-head.ts';
import type { Db } from '../schema/tables.ts';
import { CHANNEL, CHANNEL_LEFT, ToldChannel } from './own-setting.ts';

/** How far the record was walked, and what it tells of the channel up to there. */
interface Standing {
  readonly walked: Walked;
  readonly told: ToldChannel;
}

/**
 * Keeps in mind what the record tells of the channel for approvals. It begins at the last checkpoint, which vouches for
 * what the entries before it tell, and walks the chain from there to its end; later it walks only what is new. So an
 * entry that was hidden or removed is missed, and a look costs one short query.
 */
export class ChannelWalk {
  #standing: Standing | null = null;

  /**
   * @param keys null where signatures cannot be checked
   * @param seen what this process wrote itself
   */
  constructor(
    readonly keys: PublicKeys | null,
    readonly seen: Pick<SeenHead, 'ownIn'> | null = null,
  ) {}

  /** Whether this may be the channel that is stored, by what the record tells. @throws AirlockError record-broken */
  async leadsTo(db: Db, stored: Json): Promise<boolean> {
    return (await this.#told(db)).leadsTo(stored);
  }

  /** SHA-256 (hex) over what the record tells of the channel now. @throws AirlockError record-broken */
  async digest(db: Db): Promise<string> {
    return (await this.#told(db)).digest();
  }

  async #told(db: Db): Promise<ToldChannel> {
    const begun = this.#standing ?? (await begin(db, this.keys));
    const told = begun.told.copy();
    const { walked } = await walkFrom(db, begun.walked, this, (entry) => told.hear(entry));
    if (walked.seq >= (this.#standing?.walked.seq ?? 0)) this.#standing = { walked, told };
    return told;
  }
}

/** Where to begin: at the last checkpoint where it vouches for what was told, else at the beginning of the record. */
async function begin(db: Db, keys: PublicKeys | null): Promise<Standing> {
  const vouched = await vouchedFor(db, keys);
  if (vouched?.channel !== undefined && vouched.walked !== null) {
    const told = new ToldChannel();
    for (const entry of await aboutItUpTo(db, vouched.walked.seq)) told.hear(entry);
    if (told.digest() === vouched.channel) return { walked: vouched.walked, told };
  }
  // Where an entry is gone, the walk from the beginning says which.
  return { walked: NOTHING_WALKED, told: new ToldChannel() };
}

/** The entries up to one of them that may tell of the channel. */
async function aboutItUpTo(db: Db, seq: number): Promise<readonly AuditEntry[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('seq', '<=', seq)
    .where((eb) =>
      eb.or([
        eb('event', '=', CHANNEL_LEFT),
        eb(
          'request_id',
          'in',
          eb.selectFrom('audit').select('request_id').where('data', 'like', `%"kind":"${CHANNEL}"%`),
        ),
      ]),
    )
    .orderBy('seq')
    .execute();
  return rows.map(toEntry);
}
