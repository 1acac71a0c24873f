import { z } from 'zod';
import { t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { Danger, Tense } from '../../change-kind.ts';
import { standingsOf, tellersOf } from './base-standings.ts';
import type { ActName } from './response-acts.ts';

/** A request as far as it says which devices an act would loosen. */
interface Acting {
  readonly change: {
    readonly kind: string;
    readonly act?: ActName;
    readonly devices?: readonly { readonly id: string; readonly name: string }[];
  };
  readonly base: Base;
}

const SHOWN = z.object({ lacks: z.string().nullable() });

/** The devices that are isolated fully and would be isolated selectively, and those of which that is not known. */
function loosened({ change, base }: Acting): { readonly full: readonly string[]; readonly untold: readonly string[] } {
  if (change.kind !== 'response-actions' || change.act !== 'isolate-selectively') return { full: [], untold: [] };
  const [known, tellers] = [standingsOf(base), tellersOf(base)];
  const isShort = SHOWN.safeParse(base.shown).data?.lacks !== null;
  const devices = change.devices ?? [];
  const untold = devices.filter(({ id }) => (known[id] ?? null) === null && (isShort || tellers[id] !== undefined));
  const full = devices.filter(({ id }) => known[id] === 'isolated');
  return { full: full.map(({ name }) => name), untold: untold.map(({ name }) => name) };
}

/** Whether an act may let devices reach more than they do. A release says so by its name. */
export function mayLoosen(one: Acting): boolean {
  const { full, untold } = loosened(one);
  return full.length + untold.length > 0;
}

/** The dangers of an act that makes an isolation weaker; none of others. */
export function looseningDangers(one: Acting, tense: Tense): readonly Danger[] {
  const { full, untold } = loosened(one);
  return [
    ...(full.length > 0 ? [fullWords(full, tense)] : []),
    ...(untold.length > 0 ? [untoldWords(untold, tense)] : []),
  ].map((text) => ({ kind: 'less-protection', text }));
}

/** Whether it is known that an act makes an isolation weaker. */
export function isLoosening(one: Acting): boolean {
  return loosened(one).full.length > 0;
}

function fullWords(names: readonly string[], tense: Tense): string {
  if (names.length === 1)
    return tense === 'asked'
      ? t`${listed(names)} is isolated fully now: selective isolation lets Outlook, Teams and Skype for Business through again.`
      : t`${listed(names)} was isolated fully before: selective isolation lets Outlook, Teams and Skype for Business through again.`;
  return tense === 'asked'
    ? t`${listed(names)} are isolated fully now: selective isolation lets Outlook, Teams and Skype for Business through again.`
    : t`${listed(names)} were isolated fully before: selective isolation lets Outlook, Teams and Skype for Business through again.`;
}

function untoldWords(names: readonly string[], tense: Tense): string {
  if (names.length === 1)
    return tense === 'asked'
      ? t`Whether ${listed(names)} is isolated fully now is not known: selective isolation would loosen that.`
      : t`Whether ${listed(names)} was isolated fully before is not known: selective isolation loosens that.`;
  return tense === 'asked'
    ? t`Whether ${listed(names)} are isolated fully now is not known: selective isolation would loosen that.`
    : t`Whether ${listed(names)} were isolated fully before is not known: selective isolation loosens that.`;
}

/** The first names, and how many more there are. */
export function listed(names: readonly string[]): string {
  const [shown, more] = [names.slice(0, 3).join(', '), names.length - 3];
  return more > 0 ? t`${shown} and ${more} more` : shown;
}
