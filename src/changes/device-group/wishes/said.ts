import { cut } from '../words/cut.ts';

/** Code points of somebody's text that a message repeats. */
const LONGEST = 40;

/** What somebody typed, as a message repeats it. */
export function said(text: string): string {
  return `"${cut(text.trim(), LONGEST)}"`;
}
