import assert from 'node:assert/strict';
import { CARD_VERBS } from '../../src/teams/views/request-model.ts';
import type { CardWindow } from './card-window.ts';
import { objectsOf, ofType, stringsOf } from './walk.ts';

/** The budget for one card in bytes (facts: 28 KB is the lowest limit that Teams ever named). */
export const CARD_BUDGET = 25_000;

const OURS_IN_MARKDOWN = /^[^[\]*_<>`\\]*$/;

/** What is true of every card that Airlock draws, whatever it says. */
export function assertSound(card: object, window: CardWindow): void {
  const { complaints, element, markdown } = window.draw(card);
  assert.deepEqual(complaints, []);
  assert.equal((card as { version?: unknown }).version, '1.5');
  const size = Buffer.byteLength(JSON.stringify(card));
  assert.ok(size < CARD_BUDGET, `${size} bytes`);
  for (const text of markdown) assert.match(text, OURS_IN_MARKDOWN);
  assert.equal(element.querySelectorAll('a, b, strong, em, i, script, img, at, iframe, ul, ol').length, 0);
  assertInputs(card);
  assertActions(card);
}

/** Words that may be somebody's stand in TextRuns and nowhere else: no markdown, no links, no mentions. */
export function assertOnlyInTextRuns(card: object, marker: string): void {
  const found = [...stringsOf(card)].filter(({ text }) => text.includes(marker));
  assert.ok(found.length > 0, 'the marker is shown');
  for (const { path, within, key } of found) assert.equal(`${within.type}.${key}`, 'TextRun.text', path);
  assert.ok(ofType(card, 'TextRun').every(({ node }) => !('selectAction' in node)));
}

function assertInputs(card: object): void {
  const ids = [...objectsOf(card)]
    .filter(({ node }) => String(node.type).startsWith('Input.'))
    .map(({ node }) => node.id);
  assert.equal(new Set(ids).size, ids.length, 'input ids are unique');
  for (const { node } of ofType(card, 'Input.Text')) {
    assert.equal(node.maxLength, 500);
    assert.ok(node.label && node.errorMessage && node.isRequired, 'an input says what it wants');
  }
}

function assertActions(card: object): void {
  for (const { node, path } of ofType(card, 'Action.Execute')) {
    assert.ok(
      CARD_VERBS.some((verb) => verb === node.verb),
      `${path} ${node.verb}`,
    );
    assert.deepEqual(Object.keys(node.data as object).sort(), ['requestId', 'rev']);
    assert.ok(!('fallback' in node), path);
  }
  assert.equal(ofType(card, 'Action.Submit').length, 0);
  for (const { node } of ofType(card, 'Action.OpenUrl')) {
    assert.match(String(node.url), /^https:\/\/security\.microsoft\.com\/securitysettings\/endpoints\/[a-z_]+$/);
  }
}
