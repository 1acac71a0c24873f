import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { DiffRow } from '../../change-kind.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { openActions, type Standing, standingOf, tellerOf } from './device-standing.ts';

const standing = z.enum(['isolated', 'isolated-selectively', 'free', 'restricted', 'unrestricted']).nullable();

const teller = z.object({ id: z.string(), type: z.string(), at: z.number() }).readonly();

/** The action by which a device stands as it does. */
type Teller = z.infer<typeof teller>;

/** An action that had not ended. */
const open = z.object({ id: z.string(), type: z.string(), status: z.string() }).readonly();

type OpenAction = z.infer<typeof open>;

/**
 * `standings`: by the id of each device; null where Defender's list of actions does not tell. `tellers`: the latest
 * action on each device that is listed and ended well. `open`: those that had not ended, of devices that have some.
 * Both are absent in what was stored before they were kept.
 */
const OBJECTS = z.object({
  standings: z.record(z.string(), standing),
  tellers: z.record(z.string(), teller).exactOptional(),
  open: z.record(z.string(), z.array(open).readonly()).exactOptional(),
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
  const running = devices.flatMap((device) => {
    const found = openActions(actions, device.id, family).map(({ id, type, status }) => ({ id, type, status }));
    return found.length > 0 ? [[device.id, found] as const] : [];
  });
  return {
    standings: Object.fromEntries(devices.map(({ id }) => [id, standingOf(actions, id, family)])),
    tellers: Object.fromEntries(tellers),
    ...(running.length > 0 && { open: Object.fromEntries(running) }),
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
 * anew stands in the same way by another. A list that no longer tells is no drift, and neither is the end of what was
 * shown as under way.
 */
export function standAsKnown(base: Stored, now: Stored): boolean {
  const [then, later] = [parsed(base), parsed(now)];
  return Object.entries(then.standings).every(([id, was]) => {
    const [found, tells] = [later.standings[id] ?? null, later.tellers?.[id]];
    if (wasOpen(then, id, tells)) return true;
    if (was !== null && found !== null && was !== found) return false;
    if (!then.tellers) return was !== null || found === null;
    return !isNewer(then.tellers[id], tells);
  });
}

/** What had not ended on a device when the base was read. */
export function openIn(base: Stored, device: string): readonly OpenAction[] {
  return OBJECTS.safeParse(base.objects).data?.open?.[device] ?? [];
}

/** Whether an action had not ended when the base was read. */
function wasOpen({ open: then }: z.infer<typeof OBJECTS>, device: string, one: Teller | undefined): boolean {
  return then?.[device]?.some(({ id }) => id === one?.id) ?? false;
}

/** A shorter list may show an older action as the latest. */
function isNewer(then: Teller | undefined, now: Teller | undefined): boolean {
  if (!now || now.id === then?.id) return false;
  return then === undefined || now.at >= then.at;
}

/** The latest actions then and now, where they differ: how the devices stand may be said in the same words. */
export function tellersBeside(base: Stored, now: Stored): readonly DiffRow[] {
  const [was, is] = [parsed(base), parsed(now)];
  const [then, later] = [was.tellers ?? {}, is.tellers ?? {}];
  const newer = Object.keys(later).filter((id) => isNewer(then[id], later[id]) && !wasOpen(was, id, later[id]));
  const [first] = newer;
  if (first === undefined) return [];
  const label = newer.length === 1 ? t`Latest action that tells it` : t`Latest actions on ${newer.length} devices`;
  return [{ label, from: words(then[first]), to: words(later[first]) }];
}

function words(one: Teller | undefined): string {
  return one === undefined ? t`None that Defender listed` : `${one.type}, ${utcWords(one.at)}`;
}
