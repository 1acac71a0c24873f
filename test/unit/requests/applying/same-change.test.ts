import assert from 'node:assert/strict';
import { isAppliedByAnother } from '../../../../src/requests/applying/same-change.ts';
import type { Services } from '../../../../src/requests/ports/services.ts';
import type { Store } from '../../../../src/requests/ports/store.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';
import { buildRequest } from '../../../support/samples/build-request.ts';

describe('whether another request has applied the same', () => {
  const ended = buildRequest({ state: 'expired' });

  function among(listed: readonly Request[], leftOut: readonly number[] = []) {
    const requests: Store['requests'] = async (_tenant, { before }, onUnreadable) => {
      if (before !== undefined) return [];
      for (const number of leftOut) onUnreadable?.(number, new AirlockError('digest-mismatch', 'another row'));
      return listed;
    };
    // Sound: nothing but the list is asked for.
    return isAppliedByAnother({ store: { requests } } as unknown as Services, ended);
  }

  it('is not so where none is listed', async () => {
    assert.equal(await among([ended]), false);
  });

  it('cannot be told where one was left out as not recorded', async () => {
    assert.equal(await among([ended], [7]), null);
  });
});
