import type { DiffRow } from '../../../changes/change-kind.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import { isDeleted, oldValue, sortRows } from '../../../requests/messages/chief-row.ts';
import type { Request } from '../../../requests/record/request.ts';
import { t } from '../../../shared/language/worded.ts';
import { knownModel } from '../parts/known-source.ts';
import { type Detail, detail, type ShownText, sanitise } from '../parts/shown-text.ts';
import { changeRows } from './change-rows.ts';
import { driftRows } from './drift.ts';
import type { ChangeRow, GistModel, RequestModel } from './request-model.ts';

type ChangeModel = Pick<RequestModel, 'gists' | 'changes' | 'comparisons' | 'codes'>;

/** Where the steps to do by hand say it all. */
export const NO_CHANGE: ChangeModel = { gists: [], changes: [], comparisons: [], codes: [] };

/** Longer than any value of a setting; a card is far smaller. */
const LONGEST = 14_000;

/** Bytes of the largest change that the card gives to copy, too. */
const COPIED = 1_500;

/**
 * The change: its weightiest value largest, the others below it; of a request that no longer fits, what differs.
 * @param isRich whether the whole of it stands in a block of code, too
 */
export function changeModel(request: Request, diff: readonly DiffRow[], isRich: boolean): ChangeModel {
  const now = request.closing?.now;
  if (now) return { ...NO_CHANGE, comparisons: [{ rows: driftRows(request, now) }] };
  const { chief, others } = sortRows(diff);
  const [first] = chief === null ? [] : changeRows([chief]).rows;
  const kept = others.filter(({ to }) => !isDeleted(to));
  const folded = foldedRows(request, kept);
  const { rows } = changeRows(kept.filter((row) => !folded.includes(row)));
  const title = kindOf(request.change).title(request.change).toLowerCase();
  return {
    gists: chief && first ? [gist(chief, first, title)] : [],
    changes:
      rows.length > 0
        ? [{ rows: folded.length > 0 ? [...shortened(rows, first), moreRow()] : shortened(rows, first) }]
        : [],
    comparisons: [],
    codes: isRich && request.change.kind !== 'several' ? copied(diff) : [],
  };
}

/** What each label of a part begins with: "1. HR laptops: Remediation level". */
const SUBJECT = /^(\d+\. )(.+): (?=[^:]+$)/u;

/** Of several changes what a part is about, said once for all of its rows: "1. Remediation level" from then on. */
function shortened(rows: readonly ChangeRow[], before: ChangeRow | undefined): readonly ChangeRow[] {
  let told = SUBJECT.exec(before?.label ?? '')?.[0];
  return rows.map((row) => {
    const [subject, number = ''] = SUBJECT.exec(row.label) ?? [];
    if (subject === undefined || subject !== told) {
      told = subject;
      return row;
    }
    return { ...row, label: sanitise(`${number}${row.label.slice(subject.length)}`, LONGEST) };
  });
}

/** How many parts of several changes, and how many rows of them, stand on the face of a card. */
const MOST_PARTS = 5;
const MOST_ROWS = 14;

/** Says on the face that more is folded. */
function moreRow(): ChangeRow {
  return { label: sanitise(t`More changes`), was: [], to: sanitise(t`see Details`), knowns: [] };
}

/**
 * The rows of several changes that stand under *Details*: those of parts beyond five, and of very long ones; as many as
 * fit on a card, beyond which nobody can approve it.
 */
function foldedRows({ change }: Pick<Request, 'change'>, rows: readonly DiffRow[]): readonly DiffRow[] {
  if (change.kind !== 'several') return [];
  const fitting = rows.slice(0, changeRows(rows).rows.length);
  return fitting.filter(({ label }, at) => at >= MOST_ROWS || Number.parseInt(label, 10) > MOST_PARTS);
}

/** What of the change stands under *Details*; beside steps to do by hand, which say the rest, only what goes. */
export function restDetails(request: Request, diff: readonly DiffRow[]): readonly Detail[] {
  const isByHand = request.state === 'approved' && request.handover !== null;
  return [...(isByHand ? [] : foldedDetails(request, diff)), ...lostDetails(diff)];
}

/** The same for the details: each with its old and its new value. */
function foldedDetails(request: Pick<Request, 'change'>, diff: readonly DiffRow[]): readonly Detail[] {
  const { others } = sortRows(diff);
  return foldedRows(
    request,
    others.filter(({ to }) => !isDeleted(to)),
  ).map((row) => {
    const old = oldValue(row);
    const value = old === null ? row.to : `${old} → ${row.to}`;
    return detail(row.label, { texts: [sanitise(value, LONGEST)] });
  });
}

/**
 * What goes with something that is deleted, for the details: that it goes, the largest line says once. Nothing where
 * only values change.
 */
function lostDetails(diff: readonly DiffRow[]): readonly Detail[] {
  return sortRows(diff)
    .others.filter(({ to }) => isDeleted(to))
    .map(({ label, from, source }) => {
      const [known] = knownModel(source);
      const value = sanitise(from, LONGEST);
      return known
        ? detail(label, { texts: [value, known.text], whens: known.whens })
        : detail(label, { texts: [value] });
    });
}

/** @param title in lower case, which may say already what it is a value of */
function gist(row: DiffRow, { label, was, to, knowns }: ChangeRow, title: string): GistModel {
  return {
    aspects: title.includes(row.label.toLowerCase()) ? [] : [{ text: label }],
    was: oldValue(row) === null ? [] : was,
    to,
    knowns,
  };
}

/** The whole change as lines to copy, where they are more than the largest one and short. */
function copied(diff: readonly DiffRow[]): ChangeModel['codes'] {
  if (diff.length < 2) return [];
  const lines = diff.flatMap((row) => {
    const from = oldValue(row);
    const label = sanitise(row.label);
    return [...(from === null ? [] : [`- ${label}: ${sanitise(from)}`]), `+ ${label}: ${sanitise(row.to)}`];
  });
  const text = lines.join('\n');
  // Sound: every part of it has been made safe.
  return Buffer.byteLength(text) > COPIED ? [] : [{ text: text as ShownText }];
}
