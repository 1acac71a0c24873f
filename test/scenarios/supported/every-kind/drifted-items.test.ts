import assert from 'node:assert/strict';
import { updateAlert } from '../../../../src/sandbox/mde/alerts/alert-states.ts';
import { submitIndicator } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { investigationsOf } from '../../../../src/sandbox/mde/investigations.ts';
import { cardText, type TeamsMessage } from '../../../support/company/fake-teams.ts';
import { TagRoom } from '../tag-room.ts';

const SAM = { id: 'sam', name: 'sam@harbourline.example', kind: 'User' } as const;

describe('the card of a list of which one item was changed meanwhile', () => {
  let room: TagRoom;
  beforeEach(async () => {
    room = await TagRoom.open();
  });
  afterEach(async () => {
    await room.company.assertAuditHolds();
    await room.company.close();
  });

  /** What the card says after the approval, on one line. */
  async function stopped(card: TeamsMessage): Promise<string> {
    await room.company.approve('bob', card);
    await room.company.settle();
    const text = cardText(card.card).replace(/\s+/gu, ' ');
    assert.match(text, /Stopped, Defender was changed meanwhile/);
    return text;
  }

  const count = (text: string) => text.split('When asked').length - 1;

  function audits(indicatorValue: string): void {
    const said = { title: 'By hand', description: 'Feed 7', severity: 'High', recommendedActions: 'none' } as const;
    const value = { indicatorValue, indicatorType: 'DomainName', action: 'Audit', generateAlert: true } as const;
    submitIndicator(room.world, { ...value, ...said }, SAM);
  }

  const AUDITED =
    /Domain b\.example When asked No indicator Now Audit on all devices without an end Would become Block on all devices/;

  it('compares indicators one by one, and names the one alone', async () => {
    const card = await room.company.pending('import indicators: block\na.example\nb.example\nc.example');
    audits('b.example');
    const text = await stopped(card);
    assert.match(text, AUDITED);
    assert.equal(count(text), 1, text);
  });

  it('compares indicators that are a part of several changes one by one, too', async () => {
    const card = await room.company.pending(
      'as one request: tag LAP-HR-0001 with Lab; block domain b.example; block domain c.example',
    );
    audits('b.example');
    const text = await stopped(card);
    assert.match(text, /2\. Domain b\.example When asked No indicator Now Audit/);
    assert.equal(count(text), 1, text);
  });

  it('compares alerts one by one, and names the one alone', async () => {
    const found = investigationsOf(room.world).filter(({ alert }) => alert.status === 'new');
    const [first, ...others] = found.slice(0, 3);
    assert(first);
    const ids = [first, ...others].map(({ investigation }) => investigation.triggeringAlertId);
    const card = await room.company.pending(`resolve alerts ${ids.join(',')} as false positive`);
    updateAlert(room.world, first, { classification: 'TruePositive', determination: 'Malware' }, 'sam');
    const text = await stopped(card);
    assert.match(
      text,
      /When asked new, not classified Now new, true positive \(malware\) Would become resolved, false/,
    );
    assert.equal(count(text), 1, text);
  });

  it('names the device that got the tag', async () => {
    const card = await room.company.pending('tag LAP-HR-0001, LAP-HR-0002, LAP-HR-0003 with Lab');
    const first = room.machine('LAP-HR-0001');
    room.world.machines[room.world.machines.indexOf(first)] = { ...first, machineTags: ['Lab'] };
    const text = await stopped(card);
    assert.match(
      text,
      /LAP-HR-0001\S* When asked Lacks the tag "Lab" Now Has the tag "Lab" Would become Has the tag "Lab"/,
    );
    assert.equal(count(text), 1, text);
  });
});
