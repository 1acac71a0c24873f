import assert from 'node:assert/strict';
import { Company } from '../../../support/company/company.ts';
import { rowsOf } from '../../../support/databases/run-as-owner.ts';

/** One address that two parsers may read differently, each way of writing that of this Teams. */
const WAYS: Readonly<Record<string, (url: URL) => string>> = {
  'in capitals': ({ host }) => `HTTP://${host}/`,
  'with a path that leads back': ({ origin }) => `${origin}/elsewhere/../`,
  'with backslashes': ({ host }) => `http:\\\\${host}\\elsewhere\\..\\`,
  'with a line break and a tab in it': ({ hostname, port }) =>
    `ht\ntp://${hostname}:${port.slice(0, 1)}\t${port.slice(1)}/`,
  'between blanks': ({ origin }) => `  ${origin}  `,
  'with a number for its host': ({ port }) => `http://0x7f000001:${port}/`,
};

/** What leads somewhere else for another parser, or names what is no address of Teams. */
const REFUSED: Readonly<Record<string, (url: URL) => string>> = {
  'that names somebody before its host': ({ host }) => `http://${host}@evil.example/`,
  'of Teams as a name before another host': ({ host }) => `http://evil.example\\@${host}/`,
  'with a query': ({ origin }) => `${origin}/?to=evil.example`,
  'with a part behind a hash': ({ origin }) => `${origin}/#@evil.example`,
  'of another host': ({ port }) => `http://evil.example:${port}/`,
};

describe('the address to which Teams says that the bot answers', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open();
  });
  afterEach(async () => {
    await company.assertAuditHolds();
    await company.close();
  });

  async function say(serviceUrl: string) {
    const envelope = { ...company.envelope('alice', 'a:alice'), serviceUrl };
    const answer = await company.post({ ...envelope, type: 'message', text: 'help' });
    await company.settle();
    return answer;
  }

  const stored = async () =>
    (await rowsOf(company.place, "select body from conversations where key = 'a:alice'")).map(
      ({ body }) => JSON.parse(String(body)).serviceUrl,
    );

  for (const [what, written] of Object.entries(WAYS))
    it(`is stored as it was parsed, and answered there: ${what}`, async () => {
      await say(written(new URL(company.teams.url)));
      assert.deepEqual(await stored(), [new URL(company.teams.url).href]);
      assert.equal(company.teams.messages.length, 1);
    });

  for (const [what, written] of Object.entries(REFUSED))
    it(`is stored nowhere, and answered nothing: ${what}`, async () => {
      await say(written(new URL(company.teams.url)));
      assert.deepEqual(await stored(), []);
      assert.equal(company.teams.messages.length, 0);
    });
});
