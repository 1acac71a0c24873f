import assert from 'node:assert/strict';
import { answerCard } from '../../../../../src/teams/cards/answers/answer-card.ts';

const notice = (text: string) => answerCard({ view: 'notice', data: { title: 'Told', text, tone: 'info' } }, 0);

describe('a card that was drawn lately', () => {
  it('is a card of its own each time: what is done to one does not show on the next', () => {
    const first = notice('one and the same');
    const drawn = JSON.stringify(first);
    Object.assign(first, { body: 'altered' });
    assert.equal(JSON.stringify(notice('one and the same')), drawn);
  });

  it('is drawn anew where one letter of it differs', () => {
    const [before, after] = ['stopped at 1', 'stopped at 2'].map((text) => JSON.stringify(notice(text)));
    assert(before?.includes('stopped at 1') && after?.includes('stopped at 2'));
  });
});
