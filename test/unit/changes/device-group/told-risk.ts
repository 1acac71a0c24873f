import type { Danger, Risk } from '../../../../src/changes/change-kind.ts';
import type { Effects } from '../../../../src/changes/device-effects.ts';

interface ToldRisk {
  readonly lowersProtection: boolean;
  /** That protection is lowered, or may be; null where it is not. */
  readonly banner: string | null;
  /** The other dangers. */
  readonly others: readonly Danger[];
  /** What a card says besides, on its face and folded. */
  readonly notes: readonly string[];
}

/** What a card says of a risk, in the order of the card. */
export function toldRisk({ lowersProtection, dangers, notes, asides }: Risk): ToldRisk {
  const isLess = ({ kind }: Danger) => kind === 'less-protection';
  return {
    lowersProtection,
    banner: dangers.find(isLess)?.text ?? null,
    others: dangers.filter((danger) => !isLess(danger)),
    notes: [...notes, ...asides],
  };
}

/** Every sentence that a card says of the effects besides the headline, and at the end its flows in words. */
export function toldLines(effects: Effects | null | undefined): readonly string[] {
  if (!effects) return [];
  const flows = effects.flows.map(({ group, from, to, devices, effect }) => {
    const way = group === null ? `${from} → ${to}` : `${group}: ${from} → ${to}`;
    return `${way}: ${devices}, ${effect}`;
  });
  return [...effects.told, ...effects.lines, ...flows];
}
