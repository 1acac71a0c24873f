import assert from 'node:assert/strict';
import { requestLine } from '../../src/requests/messages/answers.ts';
import { CLOSING_ROWS } from '../../src/requests/messages/state-catalogue/closing-rows.ts';
import { DEVICE_DRIFT_ROW, KNOWN_OTHERWISE_ROW } from '../../src/requests/messages/state-catalogue/drift-rows.ts';
import { ENDS_AFTER_HANDOVER, HANDOVER_ROWS } from '../../src/requests/messages/state-catalogue/handover-rows.ts';
import { ITEM_ROWS } from '../../src/requests/messages/state-catalogue/item-rows.ts';
import {
  ATTESTED_IN_PART_ROW,
  ATTESTED_UNSEEN_ROW,
  IN_PLACE_BY_WORD_ROW,
  OUTCOME_ROWS,
  WRITTEN_BESIDE_OTHERS_ROW,
} from '../../src/requests/messages/state-catalogue/outcome-rows.ts';
import {
  ACCEPTED_ROW,
  OVERDUE,
  STATE_ROWS,
  WAITING_ROW,
} from '../../src/requests/messages/state-catalogue/state-rows.ts';
import { stateSentence } from '../../src/requests/messages/state-catalogue/state-words.ts';
import {
  closingNote,
  outcomeNote,
  rowOf,
  type Status,
  statusOf,
} from '../../src/requests/messages/state-catalogue/status-of.ts';
import type { StatusRow } from '../../src/requests/messages/state-catalogue/status-row.ts';
import {
  outcomeMessages,
  reminderTitle,
  stepNotice,
  waitingMessages,
} from '../../src/requests/messages/state-notices.ts';
import { type Closing, isIn, type Outcome, REQUEST_STATES, type Request } from '../../src/requests/record/request.ts';
import { lineModel } from '../../src/teams/cards/answers/requests-card.ts';
import { requestModel } from '../../src/teams/cards/request/request-card.ts';
import { BUILT_AT, buildIfPossible, buildRequest } from '../support/samples/build-request.ts';
import { anOid } from '../support/samples/ids.ts';
import { optionsFor, SUPPORTED_REQUESTS, VIEWERS } from './card-cases.ts';

const BOB = { oid: anOid('aaaaaaaa-0000-4000-8000-000000000002'), name: 'Bob Okafor' };
const ACTED = new Set(['discarded', 'rejected', 'withdrawn']);
const BASE = buildRequest().base;
const OMAR = { kind: 'attested', at: BUILT_AT, by: 'Omar Okafor', request: 1 } as const;
const SAID = { ...BASE, objects: { feature: 'automated-investigation', state: 'on' }, shown: { source: OMAR } };
const keysOf = <K extends string>(rows: Readonly<Record<K, unknown>>) => Object.keys(rows) as K[];

const closings: readonly (Closing | null)[] = [
  null,
  ...keysOf(CLOSING_ROWS).map((code) => ({
    code,
    by: ACTED.has(code) ? BOB : null,
    at: BUILT_AT,
    note: 'The stored note.',
    now: code === 'drift' ? { ...BASE, objects: { feature: 'automated-investigation', state: 'built-in' } } : null,
  })),
  { code: 'drift', by: null, at: BUILT_AT, note: 'The stored note.', now: BASE },
  { code: 'drift', by: null, at: BUILT_AT, note: 'The stored note.', now: SAID },
  { code: 'discarded', by: null, at: BUILT_AT, note: 'The stored note.', now: null },
];

const outcomes: readonly (Outcome | null)[] = [
  null,
  ...keysOf(OUTCOME_ROWS).map((code) => ({ code, at: BUILT_AT, note: 'The stored note.' })),
  { code: 'in-place', at: BUILT_AT, note: 'The stored note.', known: [OMAR] },
  { code: 'written', at: BUILT_AT, note: 'The stored note.', warning: 'Lab was changed, too.' },
  { code: 'written', at: BUILT_AT, note: 'The stored note.', items: { total: 2, done: 2, refused: 0, unknown: 0 } },
  { code: 'written', at: BUILT_AT, note: 'The stored note.', items: { total: 2, done: 1, refused: 1, unknown: 0 } },
  {
    code: 'written',
    at: BUILT_AT,
    note: 'The stored note.',
    items: { total: 1, done: 1, refused: 0, unknown: 0 },
    followed: { at: BUILT_AT, note: 'The indicator has ended.', counts: { stand: 0, ended: 1 }, isOver: true },
  },
  { code: 'found-later', at: BUILT_AT, note: 'The stored note.', items: { total: 2, done: 2, refused: 0, unknown: 0 } },
  { code: 'not-written', at: BUILT_AT, note: 'The stored note.', items: { total: 2, done: 0, refused: 0, unknown: 2 } },
  { code: 'attested', at: BUILT_AT, note: 'The stored note.', proof: { verified: ['a'], attested: ['b'] } },
  {
    code: 'attested',
    at: BUILT_AT,
    note: 'The stored note.',
    proof: { verified: [], attested: ['b'], unseen: ['a'] },
    watchedUntil: BUILT_AT + 7 * 86_400_000,
  },
  { code: 'not-shown', at: BUILT_AT, note: 'The stored note.', watchedUntil: BUILT_AT + 7 * 86_400_000 },
];

const steps = { link: 'https://security.microsoft.com/', steps: [] };
const handovers: readonly Request['handover'][] = [
  null,
  { at: BUILT_AT, steps, attested: null },
  { at: BUILT_AT, steps, attested: { by: BOB, at: BUILT_AT } },
];
const wait = { since: BUILT_AT, note: 'It waits.', nextAt: BUILT_AT };
const waits: readonly Request['waiting'][] = [null, wait, { ...wait, accepted: true }];

/** Every state with every closing, outcome, hand-over and wait that a request of this state can have. */
const everySwitch = REQUEST_STATES.flatMap((state) =>
  closings.flatMap((closing) =>
    outcomes.flatMap((outcome) =>
      handovers.flatMap((handover) =>
        waits.flatMap((waiting) => {
          const approvals = ['draft', 'discarded'].includes(state) ? [] : [{ by: BOB, at: BUILT_AT }];
          return buildIfPossible({ state, closing, outcome, handover, waiting, approvals }) ?? [];
        }),
      ),
    ),
  ),
);

/** What others took the place of is told of indicators alone. */
const overtaken = ['indicator-overtaken', 'indicator-otherwise'].flatMap((name) => {
  const one = SUPPORTED_REQUESTS[name] ?? assert.fail(name);
  return isIn(one, ['applied']) ? { ...one, outcome: { ...one.outcome, note: 'The stored note.' } } : [];
});
const everyRequest = [...everySwitch, ...overtaken];
const allRows: Readonly<Record<string, StatusRow>> = {
  ...STATE_ROWS,
  'approved and waiting': WAITING_ROW,
  'device drift': DEVICE_DRIFT_ROW,
  'known otherwise': KNOWN_OTHERWISE_ROW,
  'in place by word': IN_PLACE_BY_WORD_ROW,
  ...prefixed('closing', CLOSING_ROWS),
  ...prefixed('outcome', OUTCOME_ROWS),
  ...prefixed('by hand', HANDOVER_ROWS),
  ...prefixed('after the hand-over', ENDS_AFTER_HANDOVER),
  'written beside others': WRITTEN_BESIDE_OTHERS_ROW,
  ...prefixed('item by item', ITEM_ROWS),
  'attested in part': ATTESTED_IN_PART_ROW,
  'attested and not listed': ATTESTED_UNSEEN_ROW,
  'accepted and not shown': ACCEPTED_ROW,
};

function prefixed(prefix: string, rows: Readonly<Record<string, StatusRow>>): Record<string, StatusRow> {
  return Object.fromEntries(Object.entries(rows).map(([key, row]) => [`${prefix}: ${key}`, row]));
}

const seenBy = (request: Request, viewer: (typeof VIEWERS)[number] = 'shared') =>
  requestModel(request, optionsFor(viewer, { now: BUILT_AT }));
/** Labels of lines, and the line that says until when. */
const labels = (request: Request): string[] => {
  const { facts, details, clocks } = seenBy(request);
  const lines = [...(facts[0]?.lines ?? []), ...details].map(({ label }) => label as string);
  return [...lines, ...clocks.map(({ text }) => text.split(' {{', 1)[0] ?? '')];
};

/** The state in full, wherever it stands. */
const headline = (request: Request): string => {
  const { badge, headings } = seenBy(request);
  return headings[0]?.text ?? badge;
};

// Sound: nothing else is asked of the store to word a notice.
const SPEAKING = {
  ...{
    store: {
      conversation: async () => null,
      accountsSeen: async () => ({ accounts: [] }),
      announced: async () => null,
    },
    clock: { now: () => BUILT_AT },
    language: 'en',
  },
} as unknown as Parameters<typeof outcomeMessages>[0];

/**
 * Where each word of a row is found, and an error where it is not. A row with another word does not compile until it
 * stands here.
 */
const PLACES: Readonly<
  Record<keyof StatusRow, (request: Request, status: Status, row: StatusRow) => void | Promise<void>>
> = {
  tone: (request, { tone }) => assert.equal(seenBy(request).badgeStyle.toLowerCase(), SEEN_TONE[tone] ?? tone),
  sign: (request, { sign }) => assert.ok(seenBy(request).signed.startsWith(`${sign} `)),
  heading: (request, { heading }) => assert.equal(seenBy(request).fallback, `Airlock request 12: ${heading}.`),
  named: (request, { sign, named }) => assert.equal(headline(request), `${sign} ${named}`),
  short: (request, _status, { short }) => assert.equal(lineModel(requestLine(request, BUILT_AT)).state, short),
  sentence: (request, { sentence }) =>
    assert.equal(stateSentence({ ...request, namesakes: { like: () => [] } }), sentence),
  story: (request, { story }) =>
    assert.deepEqual(
      seenBy(request).story.map(({ text }) => text),
      story,
    ),
  next: (request, { next }) => {
    for (const viewer of VIEWERS) assert.equal(seenBy(request, viewer).next[0]?.text, next(viewer));
  },
  news: async (request, { news }) => {
    const [sent] = await outcomeMessages(SPEAKING, request);
    const data = sent?.content.kind === 'answer' ? sent.content.data : stepNotice(request);
    const { tone, title, text } = data as { tone: string; title: string; text: string };
    assert.deepEqual({ tone, title }, { tone: news?.tone, title: news?.title });
    assert.ok(news?.text && text.endsWith(news.text));
  },
  onceMended: async (request, { onceMended }) => {
    const [sent] = await waitingMessages(SPEAKING, request, { code: 'tenant-signed-out', note: 'It waits.' });
    assert.ok(JSON.stringify(sent?.content).includes(`It waits. ${onceMended}`));
  },
  reminder: (request, { reminder }) => assert.equal(reminderTitle(request), `#12 ${reminder}`),
  deadline: (request, { deadline }) => assert.ok(labels(request).includes(String(deadline))),
  retry: (request, { retry }) => assert.ok(labels(request).includes(String(retry))),
  ended: (request, { ended }) => assert.ok(labels(request).includes(String(ended))),
  record: (request) => {
    const { closing, outcome } = request;
    const before = { ...request, closing: null, outcome: null };
    const note = closing ? closingNote(before, closing) : outcome && outcomeNote(before, outcome);
    assert.match(note ?? '', /^[A-Z].*\.$/);
  },
};

const SEEN_TONE: Readonly<Record<string, string>> = { info: 'informative', quiet: 'subtle' };

/** The rules can bring it about: it ended in one way only, and waits and deadlines are where they can be. */
function isPossible({ state, closing, outcome, handover, waiting }: Request): boolean {
  if (handover?.attested && state === 'approved') return false;
  if (closing) return !outcome && !waiting && shortOf(CLOSING_ROWS[closing.code]) === shortOf(STATE_ROWS[state]);
  if (outcome) return !waiting && shortOf(OUTCOME_ROWS[outcome.code]) === shortOf(STATE_ROWS[state]);
  if (handover?.attested) return state === 'applying' && waiting !== null;
  if (handover) return state === 'approved';
  if (waiting?.accepted) return state === 'unknown';
  if (waiting) return state === 'applying' || state === 'approved' || state === 'unknown';
  return ['draft', 'pending', 'approved', 'applying', 'unknown'].includes(state);
}

const shortOf = ({ short }: StatusRow) => short.split(',', 1)[0];

/** States in which a request always has a cause, whose own row it stands in. */
const REFINED = ['expired', 'stale', 'applied', 'failed'];

describe('the catalogue of states', () => {
  it('has whole words for every state with every closing, outcome, hand-over and wait', () => {
    for (const request of everyRequest) {
      for (const now of [BUILT_AT, BUILT_AT + 3_600_000]) {
        const status = statusOf(request, now);
        const words = [status.heading, status.sentence, ...status.story, ...VIEWERS.map(status.next)];
        for (const text of words) assert.match(text, /^[A-Z].*[^\s]$/s);
        assert.doesNotMatch(JSON.stringify([words, status.news]), /undefined|null:|\[object|\$\{/);
      }
    }
  });

  for (const [name, row] of Object.entries(allRows)) {
    if (REFINED.includes(name)) continue;
    it(`${name}: some request stands there`, () => {
      assert.ok(everyRequest.some((request) => rowOf(request) === row));
    });
  }

  const possible = everyRequest.filter(isPossible);
  const rows = new Map(possible.map((request) => [rowOf(request), request]));

  for (const [name, row] of Object.entries(allRows)) {
    const request = rows.get(row);
    if (!request) continue;
    it(`${name}: each of its words is where it belongs`, async () => {
      for (const [word, value] of Object.entries(row)) {
        if (value !== null) await PLACES[word as keyof StatusRow](request, statusOf(request, BUILT_AT), row);
      }
    });
  }

  it('leaves out of that only states that have a row for each cause', () => {
    const others = Object.entries(allRows).filter(([, row]) => !rows.has(row));
    assert.deepEqual(
      others.map(([name]) => name),
      REFINED,
    );
  });

  it('says of a deadline that has passed that nothing can be decided, and offers to ask again', () => {
    const late = buildRequest({ state: 'pending', deadline: BUILT_AT });
    const { badge, badgeStyle, next, actions } = seenBy(late);
    assert.deepEqual(
      [badgeStyle.toLowerCase(), badge, next[0]?.text, actions.map(({ verb }) => verb)],
      [OVERDUE.tone, OVERDUE.heading, OVERDUE.next, ['again']],
    );
    assert.equal(statusOf(late).heading, STATE_ROWS.pending.heading, 'without a clock nothing is late');
  });

  it('never says that nothing was changed once the steps were handed over', () => {
    for (const request of possible.filter(({ handover }) => handover)) {
      const { story, news, next } = statusOf(request, BUILT_AT);
      const words = [...story, news?.title, news?.text, next('shared')].join(' ');
      if (request.closing && request.closing.code in ENDS_AFTER_HANDOVER)
        assert.doesNotMatch(words, /\bnothing (?:was|has been) changed/i);
    }
  });

  it('tells what a request waited for in the note of its expiry', () => {
    const waiting = { since: BUILT_AT, note: 'Defender gave no answer.', nextAt: BUILT_AT };
    const waited = buildRequest({ state: 'approved', waiting });
    const end = { code: 'expired-unapplied', by: null, now: null } as const;
    assert.equal(
      closingNote(waited, end),
      'It was approved, but could not be applied in time. Defender gave no answer. Nothing was changed.',
    );
  });
});
