import assert from 'node:assert/strict';
import { inLanguage, languageNow, say } from '../../../../../src/shared/language/worded.ts';
import { answerCard } from '../../../../../src/teams/cards/answers/answer-card.ts';
import { loadTemplates, wordTemplate } from '../../../../../src/teams/cards/parts/load-templates.ts';
import { renderCard } from '../../../../../src/teams/cards/parts/render.ts';
import { moment } from '../../../../../src/teams/cards/parts/shown-text.ts';

/** The text of a binding, as templates hold it. */
const bind = (path: string) => `\${${path}}`;

const ASK = { fallback: 'x', text: 'typed', maxLength: 1, value: '', answers: [], lines: ['show 3'] };

describe('what a template of a card says itself', () => {
  it('is worded in the language of whoever reads the card, and nothing else is', () => {
    const choice = { title: 'On', value: 'on', id: 'state', type: 'Input.ChoiceSet', $data: bind('rows') };
    const worded = inLanguage('qps-ploc', () => wordTemplate({ ...choice, text: bind('text'), label: ' · ' }));
    assert.deepEqual(worded, { ...choice, title: '⟦Óñ~⟧', text: bind('text'), label: ' · ' });
  });

  it('keeps the blanks around it', () => {
    assert.deepEqual(
      inLanguage('qps-ploc', () => wordTemplate([{ text: 'On  ' }])),
      [{ text: '⟦Óñ~⟧  ' }],
    );
  });

  it('is not kept for readers of another language', () => {
    const drawn = (['en', 'qps-ploc', 'en'] as const).map((language) =>
      inLanguage(language, () => JSON.stringify(renderCard('ask', ASK))),
    );
    assert.equal(drawn[0], drawn[2]);
    assert.match(drawn[0] ?? '', /"What do you want\?"/);
    assert.doesNotMatch(drawn[1] ?? '', /What do you want/);
    assert.match(drawn[1] ?? '', /"show 3"/);
  });

  it('is compiled once in each language', () => {
    const templates = loadTemplates();
    const taken = () => (['en', 'de'] as const).map((language) => inLanguage(language, () => templates.ask));
    const [english, german] = taken();
    assert.notEqual(english, german);
    assert.deepEqual(taken(), [english, german]);
    assert.equal(taken()[0], english);
    assert.equal(languageNow(), 'en');
  });
});

describe('an answer that was kept in English', () => {
  const data = {
    tone: 'warning',
    title: 'Nothing was done',
    text: 'Try later.',
    suggestions: ['outside changes'],
  } as const;
  const drawn = inLanguage('qps-ploc', () => JSON.stringify(answerCard({ view: 'notice', data }, 0)));

  it('is worded when it is shown', () => {
    assert.doesNotMatch(drawn, /Nothing was done|Try later/);
    assert.ok(drawn.includes(inLanguage('qps-ploc', () => say(data.title))));
  });

  it('offers a command as it is typed, on a button that people can read', () => {
    assert.match(drawn, /"say":"outside changes"/);
    assert.doesNotMatch(drawn, /"Outside changes"/);
  });
});

describe('a moment', () => {
  it('is left for the client to word, whatever stands around it', () => {
    const said = inLanguage('qps-plocm', () => moment(0));
    assert.ok(said.includes('{{DATE(1970-01-01T00:00:00Z, SHORT)}}'));
    assert.ok(said.includes('{{TIME(1970-01-01T00:00:00Z)}}'));
    assert.doesNotMatch(said, /\bat\b/);
  });
});
