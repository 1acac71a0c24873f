import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { DiffRow } from '../../change-kind.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { type Standing, standingOf, tellerOf } from './device-standing.ts';

const standing = z.enum(['isolated', 'isolated-selectively', 'free', 'restricted', 'unrestricted']).nullable();

const teller = z.object({ id: z.string(), type: z.string(), at: z.number() }).readonly();

/** The action by which a device stands as it does. */
type Teller = z.infer<typeof teller>;

/**
 * `standings`: by the id of each device; null where Defender's list of actions does not tell. `tellers`: the latest
 * action on each device that is listed and ended well; absent in what was stored before it was kept.
 */
const OBJECTS = z.object({
  standings: z.record(z.string(), standing),
  tellers: z.record(z.string(), teller).exactOptional(),
});

/** How devices stand, as a base keeps it. */
export type Standings = Readonly<Record<string, Standing | null>>;

/** What a base keeps of these devices. @param family the actions that tell, by their names on the wire */
export function standingsIn(
  devices: readonly { readonly id: string }[],
  family: readonly string[],
  { actions }: TenantSnapshot,
): Readonly<z.infer<typeof OBJECTS>> {
  if (!actions)
    throw new AirlockError('internal', 'The actions on devices were not read, so nothing can be said of them.');
  const tellers = devices.flatMap(({ id }) => {
    const last = tellerOf(actions, id, family);
    return last ? [[id, { id: last.id, type: last.type, at: last.createdAt }] as const] : [];
  });
  return {
    standings: Object.fromEntries(devices.map(({ id }) => [id, standingOf(actions, id, family)])),
    tellers: Object.fromEntries(tellers),
  };
}

type Stored = Pick<Base, 'objects'>;

function parsed({ objects }: Stored): z.infer<typeof OBJECTS> {
  const one = OBJECTS.safeParse(objects);
  if (!one.success) throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  return one.data;
}

export function standingsOf(base: Stored): Standings {
  return parsed(base).standings;
}

/** The latest action that tells how each device stands; none where none was listed, or kept. */
export function tellersOf(base: Stored): Readonly<Record<string, Teller>> {
  return parsed(base).tellers ?? {};
}

/**
 * Whether no device was acted on since: by the action that tells how it stands, for one that was released and isolated
 * anew stands in the same way by another. A list that no longer tells is no drift.
 */
export function standAsKnown(base: Stored, now: Stored): boolean {
  const [then, later] = [parsed(base), parsed(now)];
  return Object.entries(then.standings).every(([id, was]) => {
    const found = later.standings[id] ?? null;
    if (was !== null && found !== null && was !== found) return false;
    if (!then.tellers) return was !== null || found === null;
    return !isNewer(then.tellers[id], later.tellers?.[id]);
  });
}

/** A shorter list may show an older action as the latest. */
function isNewer(then: Teller | undefined, now: Teller | undefined): boolean {
  if (!now || now.id === then?.id) return false;
  return then === undefined || now.at >= then.at;
}

/** The latest actions then and now, where they differ: how the devices stand may be said in the same words. */
export function tellersBeside(base: Stored, now: Stored): readonly DiffRow[] {
  const [then, later] = [tellersOf(base), tellersOf(now)];
  const newer = Object.keys(later).filter((id) => isNewer(then[id], later[id]));
  const [first] = newer;
  if (first === undefined) return [];
  const label = newer.length === 1 ? t`Latest action that tells it` : t`Latest actions on ${newer.length} devices`;
  return [{ label, from: words(then[first]), to: words(later[first]) }];
}

function words(one: Teller | undefined): string {
  return one === undefined ? t`None that Defender listed` : `${one.type}, ${utcWords(one.at)}`;
}
