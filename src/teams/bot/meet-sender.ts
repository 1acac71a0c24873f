import type { Directory, Standing } from '../../requests/ports/directory.ts';
import type { Services } from '../../requests/ports/services.ts';
import type { Actor } from '../../requests/record/request.ts';
import { assertMayRead, isWorthKnowing, readingIds } from '../../requests/rules/may-read.ts';
import { askedOnce } from '../../requests/rules/people/asked-once.ts';
import { actorOf } from '../../requests/rules/people/rights.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import type { Sender, SenderMemory } from './activity.ts';
import type { Turn } from './turn.ts';

/** What a turn knows of its sender. */
export type Met = Pick<Turn, 'services' | 'drawing' | 'admit'>;

/**
 * Asks the directory about a sender when a turn first needs it. Strangers leave nothing behind: a person and a
 * conversation are stored only once the directory has said that this person may look, or may activate a role for it.
 */
export function meetSender(services: Services, sender: Sender, memory: Pick<SenderMemory, 'remember'>): Met {
  const { oid } = sender.actor;
  const ids = readingIds(services);
  const { asking, drawing } = turnDirectory(askedOnce(services.directory), oid, ids);
  const known = { ...services, directory: asking };

  async function meet(): Promise<Actor> {
    const standing = await asking.standing(oid, ids);
    if (isWorthKnowing(standing)) await memory.remember({ ...sender, actor: actorOf(standing.person) });
    return actorOf(await assertMayRead(known, oid));
  }

  let met: Promise<Actor> | null = null;
  return {
    services: known,
    drawing,
    admit() {
      met ??= meet();
      return met;
    },
  };
}

/** Ids that one call of the directory takes. */
const AT_ONCE = 20;

interface TurnDirectory {
  /** For use cases. Where the sender lacks what is asked for, it also says what they could activate. */
  readonly asking: Directory;
  /** For drawing cards; never asks a second time about the sender. */
  readonly drawing: Directory;
}

/**
 * The directory as one turn sees it: each person is asked about once, and the sender for every id at once, so that who
 * may look, ask and approve comes from one round of calls. Nothing is kept from one turn to the next.
 * @param ids what to ask about the sender
 */
function turnDirectory(directory: Directory, sender: EntraObjectId, ids: readonly string[]): TurnDirectory {
  const asked = new Map<string, Promise<Standing | null>>();
  const once = (key: string, ask: () => Promise<Standing | null>): Promise<Standing | null> => {
    const known = asked.get(key) ?? ask();
    asked.set(key, known);
    return known;
  };
  const plain = (oid: EntraObjectId, wanted: readonly string[]) =>
    once(`${oid} ${wanted.join(' ')}`, () => directory.standing(oid, wanted));
  const whole = () => once('sender', () => askInParts(directory, sender, ids));

  async function drawn(oid: EntraObjectId, wanted: readonly string[]): Promise<Standing | null> {
    if (oid !== sender || !wanted.every((id) => ids.includes(id))) return plain(oid, wanted);
    const standing = await whole();
    return standing && narrowed(standing, wanted);
  }

  async function standing(oid: EntraObjectId, wanted: readonly string[]): Promise<Standing | null> {
    const found = await drawn(oid, wanted);
    const isHintMissing = found && wanted.length > 0 && found.holds.length === 0 && found.mayActivate?.length === 0;
    if (!isHintMissing || oid !== sender) return found;
    const all = await whole();
    // The directory says what somebody could activate only where they hold nothing of what was asked.
    return all && all.holds.length > 0 ? plain(oid, wanted) : found;
  }

  return { asking: { ...directory, standing }, drawing: { ...directory, standing: drawn } };
}

/** Asks about any number of ids, in calls at the same time. */
async function askInParts(directory: Directory, oid: EntraObjectId, ids: readonly string[]): Promise<Standing | null> {
  const parts = Array.from({ length: Math.max(1, Math.ceil(ids.length / AT_ONCE)) }, (_part, index) =>
    ids.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
  const [first, ...rest] = await Promise.all(parts.map((part) => directory.standing(oid, part)));
  if (!first || rest.includes(null)) return null;
  const all = [first, ...rest.filter((one) => one !== null)];
  return {
    ...first,
    holds: all.flatMap(({ holds }) => holds),
    mayActivate: all.some(({ mayActivate }) => !mayActivate)
      ? null
      : all.flatMap(({ mayActivate }) => mayActivate ?? []),
  };
}

function narrowed(standing: Standing, ids: readonly string[]): Standing {
  const wanted = (id: string) => ids.includes(id);
  return {
    ...standing,
    holds: standing.holds.filter(wanted),
    mayActivate: standing.mayActivate?.filter(wanted) ?? null,
  };
}
