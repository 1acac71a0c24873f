import { z } from 'zod';

const refusal = z.object({ Message: z.string() });

/** How much of Defender's own words is shown, in characters. */
const LONGEST = 200;

/** A refusal as people read it, with Defender's own words where it gave any: cleaned of invisible characters, and cut. */
export function refusalSentence(status: number, body: unknown): string {
  const parsed = refusal.safeParse(body);
  const words = parsed.success ? cleaned(parsed.data.Message) : '';
  if (words === '') return `Defender refused the call (HTTP ${status}).`;
  return `Defender refused the call (HTTP ${status}), saying: "${words}"${/[.!?…]$/.test(words) ? '' : '.'}`;
}

function cleaned(text: string): string {
  const characters = [...text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : characters.join('');
}
