import { testKeyPem } from '../../../support/runtime/record-keys.ts';

/** The least that starts the service: managed identities and the guided connector. */
export const MANAGED: Readonly<Record<string, string>> = {
  TENANT_ID: '11111111-1111-4111-8111-111111111111',
  BOT_APP_ID: '33333333-3333-4333-8333-333333333333',
  BOT_APP_TYPE: 'UserAssignedMSI',
  GRAPH_CREDENTIAL: 'managed-identity',
  GRAPH_CLIENT_ID: '44444444-4444-4444-8444-444444444444',
  RECORD_KEY: testKeyPem('a'),
};

export const SECRET = 'not~a~secret~but~it~looks~like~one';

/** The same with secrets in the environment. */
export function withSecret(): Record<string, string | undefined> {
  const { TENANT_ID, BOT_APP_ID, GRAPH_CLIENT_ID, RECORD_KEY } = MANAGED;
  return {
    RECORD_KEY,
    TENANT_ID,
    BOT_APP_ID,
    GRAPH_CLIENT_ID,
    BOT_APP_TYPE: 'SingleTenant',
    BOT_APP_SECRET: SECRET,
    GRAPH_CREDENTIAL: 'secret',
    GRAPH_SECRET: SECRET,
  };
}

/** Everything on this machine. */
export const LOOPBACK: Readonly<Record<string, string | undefined>> = {
  ...withSecret(),
  SANDBOX: 'loopback',
  HOST: '127.0.0.1',
  LOGIN_BASE_URL: 'http://127.0.0.1:3979',
  GRAPH_BASE_URL: 'http://127.0.0.1:3979',
  MDE_BASE_URL: 'http://127.0.0.1:3979',
  PORTAL_BASE_URL: 'http://127.0.0.1:3979',
  ACTIVITY_BASE_URL: 'http://127.0.0.1:3979',
};
