import assert from 'node:assert/strict';
import { tellingLines, unreachedNotice } from '../../../../src/requests/messages/telling-words.ts';
import type { Announced, Decider } from '../../../../src/requests/record/announcement.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';
import { anOid, TENANT } from '../../../support/samples/ids.ts';

const request = buildRequest();

const decider = (name: string, more: Partial<Decider> = {}): Decider => ({
  ...{ oid: anOid(name), name, standing: 'counts', why: '', keys: [name] },
  ...more,
});

const announced = (deciders: readonly Decider[], tellings: Announced['tellings'] = []): Announced => ({
  ...{ tenantId: TENANT, requestId: request.id, at: 1, more: 0, knowsEligible: true },
  deciders,
  tellings,
});

const lines = (of: Announced) => tellingLines(of).map(({ label, names, at }) => [label, names.join('; '), at]);

describe('who was told, in words', () => {
  it('says who was told and since when, who was not and why, and who cannot count', () => {
    const deciders = [
      decider('Bob'),
      decider('Ed', { standing: 'eligible' }),
      decider('Grace', { keys: ['Grace', 'call'] }),
      decider('Mia', { keys: [], why: 'wants no messages (mute)' }),
      decider('Omar', { standing: 'cannot', why: 'their session would write it' }),
      decider('Zoe'),
    ];
    const tellings = [
      { key: 'Bob', sentAt: 9, why: null },
      { key: 'Ed', sentAt: 7, why: '503' },
      { key: 'Grace', sentAt: null, why: '403 MessageWritesBlocked' },
      { key: 'call', sentAt: null, why: null },
      { key: 'Zoe', sentAt: null, why: '404 ConversationNotFound' },
    ];
    assert.deepEqual(lines(announced(deciders, tellings)), [
      ['Told', 'Bob; Ed (activate the role first)', 7],
      ['Not told', 'Mia: wants no messages (mute); Zoe: the chat is gone', null],
      ['Cannot count', 'Omar: their session would write it', 1],
    ]);
  });

  it('tells those apart whose card of a request before shows it, whom nothing called', () => {
    const deciders = [decider('Bob'), decider('Grace'), decider('Omar', { keys: ['Omar', 'call'] })];
    const sent = (key: string, sentAt: number) => ({ key, sentAt, why: null });
    const tellings = [sent('Bob', 5), sent('Grace', 12), sent('Omar', 5), sent('call', 13)];
    const again = { ...announced(deciders, tellings), at: 10 };
    assert.deepEqual(lines(again), [
      ['Told', 'Grace; Omar', 12],
      ['Shown on cards they had', 'Bob; none of them was called: “Remind” calls them', 10],
    ]);
    assert.deepEqual(lines({ ...again, reminders: ['x'] })[1], ['Shown on cards they had', 'Bob', 10]);
  });

  it('names some of many', () => {
    const many = Array.from({ length: 60 }, (_one, index) => decider(`N${index}`, { keys: [], why: 'x' }));
    const [line] = tellingLines(announced(many));
    assert.deepEqual([line?.names.length, line?.names.at(-1)], [5, 'and 56 more']);
  });

  it('tells whoever asked where nobody can decide, or Teams refuses all for good', () => {
    const title = (of: Announced) => unreachedNotice(request, of)?.title ?? null;
    const [bob, grace] = [decider('Bob'), decider('Grace')];
    const why = (key: string, fault: string | null) => ({ key, sentAt: null, why: fault });
    assert.match(title(announced([])) ?? '', /Nobody can decide/);
    assert.match(title(announced([decider('Omar', { standing: 'cannot', why: 'x' })])) ?? '', /Nobody can decide/);
    assert.match(title(announced([decider('Mia', { keys: [], why: 'x' })])) ?? '', /Nobody could be told/);
    assert.match(title(announced([bob], [why('Bob', '403 X')])) ?? '', /Nobody could be told/);
    assert.equal(title(announced([bob, grace], [why('Bob', '403 X')])), null, 'one message is on its way');
    assert.equal(title(announced([bob], [why('Bob', '503')])), null, 'Teams is away for a while');
    assert.equal(title(announced([bob], [why('Bob', '429')])), null);
    assert.equal(title(announced([bob], [{ key: 'Bob', sentAt: 5, why: '403' }])), null);
    assert.match(title({ ...announced([]), more: 2 }) ?? '', /Nobody could be told/, 'some were not looked at');
  });
});
