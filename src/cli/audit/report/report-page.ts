import type { AuditReport } from '../../../store/audit/audit-record.ts';
import { readableMoment } from '../shown.ts';
import type { ToldEntry } from '../told-entries.ts';
import { faultLine, verdictOf } from '../verdict-lines.ts';
import { entryTable } from './entry-table.ts';
import { Html, html } from './html.ts';
import { STYLE } from './report-style.ts';
import { type PoliciesInWords, requestSection } from './request-section.ts';

export interface ReportParts {
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  /** Which part of the record it shows: `request #3`, `2026-11-01 to 2026-11-30`. */
  readonly scope: string;
  readonly audit: AuditReport;
  /** The entries of each request, oldest first. */
  readonly requests: readonly (readonly ToldEntry[])[];
  /** Entries that are about no request. */
  readonly others: readonly ToldEntry[];
  readonly policies: PoliciesInWords;
}

/** A page that stands alone: no script, nothing loaded from anywhere. */
export function reportPage({ madeAt, scope, audit, requests, others, policies }: ReportParts): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Airlock: record of ${scope}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<h1>Record of changes to Microsoft Defender</h1>
<p class="meta">Airlock, ${scope}. Made on ${readableMoment(madeAt)}. All times are UTC.</p>
${verdict(audit)}
${requests.length === 0 ? html`<p>No request was asked for or changed in this part of the record.</p>` : null}
${requests.map((entries) => requestSection(entries, policies))}
${others.length === 0 ? null : html`<section><h2>What the service recorded of itself</h2>${entryTable(others)}</section>`}
</body>
</html>
`;
  return page.text;
}

/** How many faults a page lists; `audit verify` prints them all. */
const LISTED = 20;

function verdict(audit: AuditReport): Html {
  const { faults, faultCount, restorings, clocks, proven, open } = audit;
  const listed = faults.slice(0, LISTED);
  const more = faultCount - listed.length;
  return html`<div class="${faultCount === 0 ? 'verdict' : 'verdict broken'}">
<p>${verdictOf(audit)}</p>
<p>Head: <code>${audit.head}</code></p>
${listed.length === 0 ? null : html`<ul>${listed.map((fault) => html`<li>${faultLine(fault)}</li>`)}${more > 0 ? html`<li>and ${more} more: audit verify prints them</li>` : null}</ul>`}
${sentences('Restorings of the database, and what was given up', restorings)}
${sentences('Clocks that were put right, as operators say', clocks)}
${sentences('What the verification proved', proven)}
${sentences('What it does not prove', open)}
</div>`;
}

function sentences(title: string, lines: readonly string[]): Html | null {
  if (lines.length === 0) return null;
  return html`<h3>${title}</h3><ul>${lines.map((line) => html`<li>${line.charAt(0).toUpperCase()}${line.slice(1)}</li>`)}</ul>`;
}
