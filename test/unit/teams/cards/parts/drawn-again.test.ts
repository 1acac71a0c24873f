import assert from 'node:assert/strict';
import { answerCard } from '../../../../../src/teams/cards/answers/answer-card.ts';
import { cardText } from '../../../../../src/teams/cards/parts/render.ts';

const notice = (text: string) => answerCard({ view: 'notice', data: { title: 'Told', text, tone: 'info' } }, 0);

describe('a card that was drawn lately', () => {
  it('is what it was when it was drawn: nobody can alter it, and its text is sent', () => {
    const [first, again] = [notice('one and the same'), notice('one and the same')];
    assert.throws(() => Object.assign(first, { body: 'altered' }), TypeError);
    assert.deepEqual([cardText(first), cardText(again)], [JSON.stringify(first), JSON.stringify(again)]);
  });

  it('has no text of its own where it is a copy that was altered', () => {
    const copy = { ...notice('one and the same'), body: 'altered' };
    assert.equal(cardText(copy), JSON.stringify(copy));
  });

  it('is drawn anew where one letter of it differs', () => {
    const [before, after] = ['stopped at 1', 'stopped at 2'].map((text) => JSON.stringify(notice(text)));
    assert(before?.includes('stopped at 1') && after?.includes('stopped at 2'));
  });
});
