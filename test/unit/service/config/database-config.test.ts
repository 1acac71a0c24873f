import assert from 'node:assert/strict';
import { databaseScope } from '../../../../src/service/config/clouds.ts';
import { readOwnerConfig, readServiceConfig } from '../../../../src/service/config/read-config.ts';
import { storePlace } from '../../../../src/service/store-place.ts';
import { MANAGED } from './environment.ts';
import { faultsOf } from './faults-of.ts';

const CLIENT = '66666666-6666-4666-8666-666666666666';
const URL_OF = 'postgres://airlock-host@db.example:5432/airlock?sslmode=verify-full';

describe('a managed identity that signs in to PostgreSQL', () => {
  const read = (env: Record<string, string | undefined>) =>
    readServiceConfig({ env: { ...MANAGED, DATABASE_CLIENT_ID: CLIENT, ...env }, faults: [] });

  it('takes an address without a password, and gives a token in its place', () => {
    const { database, cloud } = read({ DATABASE_URL: URL_OF });
    assert.deepEqual(database, { url: URL_OF, clientId: CLIENT });
    const place = storePlace(database, cloud);
    assert('url' in place && place.url === URL_OF && typeof place.password === 'function');
  });

  it('leaves an address with a password as it is', () => {
    const url = 'postgres://airlock:pw@db.example/airlock?sslmode=verify-full';
    const { database, cloud } = read({ DATABASE_URL: url, DATABASE_CLIENT_ID: undefined });
    assert.deepEqual(storePlace(database, cloud), { url });
  });

  it('asks each cloud for tokens of its own', () => {
    assert.equal(databaseScope('public'), 'https://ossrdbms-aad.database.windows.net/.default');
    assert.equal(databaseScope('us-government'), 'https://ossrdbms-aad.database.usgovcloudapi.net/.default');
  });

  it('is not beside the address of the owner of the tables, which the service must not have', () => {
    const { message } = faultsOf(() =>
      read({ DATABASE_URL: URL_OF, DATABASE_OWNER_URL: URL_OF.replace('//', '//o:p@') }),
    );
    assert.match(
      message,
      /DATABASE_OWNER_URL is set for the service: with it, whoever takes the service over may change/,
    );
  });

  it('is required where an owner makes the tables, and says so in words of that command', () => {
    const env = { DATABASE_OWNER_URL: 'postgres://owner:a%b@db.example/airlock?sslmode=verify-full' };
    const { message } = faultsOf(() => readOwnerConfig({ env, faults: [] }));
    assert.match(message, /^The tables were not touched:\n/);
    assert.match(message, /DATABASE_URL is not set \(PostgreSQL as the service uses it/);
    assert.doesNotMatch(message, /SQLite|\.\./);
  });

  const wrong: Record<string, { env: Record<string, string | undefined>; says: RegExp }> = {
    'no database': { env: {}, says: /^DATABASE_URL is not set, though DATABASE_CLIENT_ID is$/ },
    'a password beside it': {
      env: { DATABASE_URL: URL_OF.replace('host@', 'host:pw@') },
      says: /^DATABASE_URL has a password, though DATABASE_CLIENT_ID is set: a managed identity signs in$/,
    },
    'no user': { env: { DATABASE_URL: URL_OF.replace('airlock-host@', '') }, says: /^DATABASE_URL names no user, / },
    'a token in the clear': {
      env: { DATABASE_URL: URL_OF.replace('verify-full', 'disable') },
      says: /^DATABASE_URL goes without TLS, /,
    },
    'a credential that a library could pick up': {
      env: { DATABASE_URL: URL_OF, AZURE_CLIENT_ID: CLIENT },
      says: /^AZURE_CLIENT_ID is set beside a managed identity/,
    },
  };
  for (const [title, { env, says }] of Object.entries(wrong)) {
    it(`does not start with ${title}`, () => {
      const { faults } = faultsOf(() => read(env));
      const said = faults.map(({ variable, problem }) => `${variable} ${problem}`);
      assert.equal(said.length, 1, said.join('\n'));
      assert.match(said[0] ?? '', says);
    });
  }
});
