import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import type { Json } from '../../../../src/shared/json.ts';
import { auditPlace } from '../../../../src/store/audit/audit-record.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { migratedPostgres } from '../../../support/databases/migrated-postgres.ts';
import { rowsOf } from '../../../support/databases/run-as-owner.ts';
import { logTo } from '../../../support/runtime/log-to.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { swapReading } from '../../../support/tampering/swap-reading.ts';

type Body = { readonly [key: string]: Json };

/** What somebody does while the database shows them another row, once. */
interface Act {
  readonly what: string;
  readonly begins: 'pending' | 'approved' | 'handed over';
  /** Present where a reading may decide nothing: then nobody needs to be told. */
  readonly isMild?: true;
  /** @param own the row that is stored @param lent that of a harmless request */
  readonly swap: (own: Body, lent: Body) => Body;
  readonly act: (company: Company, message: TeamsMessage) => Promise<unknown>;
}

/** Another change, as one that was really asked for; what the digest and the rev say stays. */
const lending = (own: Body, { change = null, base = null, reason = '' }: Body): Body => ({
  ...own,
  ...{ change, base, reason },
});

/** What no digest binds: who asked, by name, what the directory said of them, and until when. */
const laundering = ({ requesterEvidence: _, ...own }: Body): Body => {
  const { oid = null } = own.requester as Body;
  return { ...own, requester: { oid, name: 'Lent Name' }, deadline: Number(own.deadline) + 9_000_000 };
};

/** Other steps for people to follow. */
const misleading = (own: Body): Body =>
  JSON.parse(JSON.stringify(own).replaceAll(/automatically resolve alerts/gi, 'Automated investigation'));

const pressed = async (company: Company, message: TeamsMessage, verb: string) => {
  const button = actionOf(await company.view('bob', message), verb);
  if (button) await company.invoke('bob', message, { verb, data: { ...button.data, reason: 'as agreed' } });
};

const ACTS: readonly Act[] = [
  {
    what: 'an approver looks, and approves what they see',
    begins: 'pending',
    swap: lending,
    act: async (company, message) => {
      const card = await company.view('bob', message);
      const approve = actionOf(card, 'approve');
      assert(!(approve && LENT.test(cardText(card))), 'a button beside what is not stored');
      if (approve) await company.invoke('bob', message, { verb: 'approve', data: approve.data });
    },
  },
  {
    what: 'an approver approves, and what no digest binds is another',
    begins: 'pending',
    swap: laundering,
    act: (company, message) => pressed(company, message, 'approve'),
  },
  {
    what: 'an approver rejects',
    begins: 'pending',
    swap: laundering,
    act: (company, message) => pressed(company, message, 'reject'),
  },
  {
    what: 'whoever asked withdraws',
    begins: 'pending',
    swap: laundering,
    act: (company) => company.say('alice', 'withdraw 2', 'a:alice'),
  },
  {
    what: 'an approver types what they decide',
    begins: 'pending',
    swap: lending,
    act: (company) => company.say('bob', 'approve 2', 'a:bob'),
  },
  {
    what: 'its card is sent',
    begins: 'pending',
    isMild: true,
    swap: lending,
    act: (company) => company.say('bob', 'show 2', 'a:bob'),
  },
  {
    what: 'somebody lists requests, and asks about one',
    begins: 'pending',
    isMild: true,
    swap: lending,
    act: async (company) => {
      for (const text of ['requests', 'history', 'home', 'devices 2', 'who can approve 2', 'ask again 2'])
        await company.say('bob', text, 'a:bob');
    },
  },
  {
    what: 'it is written',
    begins: 'approved',
    isMild: true,
    swap: lending,
    act: (company) => company.settle(),
  },
  {
    what: 'it is written, and what no digest binds is another',
    begins: 'approved',
    isMild: true,
    swap: laundering,
    act: (company) => company.settle(),
  },
  {
    what: 'somebody looks at the steps that they are to follow',
    begins: 'handed over',
    isMild: true,
    swap: misleading,
    act: (company, message) => company.view('omar', message).then((card) => seen.push(cardText(card))),
  },
];

/** What only a swapped row says. */
const LENT = /automated investigation|Lent Name/i;

/** The other request says so rightly where both stand in a list. */
const LINE_OF_LENDER = '#1 Turn on Automated investigation';

/** Cards that somebody was shown. */
const seen: string[] = [];

describe('a row that the database shows otherwise to one statement alone', () => {
  let company: Company;
  let logged: string[];
  const opened = new Set<Company>();
  afterEach(closeAll);

  async function closeAll() {
    for (const one of opened) {
      opened.delete(one);
      await one.close();
    }
  }

  const bodyOf = async (number: number) =>
    String((await rowsOf(company.place, `select body from requests where number = ${number}`))[0]?.body);

  /** Alice asks for something harmless, which lends its row, and for what she is after. */
  async function begin(begins: Act['begins'], database: Awaited<ReturnType<typeof migratedPostgres>> | null) {
    logged = [];
    const connector = begins === 'handed over' ? ({ connector: 'guided' } as const) : {};
    company = await Company.open({ log: logTo(({ message }) => logged.push(message)), database, ...connector });
    opened.add(company);
    await company.pending('enable automated investigation', 'alice', 'Pilot finished, see CHG-1');
    const lent: Body = JSON.parse(await bodyOf(1));
    await company.say('alice', 'withdraw 1', 'a:alice');
    await company.settle();
    const asked = begins === 'handed over' ? 'enable automatically resolve alerts' : 'isolate LAP-HR-0001';
    const message = await company.pending(asked, 'alice', 'x y z');
    if (begins !== 'pending') await company.invoke('bob', message, await approval(message));
    if (begins === 'handed over') await company.settle();
    seen.splice(0);
    return { message, lent };
  }

  async function approval(message: TeamsMessage) {
    return { verb: 'approve', data: actionOf(await company.view('bob', message), 'approve')?.data };
  }

  /** @returns whether a statement of that ordinal was there to be answered otherwise */
  async function swapping({ begins, swap, act, isMild }: Act, at: number, database: typeof migratedPostgres | null) {
    const { message, lent } = await begin(begins, (await database?.()) ?? null);
    const before = company.teams.messages.length;
    const own = await bodyOf(2);
    const by = JSON.stringify(swap(JSON.parse(own), lent));
    assert.notEqual(by, own);
    const swapped = swapReading({ of: own, by, at });
    try {
      await act(company, message);
      await company.settle();
    } finally {
      swapped.end();
    }
    const [statement] = swapped.read.slice(at - 1);
    if (statement !== undefined) await assertTrue(statement, company.teams.messages.slice(before), isMild === true);
    await closeAll();
    return statement !== undefined;
  }

  /** Never is anything else stored, written or shown than what was asked for; and it is told, loudly. */
  async function assertTrue(statement: string, messages: readonly TeamsMessage[], isMild: boolean): Promise<void> {
    const orders = machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi');
    assert.equal(company.writes.length, orders.filter(({ type }) => type === 'Isolate').length, statement);
    assert.doesNotMatch(await bodyOf(2), LENT, `stored: ${statement}`);
    const texts = [...seen, ...messages.map(({ card }) => cardText(card))];
    const shown = texts.filter((text) => /#2\b/.test(text)).map((text) => text.replaceAll(LINE_OF_LENDER, ''));
    for (const text of shown) assert.doesNotMatch(text, LENT, `shown: ${statement}`);
    assert.deepEqual((await auditPlace(company.place, { keys: TEST_KEYS.known })).faults, []);
    const isTold = logged.some((one) => /not as recorded/.test(one));
    assert(isTold || isMild, `nobody was told: ${statement}`);
  }

  const databases = [['SQLite', null, ACTS] as const, ['PostgreSQL', migratedPostgres, ACTS.slice(0, 2)] as const];
  for (const [name, database, acts] of databases)
    for (const one of acts)
      it(`while ${one.what}, on ${name}: nothing but what was asked for is shown, stored or done`, async () => {
        for (let at = 1; await swapping(one, at, database); at += 1);
      });
});
