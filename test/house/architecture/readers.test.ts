import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

/** Where requests are loaded and compared. */
const LOADS = 'src/requests/rules/load.ts';

/** Calls that read the row of a request, or many. */
const READS =
  /\b(?:store\.(?:request|requestByNumber|requests|found|openPage|drafts|lockedBy|overdue|trail)|loadRequest)\(/g;

/**
 * What compares each of them with the record. Whoever can write to the database shows one row to one statement and
 * another one to the next, so that only the very object that was read says whether it may be gone on with.
 */
const GUARDS = {
  /** It is drawn, or told of, by `asShown`; a card's action goes there, too (`requestCardOf`). */
  drawn: /asShown\(|asTold\(|: CardActionHandler\b|ActionResult\b|ShownRequest\b/,
  /** It counts as nothing where it is not as recorded. */
  proven: /ifRecorded\(|isSwapped\(|\.asLoaded\(/,
  /** It is decided on, or stopped where it is not as recorded. */
  compared: /loadFor\(|stopIfUnrecorded\(/,
  /** It is replayed from the record: row and entries at one moment. */
  replayed: /replayFault\(|recordedRequest\(|provenRequest\(|asRecorded\(/,
  /** A list leaves out what is not as recorded. */
  list: null,
  /** A list of all: each is compared, or nothing of them is used. */
  all: /isAll: true/,
  /** Where a list leaves anything out, nothing is decided by what it does not show. */
  counted: /isAnyLeftOut \? null/,
  /** Nothing but its number, or its id, leads on from here; or whoever asked took part, by their own words. */
  named: null,
  /** Nothing comes of it but a step, which is stored only on the row that it was made from. */
  step: /advance\(|nextRevision\(/,
  /** As others left it, who were faster: its caller compares it as what it had before. */
  left: /rev-conflict/,
} satisfies Readonly<Record<string, RegExp | null>>;

const READERS: Readonly<Record<string, readonly (keyof typeof GUARDS)[]>> = {
  'src/jobs/delivery/deliver-messages.ts': ['proven', 'proven'],
  'src/jobs/expire.ts': ['compared', 'all'],
  'src/requests/applying/apply.ts': ['replayed', 'step'],
  'src/requests/applying/items/end-waiting.ts': ['proven'],
  'src/requests/applying/items/write-items.ts': ['step', 'replayed'],
  'src/requests/applying/recorded.ts': ['replayed'],
  'src/requests/applying/same-change.ts': ['counted', 'proven'],
  'src/requests/applying/stop-begun.ts': ['proven', 'replayed'],
  'src/requests/asking/about-group.ts': ['list'],
  'src/requests/asking/answer-question.ts': ['drawn'],
  'src/requests/asking/center/about-acts.ts': ['proven'],
  'src/requests/asking/digest/compose-digest.ts': ['list'],
  'src/requests/asking/last-change.ts': ['all'],
  'src/requests/deciding/approve.ts': ['compared'],
  'src/requests/deciding/proceed.ts': ['compared', 'compared'],
  'src/requests/deciding/reject.ts': ['compared'],
  'src/requests/drafting/before/draft-room.ts': ['proven'],
  'src/requests/drafting/before/same-devices.ts': ['list'],
  'src/requests/drafting/redraw.ts': ['list'],
  'src/requests/drafting/revert.ts': ['drawn', 'drawn'],
  'src/requests/drafting/since-applied.ts': ['list', 'list'],
  'src/requests/forms/check-form.ts': ['step'],
  'src/requests/knowing/asked-groups.ts': ['list'],
  'src/requests/knowing/ending-indicators.ts': ['list'],
  'src/requests/knowing/later-writes.ts': ['list'],
  'src/requests/knowing/owed/debts.ts': ['proven'],
  'src/requests/knowing/unclear-orders.ts': ['list'],
  'src/requests/notifying/announce.ts': ['compared'],
  'src/requests/notifying/remind.ts': ['compared'],
  'src/requests/notifying/reuse-cards.ts': ['list'],
  'src/requests/notifying/telling/note-telling.ts': ['proven'],
  'src/requests/notifying/telling/second-way.ts': ['proven'],
  'src/requests/notifying/tenant-status.ts': ['list', 'all'],
  'src/requests/notifying/undone/note-undone.ts': ['step'],
  'src/requests/notifying/undone/opposites.ts': ['list', 'list'],
  'src/requests/notifying/undone/settle-undone.ts': ['step', 'step'],
  'src/requests/notifying/undone/undone-devices.ts': ['proven'],
  'src/requests/recording/end-restored.ts': ['all', 'all'],
  'src/requests/recording/record-start.ts': ['all'],
  'src/requests/rules/advance.ts': ['named'],
  'src/requests/rules/end-request.ts': ['replayed'],
  'src/requests/rules/expiry.ts': ['left', 'left', 'all'],
  'src/requests/rules/form-steps.ts': ['step'],
  'src/requests/rules/may-read.ts': ['named'],
  'src/requests/rules/object-lock.ts': ['drawn'],
  'src/requests/rules/people/replay.ts': ['replayed'],
  'src/requests/rules/people/requester-gone.ts': ['left'],
  'src/requests/watching/feature-fact.ts': ['proven'],
  'src/requests/watching/look.ts': ['list'],
  'src/requests/watching/outside-store.ts': ['proven'],
  'src/service/demo/demo-bot.ts': ['list'],
  'src/teams/actions/asking/again-action.ts': ['drawn', 'drawn'],
  'src/teams/actions/asking/revert-action.ts': ['drawn'],
  'src/teams/actions/decisions/attest-action.ts': ['drawn'],
  'src/teams/actions/draft-action.ts': ['named'],
  'src/teams/actions/looking/home-action.ts': ['list', 'list', 'proven'],
  'src/teams/actions/looking/list-action.ts': ['list', 'list'],
  'src/teams/actions/looking/show-action.ts': ['drawn', 'drawn'],
  'src/teams/actions/replied-to.ts': ['named', 'list'],
  'src/teams/actions/reply.ts': ['named'],
  'src/teams/actions/this-action.ts': ['list'],
  'src/teams/compose/search-requests.ts': ['proven', 'list', 'list'],
  'src/teams/delivery/send-message.ts': ['drawn'],
  'src/teams/routes/card-action.ts': ['drawn', 'drawn'],
  'src/teams/routes/draw-request.ts': ['drawn', 'drawn'],
  'src/teams/routes/form-action.ts': ['drawn'],
  'src/teams/routes/said-action.ts': ['drawn'],
  'src/teams/routes/unheard.ts': ['named'],
};

const ROOMS = ['src/requests', 'src/jobs', 'src/teams', 'src/service/demo'];

describe('what reads the row of a request', () => {
  const reading = new Map<string, number>();
  for (const room of ROOMS)
    for (const file of readdirSync(room, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts'))) {
      const found = [...readFileSync(`${room}/${file}`, 'utf8').matchAll(READS)];
      if (found.length > 0 && `${room}/${file}` !== LOADS) reading.set(`${room}/${file}`, found.length);
    }

  it('stands in the table, each call with what compares it', () => {
    const table = Object.entries(READERS).map(([file, guards]) => `${file} ${guards.length}`);
    assert.deepEqual(
      table.toSorted(),
      [...reading].map(([file, calls]) => `${file} ${calls}`).toSorted(),
      'a call that reads a request: say in the table what compares the object that it gives',
    );
  });

  for (const [file, guards] of Object.entries(READERS))
    it(`is compared in ${file}`, () => {
      const text = readFileSync(file, 'utf8');
      for (const name of guards) assert.match(text, GUARDS[name] ?? /./, name);
    });
});
