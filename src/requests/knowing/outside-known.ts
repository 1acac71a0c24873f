import type { FeatureName } from '../../changes/features.ts';
import type { Change } from '../../changes/registry/change.ts';
import { kindOf, partsOf } from '../../changes/registry/kind-of.ts';
import { AirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
import type { Services } from '../ports/services.ts';
import type { Fact } from '../record/fact.ts';
import { isStanding, type Outside, type OutsideItem, outsideKey, outsideSchema } from '../record/outside.ts';

type Stored = Pick<Services, 'store' | 'tenantId'>;

/** What was found outside Airlock, and when it was last changed here. */
export interface KnownOutside {
  readonly outside: Outside;
  readonly changedAt: number;
}

/** As it was stored. @throws AirlockError store-corrupt */
export function storedOutside({ key, value, changedAt }: Fact): KnownOutside {
  const read = outsideSchema.safeParse(value);
  if (read.success) return { outside: read.data, changedAt };
  throw new AirlockError('store-corrupt', t`What is stored in facts, row ${key}, cannot be read.`, {
    details: { table: 'facts', id: key, fault: 'not what was found outside Airlock' },
  });
}

/** Oldest first. @throws AirlockError store-corrupt */
export async function allOutside({ store, tenantId }: Stored): Promise<readonly KnownOutside[]> {
  const found = (await store.facts(tenantId, outsideKey(''))).map(storedOutside);
  return found.sort((one, other) => one.outside.number - other.outside.number);
}

/** A change outside Airlock, by the number under which it is told. */
export interface NumberedItem {
  readonly number: number;
  readonly item: OutsideItem;
}

/** When it was changed, at the latest; in ms since 1970. */
export function changedBy({ at, readAt }: OutsideItem): number {
  return at ?? readAt;
}

/** The latest change outside Airlock of a switch that nobody adopted and nothing undid; null for none. */
export async function openChangeOf(services: Stored, name: FeatureName): Promise<NumberedItem | null> {
  return latest(await openItems(services), ({ feature }) => feature?.name === name);
}

/**
 * Whether the last change outside Airlock of a switch since a time, and not undone since, set it as a change asks for:
 * then a reading that shows it so is explained.
 */
export async function isSetOutside(services: Stored, change: Change, since: number): Promise<boolean> {
  const items = (await allOutside(services)).flatMap(({ outside }) => outside.items.filter(isStanding));
  return partsOf(change).some((part) => {
    if (part.kind !== 'advanced-feature') return false;
    const ofIt = items.filter((item) => item.feature?.name === part.feature && changedBy(item) >= since);
    const last = ofIt.sort((one, other) => changedBy(one) - changedBy(other)).at(-1);
    return last?.feature?.value === part.to;
  });
}

/** The same of what a change is about. */
export async function openChangeAbout(services: Stored, change: Change): Promise<NumberedItem | null> {
  if (change.kind === 'advanced-feature') return openChangeOf(services, change.feature);
  const objects = kindOf(change).objects(change);
  return latest(await openItems(services), ({ revert }) => {
    return (
      revert !== null &&
      kindOf(revert)
        .objects(revert)
        .some((one) => objects.includes(one))
    );
  });
}

async function openItems(services: Stored): Promise<readonly NumberedItem[]> {
  const all = (await allOutside(services)).filter(({ outside }) => !outside.adopted);
  const items = all.flatMap(({ outside: { number, items: found } }) => found.map((item) => ({ number, item })));
  return items.filter(({ item }) => item.reverted === undefined && isStanding(item));
}

function latest(items: readonly NumberedItem[], isMeant: (item: OutsideItem) => boolean): NumberedItem | null {
  const meant = items.filter(({ item }) => isMeant(item));
  return meant.sort((one, other) => changedBy(other.item) - changedBy(one.item))[0] ?? null;
}
