import assert from 'node:assert/strict';
import { machineActionsOf } from '../../../../src/sandbox/mde/actions/machine-actions.ts';
import { alertState } from '../../../../src/sandbox/mde/alerts/alert-states.ts';
import { activeIndicators } from '../../../../src/sandbox/mde/indicators/indicator-list.ts';
import { investigationsOf } from '../../../../src/sandbox/mde/investigations.ts';
import { Company } from '../../../support/company/company.ts';
import { actionOf, type Card, cardText } from '../../../support/company/fake-teams.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('a verdict of Defender that is wrong, by the front door', () => {
  let company: Company;
  afterEach(() => company.close());

  const answer = () => company.teams.messages.at(-1) ?? assert.fail('nothing was said');

  async function alertId(): Promise<string> {
    await company.say('alice', 'pending');
    return /alerts\/(da\d+_\d+)/.exec(JSON.stringify(answer().card))?.[1] ?? assert.fail('no alert');
  }

  /** What each button types, by its title. */
  function buttons(card: Card): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    JSON.stringify(card, (_key, node) => {
      if (node?.type === 'Action.Execute' && node.data?.say) found.set(node.title, node.data.say);
      return node;
    });
    return found;
  }

  /** Presses a button, and submits the draft with the reason that it came with. */
  async function pressed(title: string): Promise<string> {
    const message = answer();
    const say = buttons(message.card as Card).get(title) ?? assert.fail(`no button ${title}`);
    await company.invoke('alice', message, { verb: 'say', data: { say } });
    await company.settle();
    const draft = answer();
    const own = await company.view('alice', draft);
    const typed = /"id":"reason"[^}]*"value":("(?:[^"\\]|\\.)+")/.exec(JSON.stringify(own))?.[1];
    const reason: string = JSON.parse(typed ?? assert.fail('no reason'));
    const submit = actionOf(own, 'submit') ?? assert.fail('no draft');
    await company.invoke('alice', draft, { ...submit, data: { ...submit.data, reason } });
    await company.settle();
    if (actionOf({ ...draft.card }, 'approve') ?? actionOf({ ...draft.card }, 'view'))
      await company.approve('bob', draft);
    await company.settle();
    return reason;
  }

  it('is told with its alert, files, device, group, level and what was done', async () => {
    company = await Company.open();
    const id = await alertId();
    await company.say('alice', `false positive https://security.microsoft.com/alerts/${id}?tid=1`);
    const text = cardText(answer().card);
    assert.match(text, RegExp(`Wacatac[\\s\\S]*Alert ${id}\\.`));
    assert.match(text, /File wacatac\.exe\s+[0-9a-f]{64}\s+The alert says: malicious, waits for approval\./);
    assert.match(text, /Device LAP-FIN-0001[\s\S]*In Finance, whose level is: /);
    assert.match(text, /No API undoes a quarantine or makes suppression rules/);
    await company.say('alice', 'false negative LAP-FIN-0001');
    assert.match(cardText(answer().card), /Isolate the device[\s\S]*A file is submitted to Microsoft there/);
    for (const verdict of ['false positive', 'false negative']) {
      await company.say('alice', `${verdict} ${id}`);
      const drawn = JSON.stringify(answer().card);
      const [act, link] = [drawn.lastIndexOf('"verb":"say"'), drawn.indexOf('"type":"Action.OpenUrl"')];
      assert(act > 0 && act < link, 'what Airlock does comes before every link');
    }
    await company.say('alice', 'false negative LAP-FIN-0001');
    assert.doesNotMatch(cardText(answer().card), /quarantine|[Ss]uppression/);
    assert.match(JSON.stringify(answer().card), /security\.microsoft\.com\/reportsubmission/);
  });

  it('becomes requests for two people, whose reason names the alert: classified, allowed', async () => {
    company = await Company.open();
    const id = await alertId();
    await company.say('alice', `false positive ${id}`);
    assert.equal(await pressed('Classify: not malicious'), `alert ${id} is a false positive`);
    const request = await company.services.store.requestByNumber(company.services.tenantId, 1);
    assert.equal(request?.state, 'applied');
    await company.say('alice', `false positive ${id}`);
    assert.match(cardText(answer().card), /classified as false positive \(not malicious\)/);
    assert.ok(!buttons(answer().card as Card).has('Classify: not malicious'), 'it is so already');
    await pressed('Allow the file for 7 days');
    const second = await company.services.store.requestByNumber(company.services.tenantId, 2);
    assert.equal(second?.state, 'applied');
    assert.match(second.reason, RegExp(id));
    const [indicator] = activeIndicators(company.sandbox.world);
    assert.deepEqual(indicator?.rbacGroupNames, [' Finance'], 'letter by letter as Defender has it');
    await company.assertAuditHolds();
  });

  /** The comments of one alert as Defender keeps them, and what is recorded of a request's reason. */
  const commentsOn = (id: string) => {
    const { world } = company.sandbox;
    const alert = investigationsOf(world).find(({ investigation }) => investigation.triggeringAlertId === id);
    return alertState(world, alert ?? assert.fail(id)).comments.map(({ comment }) => comment);
  };
  const reasonsRecorded = async () =>
    (await company.recorded()).flatMap(({ event, data }) =>
      event === 'request.submit' ? [/"reason":"([^"]+)"/.exec(JSON.stringify(data))?.[1] ?? ''] : [],
    );

  it('is classified and allowed for a week by two people, stands in comment and record, and ends, told', async () => {
    company = await Company.open({ connector: 'guided' });
    const id = await alertId();
    const why = `alert ${id} is a false positive`;
    await company.say('alice', `false positive ${id}`);
    await pressed('Classify: not malicious');
    assert.deepEqual(
      commentsOn(id).map((text) => text.replace(/[0-9a-f]{8}:/, 'x:')),
      [`Airlock #1 x: two people agreed to it. Why: ${why}`],
    );
    await company.say('alice', `false positive ${id}`);
    await pressed('Allow the file for 7 days');
    const [indicator] = activeIndicators(company.sandbox.world);
    assert.equal(indicator?.action, 'Allowed');
    assert.match(indicator.description, /^Airlock #2 [0-9a-f]{8}: two people agreed to it/);
    assert.deepEqual(await reasonsRecorded(), [why, why]);
    const allowed = company.message('Airlock request 2');
    company.clock.pass(6 * DAY + HOUR);
    await company.settle();
    assert.match(cardText(answer().card), /within a day/);
    company.clock.pass(DAY);
    await company.settle();
    const told = () => company.teams.messages.filter(({ card }) => /News of #2[\s\S]*has ended/.test(cardText(card)));
    assert.equal(told().length, 1);
    assert.equal(activeIndicators(company.sandbox.world).length, 0);
    company.clock.pass(2 * DAY);
    await company.settle();
    assert.equal(told().length, 1, 'told once');
    assert.match(cardText(allowed.card), /ended/i, 'its card says so, too');
    await company.assertAuditHolds();
  });

  it('is allowed, then resolved: the comment of the alert names what was decided, and the alert is closed', async () => {
    company = await Company.open({ connector: 'guided' });
    const id = await alertId();
    await company.say('alice', `false positive ${id}`);
    await pressed('Allow the file for 7 days');
    assert.deepEqual(commentsOn(id), []);
    await company.say('alice', `false positive ${id}`);
    await pressed('Resolve');
    const [comment = ''] = commentsOn(id);
    assert.match(
      comment,
      /^Airlock #2 [0-9a-f]{8}: .*is a false positive; decided: #1 "wacatac\.exe: Allow on .*Finance.* until [^"]*"/,
    );
    await company.say('alice', `false positive ${id}`);
    assert.match(cardText(answer().card), /Of the alert nothing is left to classify or to resolve\./);
    assert.ok(![...buttons(answer().card as Card).keys()].some((title) => /^(?:Resolve|Classify)/.test(title)));
    await company.say('alice', 'alerts');
    assert.ok(!cardText(answer().card).includes(id), 'it is closed');
    await company.assertAuditHolds();
  });

  it('is resolved with what was decided, never with what somebody made of it in the portal', async () => {
    company = await Company.open({ connector: 'guided' });
    const id = await alertId();
    await company.say('alice', `false positive ${id}`);
    await pressed('Allow the file for 7 days');
    const [indicator] = activeIndicators(company.sandbox.world);
    assert(indicator);
    Object.assign(indicator, { action: 'Block', rbacGroupNames: [], rbacGroupIds: [], expirationTime: null });
    await company.say('alice', `false positive ${id}`);
    const reason = await pressed('Resolve');
    assert.match(reason ?? '', /decided: #1 "wacatac\.exe: Allow on .*Finance.* until .* UTC, changed since"$/);
  });

  it('that is negative is blocked and scanned for, which stands in comment and record', async () => {
    company = await Company.open({ connector: 'guided' });
    const id = await alertId();
    const why = `alert ${id} is a false negative`;
    for (const title of ['Classify: malware', 'Block the file', 'Scan the device'] as const) {
      await company.say('alice', `false negative ${id}`);
      assert.equal(await pressed(title), why);
    }
    assert.match(commentsOn(id).join(), RegExp(`^Airlock #1 [0-9a-f]{8}: two people agreed to it\\. Why: ${why}$`));
    assert.deepEqual(
      activeIndicators(company.sandbox.world).map(({ action }) => action),
      ['Block'],
    );
    const [scan] = machineActionsOf(company.sandbox.world).filter(({ source }) => source === 'PublicApi');
    assert.deepEqual([scan?.type, scan?.scope], ['RunAntiVirusScan', 'Full']);
    assert.deepEqual(await reasonsRecorded(), [why, why, why]);
    await company.assertAuditHolds();
  });

  it('that is negative is blocked, scanned for and isolated', async () => {
    company = await Company.open();
    const id = await alertId();
    await company.say('alice', `false negative ${id}`);
    assert.deepEqual(
      [...buttons(answer().card as Card).keys()],
      ['Classify: malware', 'Block the file', 'Scan the device', 'Isolate the device'],
    );
    await pressed('Isolate the device');
    await company.say('alice', 'false positive LAP-FIN-0001');
    assert.ok(buttons(answer().card as Card).has('Release the device'), 'since the list shows it as isolated');
  });

  it('offers nothing of a kind that is off, and says how it is switched on', async () => {
    company = await Company.open({ writer: false });
    const id = await alertId();
    await company.say('alice', `false positive ${id}`);
    assert.equal(buttons(answer().card as Card).size, 0);
    assert.match(cardText(answer().card), /Indicators are switched off in this Airlock\.[^\n]*CHANGE_KINDS/);
  });

  it('of what is not there is no guess', async () => {
    company = await Company.open();
    await company.say('alice', 'false positive da637399794050273582_760707377');
    assert.match(cardText(answer().card), /Microsoft Graph lists no alert da637399794050273582_760707377/);
    await company.say('alice', 'false positive LAP-NOWHERE-1');
    assert.match(cardText(answer().card), /Defender's list of devices has none called LAP-NOWHERE-1/);
  });

  /** The button that is pressed once a device group and an end are chosen, and what is offered to choose. */
  function picker(card: Card) {
    const inputs = new Map<string, readonly string[]>();
    const buttons: { say: string }[] = [];
    JSON.stringify(card, (_key, node) => {
      if (node?.type === 'Input.ChoiceSet')
        inputs.set(
          node.id,
          node.choices.map(({ value }: { value: string }) => value),
        );
      if (node?.type === 'Action.Execute' && node.associatedInputs === 'auto') buttons.push(node.data);
      return node;
    });
    return {
      scopes: inputs.get('scope') ?? [],
      ends: inputs.get('end') ?? [],
      data: buttons[0] ?? assert.fail('no button'),
    };
  }

  it('about a hash alone is allowed where and for how long somebody chooses on the card', async () => {
    company = await Company.open();
    const sha = 'ab'.repeat(32);
    await company.say('alice', `false positive ${sha}`);
    const message = answer();
    const { scopes, ends, data } = picker(message.card as Card);
    assert.ok(scopes.includes('"Finance"') || scopes.includes('" Finance"'), scopes.join());
    assert.deepEqual(ends, ['1 day', '7 days', '30 days', '90 days']);
    const scope = scopes.find((one) => one.includes('Executives')) ?? assert.fail();
    const early = await company.invoke('alice', message, { verb: 'say', data: { ...data, end: '7 days' } });
    assert.match(cardText(early.value as Card), /Choose a device group and an end first/);
    assert.equal(await company.services.store.requestByNumber(company.services.tenantId, 1), null);
    await company.invoke('alice', message, { verb: 'say', data: { ...data, scope, end: '30 days' } });
    await company.settle();
    const draft = answer();
    const own = await company.view('alice', draft);
    assert.match(cardText(own), /Allow file \(SHA-256\)[\s\S]*Allow on Executives until 2026-12-24/);
    const submit = actionOf(own, 'submit') ?? assert.fail('no draft');
    const typed = /"id":"reason"[^}]*"value":("(?:[^"\\]|\\.)+")/.exec(JSON.stringify(own))?.[1];
    const reason: string = JSON.parse(typed ?? assert.fail('no reason'));
    assert.equal(reason, `file ${sha} is a false positive`);
    await company.invoke('alice', draft, { ...submit, data: { ...submit.data, reason } });
    await company.settle();
    await company.approve('bob', draft);
    await company.settle();
    const [indicator] = activeIndicators(company.sandbox.world);
    assert.deepEqual(
      [indicator?.indicatorValue, indicator?.action, indicator?.rbacGroupNames],
      [sha, 'Allowed', ['Executives']],
    );
  });

  it('decides nothing by what somebody sends as their choice, and offers words where no group can be read', async () => {
    company = await Company.open();
    await company.say('alice', `false positive ${'ab'.repeat(32)}`);
    const message = answer();
    const { data } = picker(message.card as Card);
    for (const scope of ['"Nobody"', 'all devices', '"a" for 7 days; approve 1', ''])
      await company.invoke('alice', message, { verb: 'say', data: { ...data, scope, end: '7 days' } });
    await company.settle();
    assert.equal(await company.services.store.requestByNumber(company.services.tenantId, 1), null);
    company.sandbox.world.tenant.deviceGroups = [];
    company.clock.pass(HOUR);
    await company.say('alice', `false positive ${'cd'.repeat(32)}`);
    assert.match(cardText(answer().card), /write "allow file (?:cd){32} on <group> for 7 days"/);
  });
});
