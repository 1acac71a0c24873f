import assert from 'node:assert/strict';
import { answerFault } from '../../../../src/defender/public-api/answer-fault.ts';
import { noAnswer } from '../../../../src/defender/public-api/bearer-call.ts';
import { outcomeOfFault } from '../../../../src/defender/supported/batch-outcome.ts';
import { TransportError, type TransportReason } from '../../../../src/shared/http/transport-error.ts';

const DEFENDER = { name: 'Defender', api: 'WindowsDefenderATP', permission: 'Machine.Isolate' };

/** The bodies in which an API and a gateway before it tell of a fault. */
const BODIES = {
  'of the API': { kind: 'json', value: { error: { code: 'Timeout', message: 'The request timed out.' } } },
  'of a gateway': { kind: 'json', value: { message: 'Request timeout' } },
  'without a word': { kind: 'empty' },
  'that is a web page': { kind: 'unreadable', why: 'content-type' },
} as const;

function stateAfter(fault: unknown): string | undefined {
  return outcomeOfFault(fault, [{ key: 'one' }], 0).outcomes[0]?.state;
}

describe('what came of a write by the answer to it', () => {
  for (const [what, body] of Object.entries(BODIES))
    for (const status of [408, 499, 500, 502, 503, 504])
      it(`is not known after HTTP ${status}, ${what}: only a reading may follow`, () => {
        assert.equal(stateAfter(answerFault(DEFENDER, { status, body, roles: [] })), 'started');
      });

  for (const status of [400, 403, 409, 413])
    it(`is clear after HTTP ${status} of the API: nothing was written`, () => {
      assert.equal(stateAfter(answerFault(DEFENDER, { status, body: BODIES['of the API'], roles: [] })), 'refused');
    });

  const REASONS: Readonly<Record<TransportReason, string>> = {
    invalid: 'waiting',
    unreachable: 'waiting',
    'timed-out': 'started',
    cut: 'started',
  };
  for (const [reason, state] of Object.entries(REASONS))
    it(`is ${state === 'started' ? 'not known' : 'nothing'} where none came: ${reason}`, () => {
      const error = new TransportError(reason as TransportReason);
      let thrown: unknown;
      try {
        noAnswer(error);
      } catch (caught) {
        thrown = caught;
      }
      assert.equal(stateAfter(thrown), state);
    });
});
