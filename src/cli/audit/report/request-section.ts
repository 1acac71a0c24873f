import { counted } from '../../../store/audit/conclusions.ts';
import { readableMoment } from '../shown.ts';
import { oldWords, type ToldEntry, type ToldPerson } from '../told-entries.ts';
import { markWords, personName, proofWords, roleWords, sinceWords } from '../words/person-words.ts';
import { stateWords } from '../words/step-words.ts';
import { entryTable } from './entry-table.ts';
import { type Html, html } from './html.ts';

/** The policies that the service said were in force, in words, by their versions. */
export type PoliciesInWords = ReadonlyMap<string, readonly string[]>;

/** One request: what was asked, who decided, and each of its entries. @param entries oldest first, at least one */
export function requestSection(entries: readonly ToldEntry[], policies: PoliciesInWords): Html {
  const asked = entries.findLast(({ change }) => change !== null);
  const last = entries.at(-1);
  const number = entries.find((told) => told.number !== null)?.number ?? null;
  const name = number === null ? `Request ${last?.entry.requestId ?? ''}` : `Request #${number}`;
  return html`<section>
<h2>${asked?.change ? `${name}: ${asked.change.title}` : name}</h2>
${factsOf(entries, last, policies)}
${asked?.change ? changeTable(asked.change) : null}
${decisions(entries)}
<h3>Entries of the record</h3>
${entryTable(entries)}
</section>
`;
}

/** A request that ended so was not written, even where a write had begun. */
const UNWRITTEN: ReadonlySet<string> = new Set(['stale', 'rejected', 'withdrawn', 'expired']);

function factsOf(entries: readonly ToldEntry[], last: ToldEntry | undefined, policies: PoliciesInWords): Html {
  const drafted = entries.find(({ step }) => step === 'drafted');
  const submitted = entries.find(({ step }) => step === 'submit');
  const asker = submitted?.person ?? drafted?.person ?? null;
  const facts: readonly (readonly [string, Html | string | null])[] = [
    ['Asked by', asker && personLines(asker, 'submit')],
    ['Asked on', submitted ? readableMoment(submitted.entry.at) : 'not submitted'],
    ['Reason', submitted?.why ?? null],
    ['State', last ? html`<strong>${stateOf(last, entries)}</strong> since ${readableMoment(last.entry.at)}` : null],
    [last?.step === 'reject' ? 'Their reason' : 'Outcome', last && last !== submitted ? last.why : null],
    ['Debt', debtOf(entries)],
    ['Known from it', knownOf(entries)],
    [
      'Written with',
      UNWRITTEN.has(last?.to ?? '') ? null : (entries.findLast((told) => told.session)?.session ?? null),
    ],
    ['Digest', submitted?.digest ? html`<code>${submitted.digest}</code>` : null],
    ['Policy', submitted ? policyOf(entries, submitted, policies) : null],
  ];
  return html`<dl class="facts">${facts.filter(([, value]) => value !== null).map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`;
}

/** What an emergency owes, and how that was settled. */
function debtOf(entries: readonly ToldEntry[]): string | null {
  const begun = entries.find(({ step, until }) => step === 'proceed' && until !== null);
  if (!begun || begun.until === null) return null;
  const due = `Done alone as an emergency: another admin approves or undoes it by ${readableMoment(begun.until)}.`;
  const settled = entries.find(({ step }) => SETTLING.includes(step));
  const free = settled ? undefined : entries.findLast(({ isFree }) => isFree);
  if (free) return `${due} Nothing was done, so nobody owes that (${readableMoment(free.entry.at)}).`;
  if (!settled) return `${due} Nobody has so far.`;
  const late = settled.entry.at > begun.until ? ', late' : '';
  return `${due} ${settled.words} on ${readableMoment(settled.entry.at)}${late}.`;
}

const SETTLING: readonly string[] = [
  'ratify',
  'ratify-failed',
  'ratify-unknown',
  'undone',
  'reject',
  'withdraw',
  'expire',
  'stale',
];

/** What of the tenant is known since, each as the latest entry has it. */
function knownOf(entries: readonly ToldEntry[]): Html | null {
  const known = entries.flatMap((told) => told.known);
  if (known.length === 0) return null;
  return html`${known.map((line, index) => html`${index > 0 ? html`<br>` : null}${line}`)}`;
}

/** Where a request stands: by the step that led there, where it says more than the state. */
function stateOf({ to, from, words }: ToldEntry, entries: readonly ToldEntry[]): string {
  const ordered = to === 'applied' ? entries.findLast(({ orders }) => orders !== null) : undefined;
  return ordered?.words ?? (to === null ? words : stateWords(to, from));
}

/** What an approval took under the policy that the request was asked for under. */
function policyOf(entries: readonly ToldEntry[], { policyVersion }: ToldEntry, policies: PoliciesInWords): Html | null {
  if (policyVersion === null) return null;
  const quorum = entries.findLast((told) => told.quorum !== null)?.quorum ?? null;
  const taken = quorum === null ? [] : [`Takes ${counted(quorum, 'approval', 'approvals')}.`];
  const words = policies.get(policyVersion) ?? [...taken, 'The record does not hold this policy in full.'];
  return html`${words.join(' ')}<br><span class="small">Version <code>${policyVersion}</code></span>`;
}

/** Name and principal name, object id, roles, marks, since when they exist, and how they were told apart. */
function personLines(person: ToldPerson, step: string): Html {
  const more = [roleWords(person), markWords(person), sinceWords(person), proofWords(person, step)].filter(
    (line) => line !== null,
  );
  return html`${personName(person)}<br><code>${person.oid}</code>${more.map((line) => html`<br><span class="small">${line}</span>`)}`;
}

function changeTable({ rows, risks }: NonNullable<ToldEntry['change']>): Html {
  const lines = rows.map(
    (row) => html`<tr><td>${row.label}</td><td>${oldWords(row)}</td><td class="new">${row.to}</td></tr>`,
  );
  return html`<h3>What was asked for</h3>
<table><thead><tr><th>Setting</th><th>Old</th><th>New</th></tr></thead><tbody>${lines}</tbody></table>
${risks.length > 0 ? html`<ul>${risks.map((risk) => html`<li>${risk}</li>`)}</ul>` : null}`;
}

const DECISIONS: readonly string[] = [
  'endorse',
  'approve',
  'lapse',
  'proceed',
  'ratify',
  'ratify-failed',
  'ratify-unknown',
  'cancel',
  'halt',
  'take-back',
  'reject',
  'withdraw',
  'attest',
];

function decisions(entries: readonly ToldEntry[]): Html | null {
  const decided = entries.filter(({ step }) => DECISIONS.includes(step));
  if (decided.length === 0) return null;
  const lines = decided.map(
    ({
      step,
      words,
      person,
      why,
      door,
      entry,
    }) => html`<tr><td>${words}<br><span class="small">${door === null ? null : `${door}, `}${readableMoment(entry.at)}, entry ${entry.seq}</span></td>
<td>${personLines(person, step)}</td><td>${why ?? 'none given'}</td></tr>`,
  );
  return html`<h3>Who decided</h3>
<table class="decisions"><thead><tr><th class="d">Decision</th><th>Person</th><th class="r">Reason</th></tr></thead><tbody>${lines}</tbody></table>`;
}
