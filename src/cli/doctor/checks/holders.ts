import type { Standing } from '../../../requests/ports/directory.ts';
import { type KnownPerson, knownPerson } from '../../../requests/rules/people/known-person.ts';
import { memberRefusal, rightRefusal } from '../../../requests/rules/people/rights.ts';
import type { ServiceContext } from '../context.ts';

/** How many holders are looked at one by one; with more, there are enough. */
const MOST = 60;

/** An account that could act now. */
export interface Holder extends KnownPerson {
  readonly standing: Standing;
}

/** The accounts that could act now: enabled members that hold one of these ids actively. */
export async function activeHolders(
  { directory, config }: ServiceContext,
  ids: readonly string[],
): Promise<readonly Holder[]> {
  const oids = (await directory.holders(ids)).slice(0, MOST);
  const standings = await Promise.all(oids.map((oid) => directory.standing(oid, ids)));
  return standings.flatMap((standing) =>
    standing && !rightRefusal(standing, ids, 'act')
      ? [{ ...knownPerson(standing.person, config.policy.people), standing }]
      : [],
  );
}

/** Members that could activate one of these ids in Privileged Identity Management; null where that cannot be read. */
export async function eligibleMembers(
  { directory, config }: ServiceContext,
  ids: readonly string[],
): Promise<readonly Holder[] | null> {
  const oids = await directory.eligible(ids);
  if (oids === null) return null;
  const standings = await Promise.all(oids.slice(0, MOST).map((oid) => directory.standing(oid, ids)));
  return standings.flatMap((standing) =>
    standing && !memberRefusal(standing, 'act')
      ? [{ ...knownPerson(standing.person, config.policy.people), standing }]
      : [],
  );
}

/** "Bob Brandt (bob@harbourline.example)" */
export function shownHolder({ person }: KnownPerson): string {
  const name = person.name.trim() || 'somebody without a name';
  return `${name} (${person.userPrincipalName || person.oid})`;
}
