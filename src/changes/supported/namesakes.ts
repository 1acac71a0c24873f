import { z } from 'zod';
import { t } from '../../shared/language/worded.ts';
import type { Base } from '../base.ts';
import type { DiffRow } from '../change-kind.ts';
import { quoted } from '../device-group/words/names.ts';
import type { TenantSnapshot } from '../tenant-snapshot.ts';

const namesakes = z.record(
  z.string(),
  z.object({ name: z.string(), others: z.array(z.string()).readonly() }).readonly(),
);

/** By the id of a device of a change: its name there, and the ids of other devices that are called so, if any. */
type Namesakes = Readonly<z.infer<typeof namesakes>>;

const OBJECTS = z.object({ namesakes });

interface OnNamed {
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  readonly wanted: object;
}

/**
 * Which other devices have the names of those that a change was asked for by. A device that was onboarded anew is
 * listed a second time, and the name then means another one.
 */
export function namesakesIn({ devices, wanted }: OnNamed, { devices: listed = [] }: TenantSnapshot): Namesakes {
  if (!('names' in wanted)) return {};
  const typed = new Set((wanted as { readonly names: readonly string[] }).names.map((one) => one.toLowerCase()));
  const called = new Map<string, Set<string>>();
  for (const { id, name, dnsName, state } of listed) {
    if (state === 'merged') continue;
    for (const one of [name, dnsName]) {
      const key = one.toLowerCase();
      called.set(key, (called.get(key) ?? new Set()).add(id));
    }
  }
  const found = devices.flatMap(({ id, name }) => {
    // Who writes the id of a device means that one, whatever others are called.
    if (typed.has(id.toLowerCase())) return [];
    const others = [...(called.get(name.toLowerCase()) ?? [])].filter((one) => one !== id).toSorted();
    return others.length > 0 ? [[id, { name, others }] as const] : [];
  });
  return Object.fromEntries(found);
}

type Stored = Pick<Base, 'objects'>;

/** Null in what was stored before they were kept. */
function storedIn({ objects }: Stored): Namesakes | null {
  return OBJECTS.safeParse(objects).data?.namesakes ?? null;
}

/** The devices whose names others have got since. A list that no longer tells one is no drift. */
function gained(then: Stored, now: Stored): readonly (readonly [string, Namesakes[string], readonly string[]])[] {
  const before = storedIn(then);
  if (before === null) return [];
  return Object.entries(storedIn(now) ?? {}).flatMap(([id, later]) => {
    const known = before[id]?.others ?? [];
    return later.others.every((one) => known.includes(one)) ? [] : [[id, later, known] as const];
  });
}

/** Whether each name still means the devices that it meant. */
export function areSameNamed(then: Stored, now: Stored): boolean {
  return gained(then, now).length === 0;
}

/** The ids of the devices that a name meant, and means now. */
export function namesakesBeside(then: Stored, now: Stored): readonly DiffRow[] {
  return gained(then, now).map(([id, { name, others }, known]) => ({
    label: t`Devices called ${quoted(name)}`,
    from: [id, ...known].join(', '),
    to: [id, ...others].join(', '),
  }));
}
