import assert from 'node:assert/strict';
import type { ApiChange } from '../../../../src/changes/supported/api-kinds.ts';
import { SUPPORTED_KINDS } from '../../../../src/changes/supported/supported-kinds.ts';
import { supportedRows } from '../../../../src/defender/supported/registry.ts';
import { demoApp, writerApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import { cardText } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';
import { KIND_CASES } from './kind-cases.ts';

type Kind = ApiChange['kind'];

const ALONE = SUPPORTED_KINDS.map((kind): readonly Kind[] => [kind]);
const PAIRS = SUPPORTED_KINDS.flatMap((one, at) =>
  SUPPORTED_KINDS.slice(at + 1).map((other): readonly Kind[] => [one, other]),
);

/** In the tables of docs/permissions.md: what they may write alone. */
const WRITES = /^(?:Machine\.(?:ReadWrite|Scan|Isolate|Restrict)|Ti\.ReadWrite|Alert\.ReadWrite)/;

describe('what a supported API writes, with no other permission than those that the consent table names', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open({ environment: { SCAN_APPROVAL: '0' } });
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  /** Switches these kinds on alone, and grants what they need to the identity that writes, and nothing else. */
  function granted(kinds: readonly Kind[]): void {
    const { permissions } = writerApp(room.world);
    for (const names of Object.values(permissions)) names.clear();
    for (const row of supportedRows(kinds))
      for (const { resource, name } of row.permissions) permissions[resource].add(name);
    Object.assign(room.company.services.supported, { kinds });
  }

  async function isWritten(kind: Kind, number: number): Promise<void> {
    const one = KIND_CASES[kind];
    const card = await room.approved(one.ask(room.world));
    await room.company.settle();
    await room.pass(120, 5);
    assert.deepEqual([(await room.request(number))?.state, ...one.written(room.world)], ['applied', 1, 1], kind);
    assert.match(cardText(card.card), one.told(2));
    assert.doesNotMatch(cardText(card.card), /lacks the permission|403/);
  }

  for (const kinds of ALONE)
    it(`is written, followed and undone: ${kinds}`, async () => {
      granted(kinds);
      const [kind] = kinds;
      assert(kind);
      await isWritten(kind, 1);
      if (KIND_CASES[kind].undo === null) return;
      const undo = await room.approved('revert 1');
      await room.company.settle();
      await room.pass(120, 5);
      assert.equal((await room.request(2))?.state, 'applied');
      assert.doesNotMatch(cardText(undo.card), /lacks the permission|403/);
    });

  for (const kinds of PAIRS)
    it(`is written beside each other: ${kinds.join(' and ')}`, async () => {
      granted(kinds);
      for (const [at, kind] of kinds.entries()) await isWritten(kind, at + 1);
      const off = SUPPORTED_KINDS.find((kind) => !kinds.includes(kind)) ?? assert.fail();
      await room.company.say('alice', KIND_CASES[off].ask(room.world));
      assert.match(room.last, /switched off/);
    });

  it('is nothing by the identity that reads, which holds no permission to write', () => {
    const held = Object.values(demoApp(room.world).permissions).flatMap((names) => [...names]);
    assert.deepEqual(
      held.filter((name) => WRITES.test(name)),
      [],
    );
  });
});
