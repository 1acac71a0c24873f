import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { everyCard } from './card-cases.ts';
import { assertSound } from './card-rules.ts';
import { CardWindow } from './card-window.ts';
import { stringsOf } from './walk.ts';

const SNAPSHOTS = fileURLToPath(new URL('./snapshots/', import.meta.url));
/** `UPDATE_SNAPSHOTS=1` writes them anew; read the difference before it is committed. */
const UPDATE = process.env.UPDATE_SNAPSHOTS === '1';

/** Viewers whose card differs in each case; where a request has ended, all see the same. */
const REVIEWED =
  /^(?:answer-|form-|draft-lowering|pending-(?:lowering|endorsed|noticed)|approved\.|group-create-draft\.requester|.*\.shared$)/;

describe('every card, each state for each viewer', () => {
  const window = new CardWindow();
  const cards = everyCard();
  const distinct = new Map([...cards].map(([name, card]) => [JSON.stringify(card), { name, card }]));

  for (const { name, card } of distinct.values()) {
    it(`${name} is sound`, () => {
      assertSound(card, window);
      for (const { text, path } of stringsOf(card)) assert.ok(!text.includes('${'), path);
    });
  }

  for (const [name, card] of cards) {
    if (!REVIEWED.test(name)) continue;
    it(`${name} is as reviewed`, () => {
      const file = `${SNAPSHOTS}${name}.snap.json`;
      const text = `${JSON.stringify(card, null, 2)}\n`;
      if (UPDATE) {
        mkdirSync(SNAPSHOTS, { recursive: true });
        writeFileSync(file, text);
      }
      assert.ok(existsSync(file), `no reviewed snapshot ${file}`);
      assert.equal(text, readFileSync(file, 'utf8'));
    });
  }

  it('has no snapshot of a card that is no longer drawn', () => {
    const drawn = [...cards.keys()].filter((name) => REVIEWED.test(name)).map((name) => `${name}.snap.json`);
    assert.deepEqual(readdirSync(SNAPSHOTS).sort(), drawn.sort());
  });
});
