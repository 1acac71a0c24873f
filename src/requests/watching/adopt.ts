import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { outsideSentences } from '../messages/outside-words.ts';
import type { Services } from '../ports/services.ts';
import { type FactChange, knownIn } from '../record/fact.ts';
import type { Outside } from '../record/outside.ts';
import type { Actor } from '../record/request.ts';
import { personOf } from '../rules/advance.ts';
import { evidenceOf } from '../rules/people/known-person.ts';
import { actorOf, assertHolds } from '../rules/people/rights.ts';
import { featureFact } from './feature-fact.ts';
import { askedRequests, knownOutside, outsideChange, outsideReplacements } from './outside-store.ts';

/** How often it is tried when others act at the same moment. */
const MOST_ATTEMPTS = 5;

/**
 * Notes that somebody who approves knows of what was changed outside Airlock and lets it stand: what the audit log
 * says of a switch is known from now on. Nothing is written to Defender. Adopting it again changes nothing and is no
 * error.
 * @throws AirlockError not-found, not-allowed, directory-unavailable; rev-conflict when others were in between each
 *   time
 */
export async function adoptOutside(services: Services, id: string, presser: Pick<Actor, 'oid'>): Promise<Outside> {
  const { approvers, people } = services.policy;
  const standing = assertHolds(await services.directory.standing(presser.oid, approvers), approvers, 'adopt changes');
  const actor = actorOf(standing.person);
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    try {
      return await adopt(services, id, { actor, person: personOf(actor, evidenceOf(standing, people)) });
    } catch (error) {
      if (!isAirlockError(error, 'rev-conflict')) throw error;
    }
  }
  throw new AirlockError('rev-conflict', 'Others act on this at this very moment, so nothing was done. Try again.');
}

async function adopt(
  services: Services,
  id: string,
  { actor, person }: { readonly actor: Actor; readonly person: ReturnType<typeof personOf> },
): Promise<Outside> {
  const { store, tenantId, clock } = services;
  const { outside, changedAt } = await knownOutside(services, id);
  if (outside.adopted) return outside;
  const now = clock.now();
  const adopted: Outside = { ...outside, adopted: { by: actor, at: now } };
  const found = `${outsideSentences(outside.items)} Adopted; nothing was written to Defender.`;
  const known = await becomesKnown(services, outside);
  await store.send({
    messages: [],
    tasks: [],
    facts: {
      tenantId,
      changes: [outsideChange(services, adopted, changedAt), ...known],
    },
    audit: [
      {
        tenantId,
        at: now,
        event: 'outside.adopted',
        actor: actor.oid,
        requestId: null,
        data: { outside: outside.number, found, person, known: knownIn(known) },
      },
    ],
    replacements: outsideReplacements(adopted, await askedRequests(services, adopted)),
  });
  return adopted;
}

/** What the audit log says of each switch; of several records about one, the latest. */
async function becomesKnown(services: Services, { items }: Outside): Promise<readonly FactChange[]> {
  const changes = new Map<string, readonly FactChange[]>();
  for (const { feature, at, by } of [...items].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    if (!feature || at === null) continue;
    const source = { kind: 'corroborated', at, by: by ?? '', request: null } as const;
    changes.set(feature.name, await featureFact(services, feature, source));
  }
  return [...changes.values()].flat();
}
