import assert from 'node:assert/strict';
import { CARD_VERBS } from '../../src/teams/cards/request/request-model.ts';
import { WISH_MAX } from '../../src/teams/compose/ask-dialog.ts';
import { INPUT_LIMITS } from '../../src/teams/forms/form-inputs.ts';
import { FORM_VERBS } from '../../src/teams/forms/form-model.ts';
import { parseSeen, SEEN } from '../../src/teams/forms/seen-form.ts';
import { isPressable } from '../../src/teams/language/offers.ts';
import { parseCommand } from '../../src/teams/language/parse-command.ts';
import { OUTSIDE_LIST_VERB, OUTSIDE_VERBS } from '../../src/teams/outside/parse-outside-action.ts';
import { SAY } from '../../src/teams/routes/said-action.ts';
import type { CardWindow } from './card-window.ts';
import { assertRich } from './rich-rules.ts';
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
  assertRich(card, element.textContent ?? '');
  assertInputs(card);
  assertActions(card);
}

/**
 * Words that may be somebody's stand in TextRuns, in blocks of code, in inputs and in lists that open, and nowhere
 * else: no markdown, no links, no mentions. A list that stands open, as some clients draw one that takes several, is
 * read as markdown.
 */
export function assertOnlyInTextRuns(card: object, marker: string): void {
  const found = [...stringsOf(card)].filter(({ text }) => text.includes(marker));
  assert.ok(found.length > 0, 'the marker is shown');
  const open = ofType(card, 'Input.ChoiceSet').filter(({ node }) => node.style === 'expanded' || node.isMultiSelect);
  for (const { path, within, key, text } of found) {
    const choice = /\.choices\.\d+\.(title|value)$/.exec(path)?.[1];
    const isRead = choice === 'title' && open.some((list) => path.startsWith(`${list.path}.`));
    if (isRead) assert.match(text, OURS_IN_MARKDOWN, path);
    else assert.ok(choice || PLAIN.has(`${within.type}.${key}`), `${path} ${within.type}`);
  }
  assert.ok(ofType(card, 'TextRun').every(({ node }) => !('selectAction' in node)));
}

const PLAIN: ReadonlySet<string> = new Set([
  'TextRun.text',
  'Input.Text.value',
  'Input.ChoiceSet.value',
  /** The title of a button is read as plain text, and its data is not shown. */
  'Action.Execute.title',
  'undefined.say',
  'CodeBlock.codeSnippet',
]);

function assertInputs(card: object): void {
  const inputs = [...objectsOf(card)].filter(({ node }) => String(node.type).startsWith('Input.'));
  const ids = inputs.map(({ node }) => node.id);
  assert.equal(new Set(ids).size, ids.length, 'input ids are unique');
  for (const { node, path } of inputs) {
    assert.ok(node.label, `${path} says what it wants`);
    if (node.type === 'Input.Text') assert.ok(Number(node.maxLength) > 0, path);
    const search = node['choices.data'];
    if (search) assert.deepEqual(search, { type: 'Data.Query', dataset: 'entra-groups' });
    if (node.id === 'reason' || node.id === 'approvalReason') {
      assert.equal(node.maxLength, 500, path);
      const isOptional = String(node.label).endsWith('(optional)');
      assert.ok(isOptional ? !node.isRequired : node.errorMessage && node.isRequired, 'a reason is needed');
    } else if (node.id === 'wish') assert.equal(node.maxLength, WISH_MAX, path);
    else assert.ok(isTaken(String(node.id)) && !node.isRequired, `${path} is taken, right or wrong`);
  }
}

function isTaken(id: string): boolean {
  return INPUT_LIMITS.has(id) || ['state', 'rules', 'order', 'scope', 'end'].includes(id);
}

/** Only shown, never done: these may stand on a list of devices, which carries no digest. */
const READINGS: readonly string[] = ['view', 'devices'];

/** What a button carries besides the id and rev of its request or form, and the request's digest. */
const CARRIED: Readonly<Record<string, readonly string[]>> = { devices: ['page', 'of'], 'form-remove': ['row'] };

const outsideVerbs: readonly string[] = [...OUTSIDE_VERBS, OUTSIDE_LIST_VERB];

/** What these carry besides the change and the page of the list. */
const OUTSIDE_CARRIED: Readonly<Record<string, readonly string[]>> = {
  adopt: ['digest', 'outsideId', 'page'],
  'revert-outside': ['item', 'outsideId', 'page'],
  [OUTSIDE_LIST_VERB]: ['page'],
};

/** The portal's own pages: where steps are followed, an alert, the Action center, and what no API does. */
const PORTAL_PAGE =
  /^https:\/\/security\.microsoft\.com\/(?:securitysettings\/endpoints\/[a-z_]+|(?:alerts\/[a-z]{0,4}\d+_-?\d+|action-center\/(?:pending|history)|securitysettings\/defender\/alert_suppression|reportsubmission)\?tid=[0-9a-f-]{36})$/;

function assertActions(card: object): void {
  for (const { node, path } of ofType(card, 'Action.Execute')) {
    const verb = String(node.verb);
    if (verb === SAY) {
      const { say, tried = 0, ...others } = node.data as Record<string, unknown>;
      assert.deepEqual([typeof say, typeof tried, others], ['string', 'number', {}], path);
      assert.ok(isPressable(parseCommand(String(say))), `${path} decides nothing`);
      continue;
    }
    if (verb === SEEN) {
      assert.ok(parseSeen(node.data), `${path} says what it is about`);
      continue;
    }
    const isForm = FORM_VERBS.some((one) => one === verb);
    assert.ok(
      [...FORM_VERBS, ...CARD_VERBS, ...outsideVerbs].some((one) => one === verb),
      `${path} ${verb}`,
    );
    if (outsideVerbs.some((one) => one === verb)) {
      const carried = OUTSIDE_CARRIED[verb] ?? ['outsideId', 'page'];
      assert.deepEqual(Object.keys(node.data as object).sort(), carried, path);
      continue;
    }
    const { digest, ...data } = node.data as Record<string, unknown>;
    const keys = [isForm ? 'formId' : 'requestId', 'rev', ...(CARRIED[verb] ?? [])];
    assert.deepEqual(Object.keys(data).sort(), keys.sort());
    if (!isForm && !READINGS.includes(verb)) assert.match(String(digest), /^[0-9a-f]{64}$/, path);
    assert.ok(!('fallback' in node), path);
  }
  const isDialog = ofType(card, 'Input.Text').some(({ node }) => node.id === 'wish');
  assert.equal(ofType(card, 'Action.Submit').length, isDialog ? 1 : 0, 'only a dialog submits');
  for (const { node, path } of ofType(card, 'Action.OpenUrl')) {
    assert.match(String(node.url), PORTAL_PAGE, path);
  }
}
