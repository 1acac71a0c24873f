import assert from 'node:assert/strict';
import type { Json } from '../../../../../src/shared/json.ts';
import { auditPlace } from '../../../../../src/store/audit/audit-record.ts';
import { Company } from '../../../../support/company/company.ts';
import { actionOf, cardText } from '../../../../support/company/fake-teams.ts';
import { approvedOn, auditLog, inPortal, OFF, ON, press, told } from '../../../../support/company/watched-company.ts';
import { rowsOf, runAsOwner } from '../../../../support/databases/run-as-owner.ts';
import { knowSinceLong } from '../../../../support/people/alter-people.ts';
import { logTo } from '../../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../../support/runtime/record-keys.ts';

type Body = { readonly [key: string]: Json };

const OUTSIDE = /Changed outside Airlock/;

for (const connector of ['guided', 'portal'] as const)
  describe(`a row that is swapped while Airlock looks at the tenant, ${connector}`, () => {
    let company: Company;
    let logged: string[];
    beforeEach(async () => {
      logged = [];
      company = await Company.open({ connector, log: logTo(({ message }) => logged.push(message)) });
      await knowSinceLong(company);
      await company.say('grace', 'help', 'a:grace');
      await company.watch();
      const card = await approvedOn(company);
      if (connector === 'guided') {
        await inPortal(company, 'omar', ON);
        await press(company, 'omar', card, 'attest');
      }
      for (let look = 0; look < 3; look += 1) await company.watch();
      logged.splice(0);
    });
    afterEach(async () => {
      assert.deepEqual((await auditPlace(company.place, { keys: TEST_KEYS.known })).faults, []);
      await company.close();
    });

    async function bodyOf(number: number): Promise<string> {
      return String((await rowsOf(company.place, `select body from requests where number = ${number}`))[0]?.body);
    }

    const put = (number: number, body: string) =>
      runAsOwner(company.place, `update requests set body = '${body.replaceAll("'", "''")}' where number = ${number}`);

    /** Looks while the row says something else, and then some more. */
    async function lookAt(number: number, swap: (own: Body) => Body): Promise<void> {
      const own = await bodyOf(number);
      await put(number, JSON.stringify(swap(JSON.parse(own))));
      await company.watch();
      await put(number, own);
      for (let look = 0; look < 3; look += 1) await company.watch(company.app, 60);
    }

    const isTold = () => logged.some((one) => /not as recorded/.test(one));

    it('explains nothing that was changed in the portal', async () => {
      await inPortal(company, 'omar', OFF);
      const at = company.clock.now();
      await lookAt(1, (own) => {
        const { outcome = null, handover = null, change = null } = own as { readonly [key: string]: Body };
        const { corroborated = null, ...rest } = (outcome ?? {}) as { readonly [key: string]: Body };
        const log = { ...corroborated, at: at - 1_000, recordId: 'x' };
        const attested = handover?.attested as Body | undefined;
        return {
          ...own,
          change: { ...change, to: 'off' },
          ...(attested && { handover: { ...handover, attested: { ...attested, at: at + 3_600_000 } } }),
          outcome: { ...rest, at: at + 3_600_000, ...(corroborated && { corroborated: log }) } as Body,
        };
      });
      assert.match(cardText(told(company, OUTSIDE).at(-1)?.card), /resolve alerts was set to Off[\s\S]*Omar Okafor/);
      assert(isTold(), logged.join('; '));
    });

    it('closes nothing that was found changed outside Airlock', async () => {
      await inPortal(company, 'omar', OFF);
      for (let look = 0; look < 2; look += 1) await company.watch();
      const found = told(company, OUTSIDE).at(-1) ?? assert.fail('not told');
      const offered = actionOf(found.card, 'revert-outside') ?? assert.fail('no revert');
      await company.invoke('alice', found, offered);
      await company.settle();
      const one: Body = JSON.parse(await bodyOf(1));
      await lookAt(2, ({ id = null, number = null, rev = null, change = null, base = null }) => ({
        ...one,
        ...{ id, number, rev, change, base },
      }));
      await company.say('grace', 'outside changes', 'a:grace');
      assert.match(
        cardText(company.teams.messages.at(-1)?.card),
        /Changes outside Airlock that are open[\s\S]*Omar Okafor/,
      );
      assert(isTold(), logged.join('; '));
    });
  });

describe('a request that was undone in the portal before the next look, whose row is hidden for that look', () => {
  let company: Company;
  beforeEach(async () => {
    company = await Company.open({ connector: 'portal' });
    await knowSinceLong(company);
    await company.say('grace', 'help', 'a:grace');
    await company.watch();
    auditLog(company).isOn = false;
    company.clock.pass(60_000);
    await approvedOn(company);
  });
  afterEach(() => company.close());

  const undone = () => inPortal(company, 'omar', OFF);
  const own = (sql: string) => runAsOwner(company.place, sql);

  const hiding: Readonly<Record<string, string>> = {
    'as it is': 'select 1',
    swapped: "update requests set body = replace(body, 'Pilot', 'Pilots') where number = 1",
    removed: 'delete from requests where number = 1',
  };
  for (const [title, sql] of Object.entries(hiding))
    it(`is told as changed outside Airlock, ${title}`, async () => {
      await undone();
      await own(sql);
      for (let look = 0; look < 2; look += 1) await company.watch(company.app, 60);
      assert.equal(told(company, OUTSIDE).length, 1);
      assert.match(cardText(told(company, OUTSIDE).at(-1)?.card), /resolve alerts (?:was set to|is) Off/);
    });
});
