import assert from 'node:assert/strict';
import { pushWords } from '../../../../src/requests/messages/push-words.ts';
import { CLOSING_ROWS } from '../../../../src/requests/messages/state-catalogue/closing-rows.ts';
import { closingNote, type Status, statusOf } from '../../../../src/requests/messages/state-catalogue/status-of.ts';
import { ownDigest } from '../../../../src/requests/record/digest.ts';
import { type Closing, REQUEST_STATES, type Request } from '../../../../src/requests/record/request.ts';
import { searchTerms } from '../../../../src/requests/record/search-terms.ts';
import { MARKS } from '../../../../src/shared/language/pseudo.ts';
import { inLanguage } from '../../../../src/shared/language/worded.ts';
import { buildIfPossible, buildRequest } from '../../../support/samples/build-request.ts';

const EVERY_STATE = REQUEST_STATES.flatMap((state) => buildIfPossible({ state }) ?? []);

const isWorded = (text: string) => text === '' || text.startsWith(MARKS.from);

function unworded(request: Request): readonly string[] {
  const status: Status = statusOf(request);
  const { heading, named, short, sentence, story, news, onceMended, reminder, deadline, retry, ended } = status;
  const optional = [named, onceMended, reminder, deadline, retry, ended].flatMap((text) => text ?? []);
  const next = (['shared', 'requester', 'approver', 'endorser', 'rejecter', 'reader'] as const).map(status.next);
  const title = news ? [news.title.replace(/^#\d+ /u, '')] : [];
  return [heading, short, sentence, ...story, ...optional, ...next, ...title].filter((text) => !isWorded(text));
}

describe('a request for whoever reads another language', () => {
  it('has every word of its status in that language', () => {
    for (const request of EVERY_STATE) {
      assert.deepEqual(
        inLanguage('qps-ploc', () => unworded(request)),
        [],
        request.state,
      );
    }
  });

  it('is stored, found and sealed by the same words', () => {
    const kept = (request: Request) => ({
      notes: Object.keys(CLOSING_ROWS).map((code) =>
        // Sound: these are the keys of the table.
        closingNote(request, { code: code as Closing['code'], by: null, now: null }),
      ),
      terms: searchTerms(request),
      digest: ownDigest(request),
    });
    for (const request of EVERY_STATE) {
      assert.deepEqual(
        inLanguage('qps-ploc', () => kept(request)),
        kept(request),
        request.state,
      );
    }
  });

  it('is told in one line with the same facts', () => {
    const line = inLanguage('qps-ploc', () => pushWords(buildRequest({ state: 'pending' })));
    assert.match(line, /^Alice[^:]*: .*→/u);
  });
});
