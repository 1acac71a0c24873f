import { z } from 'zod';
import { GROUP_CHANGE_SCHEMAS, type UpdateGroup } from '../../changes/device-group/model/group-change.ts';
import type { FeatureName } from '../../changes/features.ts';
import { featureKey, groupKey, ORDER_KEY, type Source } from '../../changes/knowledge.ts';
import type { Fact } from '../record/fact.ts';

/** A value, and how it is known. */
export interface Known<T> {
  readonly value: T;
  readonly source: Source;
}

const { level, conditions, access, description } = GROUP_CHANGE_SCHEMAS['device-group.create'].shape.definition.shape;

/** How each part of a group is remembered. */
const VALUES = { level, conditions, access, description } as const;

/** The parts of a group that are remembered one by one; ranks are remembered as one order. */
export type RememberedPart = keyof typeof VALUES;

export const REMEMBERED_PARTS = Object.keys(VALUES) as readonly RememberedPart[];

/** What is remembered of one group; absent parts are not. */
export type KnownGroup = { readonly [P in RememberedPart]?: Known<NonNullable<UpdateGroup['set'][P]>> };

const reference = z.union([z.object({ id: z.int() }).readonly(), z.object({ name: z.string() }).readonly()]);

/** A group by its number, or by its name as long as it is not listed. */
export type Reference = z.infer<typeof reference>;

/** What is remembered of a tenant, by the keys of `src/changes/knowledge.ts`. */
export class KnownFacts {
  readonly #byKey: ReadonlyMap<string, Fact>;

  constructor(facts: readonly Fact[]) {
    this.#byKey = new Map(facts.map((fact) => [fact.key, fact]));
  }

  /** As stored; null where nothing is remembered, not even that something was forgotten. */
  at(key: string): Fact | null {
    return this.#byKey.get(key) ?? null;
  }

  feature(name: FeatureName): Known<'on' | 'off'> | null {
    return this.#read(featureKey(name), z.enum(['on', 'off']));
  }

  /** @param group as `groupKey` takes it */
  group(group: Parameters<typeof groupKey>[0]): KnownGroup {
    const parts = REMEMBERED_PARTS.map((part) => {
      const known = this.#read<unknown>(groupKey(group, part), VALUES[part]);
      return known === null ? {} : { [part]: known };
    });
    return Object.assign({}, ...parts);
  }

  /** Groups in the order in which they were placed, the first in rank first; null where no place is remembered. */
  order(): Known<readonly Reference[]> | null {
    return this.#read(ORDER_KEY, z.array(reference));
  }

  /** A fact that was forgotten, or that this version cannot read, is none. */
  #read<T>(key: string, schema: z.ZodType<T>): Known<T> | null {
    const fact = this.#byKey.get(key);
    if (fact === undefined || fact.source.kind === 'not-known') return null;
    const parsed = schema.safeParse(fact.value);
    return parsed.success ? { value: parsed.data, source: fact.source } : null;
  }
}
