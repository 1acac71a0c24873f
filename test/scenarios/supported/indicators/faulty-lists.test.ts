import assert from 'node:assert/strict';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { Company } from '../../../support/company/company.ts';
import { cardText } from '../../../support/company/fake-teams.ts';

describe('a list of indicators with faults, by the front door', () => {
  let company: Company;
  afterEach(() => company.close());

  const open = async (options = {}) => {
    company = await Company.open(options);
  };
  const nothingFiled = async () => {
    assert.equal(await company.services.store.requestByNumber(company.services.tenantId, 1), null);
    assert.equal(activeIndicators(company.sandbox.world).length, 0);
  };

  async function told(list: readonly string[], head = 'import indicators'): Promise<string> {
    await company.say('alice', [head, ...list].join('\n'));
    return cardText(company.teams.messages.at(-1)?.card);
  }

  it('is told all of them in one answer by row: what cannot be read, and what the tenant or the house refuses', async () => {
    await open();
    const text = await told([
      'IndicatorValue,Action,RbacGroups,ExpirationTime',
      'fine.example,block',
      'not a value,block',
      'a.example,allow',
      'b.example,allow,Executives',
      'c.example,jump,Nobody,soon',
      'd.example,allow,Nobody,2020-01-01',
      'fine.example,audit',
      '8.8.8.8,blockandremediate',
    ]);
    assert.match(text, /2 of 8 indicators cannot be read/);
    assert.match(text, /Row 3\s+"not a value" is no hash/);
    assert.match(text, /Row 4\s+a\.example: To allow it takes an end and a scope/);
    assert.match(text, /Row 5\s+b\.example: To allow it takes an end/);
    assert.match(text, /Row 6\s+"jump" is no action[^\n]*"soon" is no date[^\n]*No device group is called Nobody/);
    assert.match(
      text,
      /Row 7\s+d\.example: No device group is called Nobody[^\n]*Its end, 2020-01-01 00:00 UTC, has passed/,
    );
    assert.match(text, /Row 8\s+fine\.example: It is named twice/);
    assert.match(text, /Row 9\s+8\.8\.8\.8: Defender takes no "block and remediate"/);
    await nothingFiled();
  });

  it('is told the same where all rows can be read, and once for rows with the same fault', async () => {
    await open();
    const text = await told(['a.example', 'b.example', 'x.example,block', 'c.example'], 'import indicators: allow');
    assert.match(text, /Rows 1-2, 4\s+To allow it takes an end and a scope/);
    const both = await told(['a.example,allow,Nobody', 'b.example,allow']);
    assert.match(both, /Row 1\s+a\.example: No device group is called Nobody\. To allow it takes an end/);
    assert.match(both, /Row 2\s+b\.example: To allow it takes an end and a scope/);
    await nothingFiled();
  });

  it('of 500 rows with faults of their own names each row', async () => {
    await open();
    const rows = Array.from({ length: 499 }, (_, at) =>
      at % 2 === 0 ? `10.0.${at >> 8}.${at % 256}` : `d${at}.example`,
    );
    const text = await told(rows, 'import indicators: block');
    assert.match(text, /250 of 499 indicators cannot be read/);
    assert.match(
      text,
      /Row 1\s+"10\.0\.0\.0" is an internal[\s\S]*Row 13\s[\s\S]*More rows\s+243 more[^:]*: 15, 17, 19/,
    );
    const alike = rows.map((_, at) => (at % 2 === 0 ? `d${at}.example,jump` : `d${at}.example`));
    assert.match(await told([...alike, ...rows], 'import indicators: block'), /"jump" is no action/);
    await nothingFiled();
  });

  it('is told alone that the kind is off', async () => {
    await open({ writer: false });
    assert.match(await told(['a.example,block', 'bad,block']), /switched off/);
  });
});
