import { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import type { Json } from '../../shared/json.ts';
import { midSentenceTitle } from '../../shared/language/in-sentences.ts';
import { numberWords } from '../../shared/language/number-words.ts';
import { inEnglish, msg, say, t } from '../../shared/language/worded.ts';
import type { Base } from '../base.ts';
import type { Assessment, ChangeKind, Fault, Inverse } from '../change-kind.ts';
import type { Effects } from '../device-effects.ts';
import { UNGROUPED } from '../device-group/words/names.ts';
import { isApiChange } from '../supported/api-kinds.ts';
import { driftedRows } from '../supported/drifted-rows.ts';
import type { TenantSnapshot } from '../tenant-snapshot.ts';
import { afterPart, namesMade, tenantsBefore } from './after-part.ts';
import { type BasedPart, itemsOfPart, writtenOfPart } from './part-items.ts';
import { isPartKind, type Part, type PartKind, parsePart, rulesOf } from './part-kinds.ts';
import { isStill, joinedDangers, joinedEffects, numberedRows } from './several-effects.ts';

/** How many changes one request may hold. */
const FEWEST_PARTS = 2;
export const MOST_PARTS = 20;

/**
 * Whether a part makes a group that no device fits before a later part sets the tag of its rule: that part tells which
 * devices move, and what is told of this one would be of a moment that never comes.
 * @param effects in English
 */
function isFilledLater(part: Part, later: readonly Part[], { total, lines, told }: Effects): boolean {
  if (part.kind !== 'device-group.create' || total > 0 || ![...told, ...lines].some((line) => NONE_FIT.test(line)))
    return false;
  const tags = part.definition.conditions.flatMap((one) => (one.property === 'tag' ? [one.value.toLowerCase()] : []));
  return later.some(
    (one) => one.kind === 'device-tags' && one.action === 'add' && tags.includes(one.tag.toLowerCase()),
  );
}

const NONE_FIT = /^The conditions asked for match 0 of /u;

const schema = z.strictObject({
  kind: z.literal('several'),
  parts: z.array(z.unknown().transform(parsePart)).min(FEWEST_PARTS).max(MOST_PARTS).readonly(),
});

/** Several changes as one request: approved as a whole, applied one after the other in this order. */
export interface SeveralChange {
  readonly kind: 'several';
  readonly parts: readonly Part[];
}

/** The parts of a request, each with its base. @throws AirlockError store-corrupt */
export function basedParts({ parts }: SeveralChange, base: Base): readonly BasedPart[] {
  const bases = partBases(base);
  return parts.map((part, at) => {
    const own = bases[at];
    if (own === undefined) throw unreadable();
    return { part, base: own.base, number: at + 1 };
  });
}

export const severalChange: ChangeKind<SeveralChange> = {
  owner: 'tenant',
  scopes: ['features', 'groups'],
  previewScopes: ['devices'],

  parse(input) {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This is no list of 2 to 20 changes of settings.');
    return parsed.data;
  },

  title({ parts }) {
    const [first = '', second = ''] = parts.map((part) => rulesOf(part).title(part));
    if (parts.length === FEWEST_PARTS) return t`${first}, and ${midSentenceTitle(second)}`;
    return t`${parts.length} changes: ${first}, and ${parts.length - 1} more`;
  },

  objects: ({ parts }) => [...new Set(parts.flatMap((part) => rulesOf(part).objects(part)))],

  resolve: (change, now) => ({ ...change, parts: sameDevices(change.parts, now) }),

  assess: assessed,

  items: (change, base) => basedParts(change, base).flatMap(itemsOfPart),

  progress: ({ parts }, { done, total }) =>
    parts.some(isApiChange)
      ? t`${numberWords(done)} of ${numberWords(total)} items written`
      : t`${done} of ${total} changes applied`,

  base(change, now, earlier) {
    const before = earlier && partBases(earlier);
    const tenants = tenantsBefore(change.parts, now);
    const bases = change.parts.map((part, at) => rulesOf(part).base(part, tenants[at] ?? now, before?.[at]?.base));
    return joinedBase(change.parts, bases);
  },

  isAsKnown(base, now) {
    const later = partBases(now);
    return partBases(base).every(({ kind, base: own }, at) => {
      const next = later[at];
      return next !== undefined && next.kind === kind && rulesOf({ kind }).isAsKnown(own, next.base);
    });
  },

  reached: ({ parts }, now) => parts.every((part) => rulesOf(part).reached(part, now)),

  knownBy: ({ parts }, now) => parts.flatMap((part) => rulesOf(part).knownBy(part, now)),

  diff: (change, base) =>
    basedParts(change, base).flatMap(({ part, base: own, number }) =>
      numberedRows(rulesOf(part).diff(part, own), number, subjectOf(part)),
    ),

  drifted(change, then, now) {
    const later = basedParts(change, now);
    return basedParts(change, then).flatMap(({ part, base, number }, at) => {
      const next = later[at]?.base;
      if (next === undefined) return [];
      const rules = rulesOf(part);
      const rows = (own: Base) => numberedRows(rules.diff(part, own), number, subjectOf(part));
      if (!rules.drifted) return driftedRows(rows(base), rows(next));
      return rules.drifted(part, base, next).map((row) => ({ ...row, label: `${number}. ${row.label}` }));
    });
  },

  beside(then, now) {
    const later = partBases(now);
    return partBases(then).flatMap(({ kind, base }, at) => {
      const next = later[at];
      return next === undefined ? [] : numberedRows(rulesOf({ kind }).beside?.(base, next.base) ?? [], at + 1, null);
    });
  },

  risk(change, base, tense = 'asked') {
    const risks = basedParts(change, base).map(({ part, base: own }) => rulesOf(part).risk(part, own, tense));
    return {
      lowersProtection: risks.some(({ lowersProtection }) => lowersProtection),
      dangers: joinedDangers(risks.flatMap(({ dangers }) => dangers)),
      notes: [...new Set([say(IN_ORDER), ...risks.flatMap(({ notes }) => notes)])],
      asides: [...new Set(risks.flatMap(({ asides }) => asides))],
    };
  },

  effects: (change, base) =>
    joinedEffects(
      basedParts(change, base).flatMap(({ part, base: own, number }) => {
        const effects = rulesOf(part).effects(part, own);
        const english = inEnglish(() => rulesOf(part).effects(part, own));
        if (english && isFilledLater(part, change.parts.slice(number), english)) return [];
        return effects && english ? [{ part: number, effects, isStill: isStill(english) }] : [];
      }),
    ),

  inverse,

  unrestorable(change, base) {
    for (const { part, base: own, number } of basedParts(change, base)) {
      const barred = rulesOf(part).unrestorable?.(part, own);
      if (barred) return { instead: null, why: barred.why ?? t`What change ${number} replaced is not known.` };
    }
    return null;
  },

  affected({ parts }, now) {
    const tenants = tenantsBefore(parts, now);
    return parts.flatMap((part, at) => rulesOf(part).affected(part, tenants[at] ?? now));
  },
};

/** Parts that go by ids of devices, with what these are called now. What none of them is left for stays as it was. */
function sameDevices(parts: readonly Part[], now: TenantSnapshot): readonly Part[] {
  const tenants = tenantsBefore(parts, now);
  return parts.map((part, at) => {
    if (!('devices' in part) || part.devices.length === 0) return part;
    const found = rulesOf(part).resolve?.(part, tenants[at] ?? now) ?? part;
    return 'verdict' in found ? part : found;
  });
}

const IN_ORDER = msg`They are applied in this order. At the first that does not fit Airlock stops, and applies none of the rest.`;

/** What the rows of a part are about, where their labels do not say it. */
function subjectOf(part: Part): string | null {
  if (part.kind === 'advanced-feature' || isApiChange(part)) return null;
  if (part.kind === 'ungrouped-devices') return say(UNGROUPED);
  return part.kind === 'device-group.create' ? part.definition.name : part.group.name;
}

function assessed(change: SeveralChange, now: TenantSnapshot): Assessment {
  const tenants = tenantsBefore(change.parts, now);
  const found = change.parts.map((part, at) => ({
    part,
    number: at + 1,
    tenant: tenants[at] ?? now,
    verdict: rulesOf(part).assess(part, tenants[at] ?? now),
  }));
  const already = found.flatMap(({ verdict }) => (verdict.verdict === 'already' ? [verdict.why] : []));
  if (already.length === found.length) return { verdict: 'already', why: already.join(' ') };
  const faults = found.flatMap(({ part, number, tenant, verdict }): Fault[] => {
    const named = (message: string) => ({ field: 'parts', message: `${rulesOf(part).title(part)}: ${message}` });
    if (verdict.verdict === 'unsupported') return [named(verdict.why)];
    if (verdict.verdict === 'invalid') return verdict.faults.map(({ message }) => named(message));
    const goesByMade = number > 1 && namesMade({ part, objects: rulesOf(part).base(part, tenant).objects });
    return goesByMade ? [named(say(BY_MADE))] : [];
  });
  const all = [...sharedFaults(change.parts), ...faults];
  return all.length > 0 ? { verdict: 'invalid', faults: all } : { verdict: 'open' };
}

/** Why a change cannot be among several with the one that creates its group. */
export const BY_MADE = msg`it goes by a device group that an earlier part of the list creates, which has no number yet. Ask for it once that group is created.`;

/** Two changes of one thing would be two answers to the same question. */
function sharedFaults(parts: readonly Part[]): readonly Fault[] {
  const holder = new Map<string, Part>();
  return parts.flatMap((part) => {
    const objects = rulesOf(part).objects(part);
    const other = objects.flatMap((object) => holder.get(object) ?? [])[0];
    for (const object of objects) holder.set(object, part);
    if (other === undefined) return [];
    const [one, two] = [other, part].map((each) => rulesOf(each).title(each));
    return [{ field: 'parts', message: t`"${one}" and "${two}" are about the same thing. Ask for one of them.` }];
  });
}

/** Each part that was written is undone, the last first, as far as the tenant then stands as that part left it. */
function inverse(change: SeveralChange, base: Base, now: TenantSnapshot, written?: readonly string[]): Inverse {
  const done = basedParts(change, base).flatMap((based) => {
    const keys = written && writtenOfPart(based, written);
    return keys?.length === 0 ? [] : [{ ...based, keys }];
  });
  const undone: Part[] = [];
  let tenant = now;
  for (const { part, base: own, number, keys } of [...done].reverse()) {
    const way = rulesOf(part).inverse(part, own, tenant, isApiChange(part) ? keys : undefined);
    if ('why' in way) return whyOfPart({ part, number }, way);
    const back = parsePart(way.change);
    tenant = afterPart(back, tenant, undone.length);
    undone.push(back);
  }
  const [only, ...others] = undone;
  if (only === undefined) return { why: t`Nothing of it was applied.` };
  return { change: others.length === 0 ? only : { kind: 'several', parts: undone } };
}

function whyOfPart(
  { part, number }: { readonly part: Part; readonly number: number },
  { why, movedOn }: Exclude<Inverse, { readonly change: object }>,
): Inverse {
  const of = (words: string) => t`Change ${number}, ${rulesOf(part).title(part)}: ${words}`;
  return { why: of(why), ...(movedOn !== undefined && { movedOn: of(movedOn) }) };
}

const json = z.custom<Json>((value) => value !== undefined);
const objectsSchema = z.object({
  parts: z.array(z.object({ kind: z.custom<PartKind>(isPartKind), objects: json })),
});
const partsSchema = z.object({ parts: z.array(json) });

/** What an approval of several changes is bound to: the base of each, in their order, as its part finds the tenant. */
function joinedBase(parts: readonly Part[], bases: readonly Base[]): Base {
  const isPreviewed = bases.some(({ preview }) => preview !== null);
  return {
    objects: { parts: bases.map(({ objects }, at) => ({ kind: parts[at]?.kind ?? '', objects })) },
    preview: isPreviewed ? { parts: bases.map(({ preview }) => preview) } : null,
    shown: { parts: bases.map(({ shown }) => shown) },
  };
}

interface PartBase {
  readonly kind: PartKind;
  readonly base: Base;
}

/** The base of each part. @throws AirlockError store-corrupt */
function partBases(base: Base): readonly PartBase[] {
  const objects = objectsSchema.safeParse(base.objects);
  const shown = partsSchema.safeParse(base.shown);
  const preview = base.preview === null ? null : partsSchema.safeParse(base.preview);
  if (!objects.success || !shown.success || preview?.success === false) throw unreadable();
  return objects.data.parts.map(({ kind, objects: own }, at) => ({
    kind,
    base: { objects: own, preview: preview?.data.parts[at] ?? null, shown: shown.data.parts[at] ?? null },
  }));
}

function unreadable(): AirlockError {
  return new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
}
