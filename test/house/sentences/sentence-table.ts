import { readFileSync, writeFileSync } from 'node:fs';

const PAGE = 'docs/sentences.md';
const QUIET = 'test/house/sentences/about-no-tenant.txt';

/** The headings of the page, each with what its sentences go by. */
const CLASSES = [
  'Read',
  'Corroborated',
  'Attested',
  'Reckoned',
  'Not known',
  'By its source',
  'Of every tenant',
] as const;

export type SentenceClass = (typeof CLASSES)[number];

/** Where a sentence stands: under headings of the page, or among those that are about no tenant (`none`). */
export interface SentenceRow {
  readonly text: string;
  readonly of: SentenceClass | 'none' | 'unknown heading';
}

const ROW = /^\| `(.+)` \|$/;

/** Every row of the page and of the list beside it, in their order. */
export function sentenceRows(): readonly SentenceRow[] {
  let heading: SentenceRow['of'] = 'unknown heading';
  const rows: SentenceRow[] = [];
  for (const line of readFileSync(PAGE, 'utf8').split('\n')) {
    const named = /^## (.+)$/.exec(line)?.[1];
    if (named !== undefined) heading = CLASSES.find((one) => one === named) ?? 'unknown heading';
    const text = ROW.exec(line)?.[1];
    if (text !== undefined) rows.push({ text, of: heading });
  }
  const quiet = readFileSync(QUIET, 'utf8').split('\n').filter(Boolean);
  return [...rows, ...quiet.map((text) => ({ text, of: 'none' }) as const)];
}

/** Takes out the rows of sentences that are said no more. */
export function dropRows(gone: ReadonlySet<string>): void {
  for (const file of [PAGE, QUIET]) {
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.filter((line) => !gone.has(ROW.exec(line)?.[1] ?? line)).join('\n'));
  }
}
