import assert from 'node:assert/strict';
import { tokenSigner } from '../../../../src/teams/bot/credentials.ts';
import { connectorError } from '../../../../src/teams/delivery/connector-error.ts';

type Resource = Parameters<ReturnType<typeof tokenSigner>['signRequest']>[0];

function resource(): { request: Resource; headers: Map<string, string> } {
  const headers = new Map<string, string>();
  return { request: { headers } as unknown as Resource, headers };
}

describe('the bot’s token', () => {
  it('is asked for the connector’s scope and put on the call', async () => {
    const asked: unknown[] = [];
    const credential = {
      getToken: async (scope: string | string[]) => {
        asked.push(scope);
        return { token: 'abc', expiresOnTimestamp: 1 };
      },
    };
    const { request, headers } = resource();
    await tokenSigner(credential, 'https://api.botframework.com/.default').signRequest(request);
    assert.deepEqual(asked, ['https://api.botframework.com/.default']);
    assert.equal(headers.get('authorization'), 'Bearer abc');
  });

  it('that Entra does not give makes the message wait, and is never Teams refusing it', async () => {
    const refusal = Object.assign(new TypeError('invalid_client: secret expired'), { statusCode: 400 });
    const never = () => new Promise<null>(() => undefined);
    for (const getToken of [async () => null, async () => Promise.reject(refusal), never]) {
      const signed = tokenSigner({ getToken }, 'scope', 20).signRequest(resource().request);
      await assert.rejects(signed, (error) => {
        const { code, message } = connectorError(error, 0);
        assert.equal(code, 'delivery-failed');
        assert.match(message, /Entra gave the bot no token/);
        return true;
      });
    }
  });
});
