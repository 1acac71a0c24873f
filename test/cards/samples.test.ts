import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { CARD_NAMES, CARDS_FOLDER } from '../../src/teams/cards/parts/load-templates.ts';
import { renderCard } from '../../src/teams/cards/parts/render.ts';
import { assertOnlyInTextRuns, assertSound } from './card-rules.ts';
import { CardWindow } from './card-window.ts';

const HOSTILE = 'evil.example';

describe('every template with every sample', () => {
  const window = new CardWindow();

  for (const name of CARD_NAMES) {
    const samples = readSamples(name);

    for (const [sample, model] of Object.entries(samples)) {
      it(`${name}: ${sample}`, () => assertSound(renderCard(name, model), window));
    }

    it(`${name}: hostile text arrives letter by letter and does nothing`, () => {
      const model = samples.hostile;
      assert.ok(model);
      const card = renderCard(name, model);
      assertOnlyInTextRuns(card, HOSTILE);
      const { element } = window.draw(card);
      const seen = element.textContent ?? '';
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the very text that must arrive as it is
      for (const literal of ['[Click here](https://evil.example) **bold**', '<at>Bob</at>', '${requestId}']) {
        assert.ok(seen.includes(literal), literal);
      }
      assert.ok(!seen.includes('1/1/2030'), 'a date function in a text is not run');
      assert.ok(!/[\u202A-\u202E\u2066\u2067\u200B]/.test(seen), 'no direction is turned, nothing is hidden');
    });
  }

  it('has samples for every template and nothing else', () => {
    const files = readdirSync(CARDS_FOLDER).filter((file) => file.endsWith('.samples.json'));
    assert.deepEqual(files.sort(), CARD_NAMES.map((name) => `${name}.samples.json`).sort());
  });
});

function readSamples(name: string): Record<string, object> {
  return JSON.parse(readFileSync(`${CARDS_FOLDER}${name}.samples.json`, 'utf8'));
}
