import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { storedAnswer } from '../../../../src/requests/messages/outbox-messages.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { CARD_VERBS } from '../../../../src/teams/cards/request/request-model.ts';
import { renderAnswer } from '../../../../src/teams/delivery/send-message.ts';
import { REQUESTS } from '../../../cards/card-cases.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { carriedBy } from '../../../support/company/press-of.ts';
import { entryOf } from '../../../support/samples/build-request.ts';
import { aConversation, aRequestId } from '../../../support/samples/ids.ts';
import { ALICE, BOB, type Person, RITA, SOC, TeamsRoom } from '../teams-room.ts';

/** Where nothing is left that anybody could press: Airlock is at work, or the operator has to look first. */
const NO_NEXT_STEP: ReadonlySet<string> = new Set([
  'applying',
  'unknown',
  'digest-mismatch',
  'identity-changed',
  'record-mismatch',
  'superseded',
]);

function hasNoNextStep({ state, closing, handover, outcome }: Request): boolean {
  return (
    NO_NEXT_STEP.has(state) ||
    NO_NEXT_STEP.has(closing?.code ?? '') ||
    state === 'applied' ||
    handover !== null ||
    outcome !== null
  );
}

const buttons = (card: unknown) => JSON.stringify(card).match(/"type":"Action\.(?:Execute|ShowCard)"/g) ?? [];

/** Typed by somebody who may ask and approve; each gets one answer, or one message that becomes it. */
const LINES = [
  ...['help', 'status', 'requests', 'all requests', 'lunch?', '', 'show 1', 'show 99', 'devices 1', 'devices 99'],
  ...['enable automated investigation', 'create device group', 'create device group Lab', 'delete device group Lab'],
  ...[
    'approve 1',
    'approve 99',
    'reject 1',
    'reject 1 no',
    'reject 1 too early',
    'withdraw 1',
    'take back 1',
    'applied 1',
    'stop 1',
  ],
  ...['revert 1', 'revert 99', 'ask again 1', 'ask again 99', 'outside changes', 'adopt change 9', 'revert change 9'],
  ...['use this channel for approvals', 'automated investigation is on', 'do not enable AIR', 'approve', 'show'],
];

describe('every answer', () => {
  let room: TeamsRoom;
  beforeEach(async () => {
    room = await TeamsRoom.open();
  });
  afterEach(() => room.close());

  for (const [name, sample] of Object.entries(REQUESTS)) {
    it(`to a press on a card that is ${name} says something, and ends in a button where there is a next step`, async () => {
      const requester = { ...sample.requester, oid: ALICE.oid, name: ALICE.name };
      for (const verb of CARD_VERBS) {
        const draft = {
          ...sample,
          id: aRequestId(randomUUID()),
          number: 0,
          rev: 1,
          origin: aConversation(SOC),
          requester,
        };
        const request = await room.services.store.commit({
          request: draft,
          expectedRev: null,
          audit: [entryOf(draft)],
          messages: [],
          tasks: [],
        });
        for (const who of [ALICE, BOB, RITA] satisfies Person[]) {
          const { body } = await room.press(who, verb, {
            ...carriedBy(request),
            reason: 'x',
            ...(verb === 'devices' && { page: 1 }),
          });
          const said = typeof body.value === 'string' ? body.value : cardText(body.value);
          assert.notEqual(said.trim(), '', `${verb} by ${who.name}`);
          const after = await room.state(request);
          const isOthers = after.state === 'draft' && who !== ALICE;
          const isOver = isOthers || verb === 'devices' || hasNoNextStep(after) || typeof body.value === 'string';
          if (!isOver) assert.notEqual(buttons(body.value).length, 0, `${verb} by ${who.name}: ${said}`);
        }
      }
    });
  }

  for (const line of LINES) {
    it(`to "${line}" is one message, with a button for what comes next`, async () => {
      await room.pending();
      await room.due();
      for (const who of [ALICE, BOB]) {
        await room.say(who, line, who.home);
        const said = await room.due();
        assert.notEqual(said.length, 0, who.name);
        for (const { content } of said) {
          if (content.kind !== 'answer' || content.view === 'outside-list') continue;
          const answer = storedAnswer(content);
          const isReading = answer.view === 'notice' && answer.data.reading;
          const { card } = renderAnswer(answer, room.clock.now());
          if (!isReading) assert.notEqual(buttons(card).length, 0, `${who.name}: ${cardText(card)}`);
        }
        await room.due();
      }
    });
  }
});
