import type { Random } from '../../support/generated/random.ts';

/** Something to ask for. */
export interface Wish {
  /** What is written to the bot. */
  readonly says: string;
  /** What it would write (see `Ask`). */
  readonly key: string;
}

/** Switches that the tenant has: how people call them, and their key in it. */
const SWITCHES = [
  ['automated investigation', 'AutomatedIrEnabled'],
  ['automatically resolve alerts', 'AutoResolveInvestigatedAlerts'],
] as const;

/** What can be asked for often: of each kind a new thing, but for the switches, which there are two of. */
const KINDS = ['indicator', 'indicator', 'group', 'switch', 'switch'] as const;

/** @param which a number that no other wish of the run has */
export function nextWish(random: Random, which: string): Wish {
  const kind = random.pick(KINDS);
  if (kind === 'indicator') {
    const value = `t${which}.example`;
    return { says: `block domain ${value}`, key: `indicator ${value}` };
  }
  if (kind === 'group') {
    const name = `T${which}`;
    return { says: `create device group "${name}" level full tag equals ${name.toLowerCase()}`, key: `group ${name}` };
  }
  const [title, key] = random.pick(SWITCHES);
  const isOn = random.chance(0.5);
  return { says: `${isOn ? 'enable' : 'disable'} ${title}`, key: `switch ${key} ${isOn}` };
}

/** What would be written if this were undone; null where that is not among what the checker knows. */
export function opposite(key: string): string | null {
  const [, name, to] = /^switch (\w+) (true|false)$/.exec(key) ?? [];
  if (name !== undefined) return `switch ${name} ${to === 'false'}`;
  const [, group] = /^group (\S+)$/.exec(key) ?? [];
  return group === undefined ? null : `no group ${group}`;
}
