import { counted } from '../../../store/audit/conclusions.ts';
import { moment, readableMoment } from '../shown.ts';
import type { ToldEntry, ToldPerson } from '../told-entries.ts';
import { type Html, html } from './html.ts';
import { markWords, personName, proofWords, roleWords } from './person-words.ts';

/** One request: what was asked, who decided, and each of its entries. @param entries oldest first, at least one */
export function requestSection(entries: readonly ToldEntry[]): Html {
  const asked = entries.findLast(({ change }) => change !== null);
  const last = entries.at(-1);
  const number = entries.find((told) => told.number !== null)?.number ?? null;
  const name = number === null ? `Request ${last?.entry.requestId ?? ''}` : `Request #${number}`;
  return html`<section>
<h2>${asked?.change ? `${name}: ${asked.change.title}` : name}</h2>
${factsOf(entries, last)}
${asked?.change ? changeTable(asked.change) : null}
${decisions(entries)}
<h3>Entries of the record</h3>
${entryTable(entries)}
</section>
`;
}

function factsOf(entries: readonly ToldEntry[], last: ToldEntry | undefined): Html {
  const drafted = entries.find(({ step }) => step === 'drafted');
  const submitted = entries.find(({ step }) => step === 'submit');
  const quorum = entries.findLast((told) => told.quorum !== null)?.quorum ?? null;
  const asker = submitted?.person ?? drafted?.person ?? null;
  const facts: readonly (readonly [string, Html | string | null])[] = [
    ['Asked by', asker && personLines(asker, true)],
    ['Asked on', submitted ? readableMoment(submitted.entry.at) : 'not submitted'],
    ['Reason', submitted?.why ?? null],
    ['Came to', last ? html`<strong>${last.to ?? last.step}</strong> on ${readableMoment(last.entry.at)}` : null],
    ['Outcome', last && last !== submitted ? last.why : null],
    ['Digest', submitted?.digest ? html`<code>${submitted.digest}</code>` : null],
    [
      'Policy',
      submitted?.policyVersion
        ? html`version <code>${submitted.policyVersion}</code>${quorum === null ? null : `, ${counted(quorum, 'approval', 'approvals')} needed`}`
        : null,
    ],
  ];
  return html`<dl class="facts">${facts.filter(([, value]) => value !== null).map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
}

/** Name and principal name, object id, roles, marks, and how they were told apart. */
function personLines(person: ToldPerson, isFirst: boolean): Html {
  const more = [roleWords(person), markWords(person), proofWords(person, isFirst)].filter((line) => line !== null);
  return html`${personName(person)}<br><code>${person.oid}</code>${more.map((line) => html`<br><span class="small">${line}</span>`)}`;
}

function changeTable({ rows, risks }: NonNullable<ToldEntry['change']>): Html {
  const lines = rows.map(
    ({ label, from, to }) => html`<tr><td>${label}</td><td>${from}</td><td class="new">${to}</td></tr>`,
  );
  return html`<h3>What was asked for</h3>
<table><thead><tr><th>Setting</th><th>Old</th><th>New</th></tr></thead><tbody>${lines}</tbody></table>
${risks.length > 0 ? html`<ul>${risks.map((risk) => html`<li>${risk}</li>`)}</ul>` : null}`;
}

const DECISIONS: Readonly<Record<string, string>> = {
  endorse: 'Approved, more approvals needed',
  approve: 'Approved',
  'take-back': 'Took the approval back',
  reject: 'Rejected',
  withdraw: 'Withdrew',
  attest: 'Reported it as applied',
};

function decisions(entries: readonly ToldEntry[]): Html | null {
  const decided = entries.filter(({ step }) => Object.hasOwn(DECISIONS, step));
  if (decided.length === 0) return null;
  const lines = decided.map(
    ({
      step,
      person,
      why,
      entry,
    }) => html`<tr><td>${DECISIONS[step] ?? step}<br><span class="small">${readableMoment(entry.at)}, entry ${entry.seq}</span></td>
<td>${personLines(person, step === 'withdraw')}</td><td>${why ?? 'none given'}</td></tr>`,
  );
  return html`<h3>Who decided</h3>
<table class="decisions"><thead><tr><th class="d">Decision</th><th>Person</th><th class="r">Reason</th></tr></thead><tbody>${lines}</tbody></table>`;
}

/** Each entry with its hash, so that the page can be held against an export. */
export function entryTable(entries: readonly ToldEntry[]): Html {
  const lines = entries.map(
    ({
      entry,
      step,
      person,
      from,
      to,
      why,
    }) => html`<tr class="step"><td>${entry.seq}</td><td><time datetime="${moment(entry.at)}">${readableMoment(entry.at).replace(' UTC', '')}</time></td><td>${step}${to === null ? null : html`<br><span class="small">${from === null || from === to ? to : `${from} → ${to}`}</span>`}</td>
<td>${personName(person)}${why === null ? null : html`<br><span class="small">${why}</span>`}</td></tr>
<tr class="hash"><td></td><td colspan="3"><code>${entry.hash}</code></td></tr>`,
  );
  return html`<table class="steps"><thead><tr><th class="n">Entry</th><th class="t">Time</th><th class="s">Step</th><th>Who, and what it says</th></tr></thead><tbody>${lines}</tbody></table>`;
}
