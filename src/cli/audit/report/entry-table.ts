import { counted } from '../../../store/audit/conclusions.ts';
import { moment, readableMoment } from '../shown.ts';
import type { ToldEntry } from '../told-entries.ts';
import { personName } from '../words/person-words.ts';
import { stateWords } from '../words/step-words.ts';
import { type Html, html } from './html.ts';

/** Each entry with its hash, so that the page can be held against an export; the looks of a day are one row. */
export function entryTable(entries: readonly ToldEntry[]): Html {
  const lines = gathered(entries).map(([first, ...others]) =>
    first.isLook ? looksRow([first, ...others]) : row(first),
  );
  return html`<table class="steps"><thead><tr><th class="n">Entry</th><th class="t">Time</th><th class="s">Step</th><th>Who, and what it says</th></tr></thead><tbody>${lines}</tbody></table>`;
}

type Row = readonly [ToldEntry, ...ToldEntry[]];

/** Each entry by itself, but the looks of one day together, where the first of them stands. */
function gathered(entries: readonly ToldEntry[]): readonly Row[] {
  const rows: [ToldEntry, ...ToldEntry[]][] = [];
  const days = new Map<string, [ToldEntry, ...ToldEntry[]]>();
  for (const told of entries) {
    const day = moment(told.entry.at).slice(0, 10);
    const row: [ToldEntry, ...ToldEntry[]] | undefined = told.isLook ? days.get(day) : undefined;
    if (row) row.push(told);
    else {
      const own: [ToldEntry, ...ToldEntry[]] = [told];
      rows.push(own);
      if (told.isLook) days.set(day, own);
    }
  }
  return rows;
}

function looksRow(looks: Row): Html {
  const [first] = looks;
  const last = looks.at(-1) ?? first;
  const span = `from ${timeOf(first)} to ${timeOf(last)}`;
  const numbers = last === first ? first.entry.seq : `${first.entry.seq} to ${last.entry.seq}`;
  const words = `${counted(looks.length, 'look', 'looks')} for changes outside Airlock, ${span}. The entry of each has the hash of what it left for the next one; this is the last of them.`;
  return html`<tr class="step"><td>${numbers}</td><td><time datetime="${moment(first.entry.at)}">${moment(first.entry.at).slice(0, 10)}</time></td><td>${first.words}</td>
<td>${personName(first.person)}<br><span class="small">${words}</span></td></tr>
${hashRow(last)}`;
}

/** `02:10:00` */
function timeOf({ entry }: ToldEntry): string {
  return readableMoment(entry.at).slice(11, 19);
}

function row(told: ToldEntry): Html {
  const { entry, words, person, from, to, why, known } = told;
  const says = [why, ...(entry.requestId === null ? known : [])].filter((line) => line !== null);
  return html`<tr class="step"><td>${entry.seq}</td><td><time datetime="${moment(entry.at)}">${readableMoment(entry.at).replace(' UTC', '')}</time></td><td>${words}${to === null ? null : html`<br><span class="small">${statesOf(from, to)}</span>`}</td>
<td>${personName(person)}${says.map((line) => html`<br><span class="small">${line}</span>`)}</td></tr>
${hashRow(told)}`;
}

function hashRow({ entry }: ToldEntry): Html {
  return html`<tr class="hash"><td></td><td colspan="3"><code>${entry.hash}</code><br><span class="small">${entry.keyId === null ? 'not signed' : html`signed with key <code>${entry.keyId}</code>`}</span></td></tr>`;
}

function statesOf(from: string | null, to: string): string {
  return from === null || from === to ? stateWords(to) : `${stateWords(from)} → ${stateWords(to, from)}`;
}
