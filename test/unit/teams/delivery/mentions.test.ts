import assert from 'node:assert/strict';
import { mentioning } from '../../../../src/teams/delivery/mentions.ts';

const CARD = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Container' }, { type: 'ActionSet' }] } as const;

describe('a card that mentions people', () => {
  const of = (names: readonly string[], asNames = false) =>
    mentioning(
      CARD,
      names.map((name, index) => ({ id: `29:${index}`, name })),
      asNames,
    );
  const textOf = (card: object) => (card as { body: { text?: string }[] }).body[1]?.text ?? '';
  const entitiesOf = (card: object) =>
    (card as { msteams?: { entities: { text: string; mentioned: object }[] } }).msteams?.entities ?? [];

  it('has for each an entity whose text stands in it, below its head', () => {
    const card = of(['Bob Brandt', 'Grace Gallagher']);
    assert.equal(textOf(card), '<at>Bob Brandt</at>, <at>Grace Gallagher</at>');
    assert.deepEqual(entitiesOf(card), [
      { type: 'mention', text: '<at>Bob Brandt</at>', mentioned: { id: '29:0', name: 'Bob Brandt' } },
      { type: 'mention', text: '<at>Grace Gallagher</at>', mentioned: { id: '29:1', name: 'Grace Gallagher' } },
    ]);
  });

  it('holds no markup of a name, whatever the directory has, and tells two of one name apart', () => {
    const card = of(['<b>Eve</b> [x](https://evil.example)', 'Bob', 'Bob', '***', '\u202Eevil', 'A&B <at>C</at>']);
    const texts = entitiesOf(card).map(({ text }) => text);
    assert.equal(new Set(texts).size, texts.length);
    for (const text of texts) {
      assert.match(text, /^<at>[^<>&*_[\]~`#|\\{}]+<\/at>$/);
      assert(textOf(card).includes(text));
    }
    assert.doesNotMatch(textOf(card), /\]\(|\u202E/);
  });

  it('leaves the brackets of a name, as everywhere else', () => {
    assert.equal(textOf(of(['Alice Ahlgren (admin)'])), '<at>Alice Ahlgren (admin)</at>');
  });

  it('names them alone where Teams did not take the mentions, and is as it was without any', () => {
    assert.equal(textOf(of(['Bob'], true)), 'Bob');
    assert.deepEqual(entitiesOf(of(['Bob'], true)), []);
    assert.equal(of([]), CARD);
  });
});
