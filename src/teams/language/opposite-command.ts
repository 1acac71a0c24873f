import { editDistance } from '../../shared/edit-distance.ts';

const OPPOSITES: readonly (readonly [string, string])[] = [
  ['enable', 'disable'],
  ['turn on', 'turn off'],
];

const NEGATED = /(?:^|[^\p{L}])(?:not|never|no|don['’]?t|dont|cannot|can['’]?t|without|stop)(?!\p{L})/u;

/** Slips of the finger up to which a verb is taken for the one that it is like. */
const SLIPS = 2;

/**
 * The opposite of an offered command, where the text does not say which of the two is meant: it says "not", or has neither verb. Null
 * where it does, and for commands without an opposite.
 */
export function oppositeCommand(offered: string, text: string): string | null {
  const opposite = turned(offered);
  if (opposite === null) return null;
  return NEGATED.test(text) || !saysWhich(offered, opposite, text) ? opposite : null;
}

function turned(command: string): string | null {
  for (const [on, off] of OPPOSITES) {
    if (command.startsWith(`${on} `)) return off + command.slice(on.length);
    if (command.startsWith(`${off} `)) return on + command.slice(off.length);
  }
  return null;
}

function saysWhich(offered: string, opposite: string, text: string): boolean {
  if (text.includes(offered)) return true;
  const distance = editDistance(text, offered);
  return distance <= SLIPS && distance < editDistance(text, opposite);
}
