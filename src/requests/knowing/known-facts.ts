import { z } from 'zod';
import { GROUP_CHANGE_SCHEMAS, type UpdateGroup } from '../../changes/device-group/model/group-change.ts';
import type { FeatureName } from '../../changes/features.ts';
import { featureKey, groupKey, ORDER_KEY, type Source } from '../../changes/knowledge/knowledge.ts';
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
const references = z.array(reference);

/** Of a switch. */
const position = z.enum(['on', 'off']);

/** A group by its number, or by its name as long as it is not listed. */
export type Reference = z.infer<typeof reference>;

/**
 * How long after it became known something is still taken for a group that was not listed then, in ms: Microsoft Graph
 * lists a new group hours later at most. Another group of the same name may have been made since.
 */
const LISTED_WITHIN = 7 * 86_400_000;

/** What is remembered of a tenant, by the keys of `src/changes/knowledge/knowledge.ts`. */
export class KnownFacts {
  readonly #byKey: ReadonlyMap<string, Fact>;

  readonly #now: number;

  /** @param now in ms since 1970 */
  constructor(facts: readonly Fact[], now: number) {
    this.#now = now;
    this.#byKey = new Map(facts.map((fact) => [fact.key, fact]));
  }

  /** As stored; null where nothing is remembered, not even that something was forgotten. */
  at(key: string): Fact | null {
    return this.#byKey.get(key) ?? null;
  }

  /** The keys of everything that is remembered. */
  keys(): readonly string[] {
    return [...this.#byKey].flatMap(([key, { source }]) => (source.kind === 'not-known' ? [] : [key]));
  }

  feature(name: FeatureName): Known<'on' | 'off'> | null {
    return this.#read(featureKey(name), position);
  }

  /** @param group as `groupKey` takes it */
  group(group: Parameters<typeof groupKey>[0]): KnownGroup {
    const parts = REMEMBERED_PARTS.map((part) => {
      const known = this.#read<unknown>(groupKey(group, part), VALUES[part]);
      return known === null || (typeof group === 'object' && this.#isTooOld(known)) ? {} : { [part]: known };
    });
    return Object.assign({}, ...parts);
  }

  /**
   * Groups in the order in which they were placed, the first in rank first, without those whose name means nothing any
   * more; null where no place is remembered.
   */
  order(): Known<readonly Reference[]> | null {
    const known = this.#read(ORDER_KEY, references);
    return known && { ...known, value: known.value.filter((one) => 'id' in one || this.group(one).level) };
  }

  /** Groups that are known by name and not by number. */
  namedOnly(): readonly { readonly name: string; readonly group: KnownGroup }[] {
    return [...this.#byKey.keys()].flatMap((key) => {
      const quoted = /^group:(".*"):level$/.exec(key)?.[1];
      if (quoted === undefined) return [];
      const name: string = JSON.parse(quoted);
      return [{ name, group: this.group({ name }) }];
    });
  }

  #isTooOld({ source }: Known<unknown>): boolean {
    return source.kind === 'not-known' || this.#now - source.at > LISTED_WITHIN;
  }

  /** A fact that was forgotten, or that this version cannot read, is none. */
  #read<T>(key: string, schema: z.ZodType<T>): Known<T> | null {
    const fact = this.#byKey.get(key);
    if (fact === undefined || fact.source.kind === 'not-known') return null;
    const parsed = schema.safeParse(fact.value);
    return parsed.success ? { value: parsed.data, source: fact.source } : null;
  }
}
