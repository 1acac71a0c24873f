import assert from 'node:assert/strict';
import { MARKS } from '../../../../src/shared/language/pseudo.ts';
import { Company, type Name, SOC } from '../../../support/company/company.ts';
import { actionOf, cardText } from '../../../support/company/fake-teams.ts';

describe('whose language is spoken', () => {
  let company: Company;
  afterEach(() => company.close());

  const isOther = (card: unknown) => cardText(card).includes(MARKS.from);
  const last = (conversation: string) =>
    company.teams.messages.findLast((one) => one.conversation === conversation) ?? assert.fail(conversation);
  const speaks = (who: Name, locale: string) => Object.assign(company.person(who), { locale });

  it('is the asker’s in an answer, at once and after Defender was read, also in a channel', async () => {
    company = await Company.open();
    speaks('alice', 'qps-ploc');
    await company.say('alice', 'help');
    assert.ok(isOther(last(SOC).card));
    await company.say('alice', 'status');
    assert.ok(isOther(last(SOC).card), 'a job answered');
    await company.say('bob', 'status');
    assert.ok(!isOther(last(SOC).card));
  });

  it('is each reader’s on a card, in their own chat and where many read along', async () => {
    company = await Company.open();
    speaks('bob', 'qps-ploc');
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
    const shared = await company.pending();
    assert.ok(!isOther(shared.card), 'everybody’s copy is in the installation’s language');
    assert.ok(isOther(await company.view('bob', shared)), 'a refresh is in the reader’s');
    assert.ok(!isOther(await company.view('alice', shared)));
    assert.deepEqual([isOther(last('a:bob').card), isOther(last('a:grace').card)], [true, false]);
    const reject = actionOf(await company.view('bob', shared), 'reject');
    await company.invoke('bob', shared, { verb: 'reject', data: { ...reject?.data, reason: 'Not tonight' } });
    await company.settle();
    assert.ok(!isOther(last(SOC).card), 'what Bob did is told in the language of the channel');
  });

  it('is a person’s own in their own chat, wherever they spoke it last', async () => {
    company = await Company.open();
    const noticeIn = async (place: string) => {
      await company.pending();
      return isOther(last(place).card);
    };
    for (const who of ['bob', 'grace'] as const) await company.say(who, 'help', `a:${who}`);
    speaks('bob', 'qps-ploc');
    await company.say('bob', 'help');
    assert.deepEqual([await noticeIn('a:bob'), isOther(last('a:grace').card)], [true, false]);
    speaks('sam', 'qps-ploc');
    await company.say('sam', 'help');
    speaks('sam', 'fr-FR');
    await company.say('sam', 'help', 'a:sam');
    const place = await company.services.store.conversation('a:sam' as never);
    assert.equal(place?.language, 'qps-ploc', 'the chat was opened later, by a client that says nothing');
  });

  it('is remembered of a person whose client does not say it, and else the installation’s', async () => {
    company = await Company.open({ environment: { SHARED_LANGUAGE: 'qps-plocm' } });
    speaks('alice', 'qps-ploc');
    await company.say('alice', 'help', 'a:alice');
    const marked = cardText(last('a:alice').card);
    speaks('alice', 'fr-FR');
    await company.say('alice', 'help', 'a:alice');
    assert.equal(cardText(last('a:alice').card), marked);
    speaks('bob', 'fr-FR');
    await company.say('bob', 'help', 'a:bob');
    assert.match(cardText(last('a:bob').card), /[א-ת]/u);
    speaks('alice', 'en-GB');
    await company.say('alice', 'help', 'a:alice');
    assert.ok(!isOther(last('a:alice').card));
    const [known] = await company.services.store.contacts(company.services.tenantId, [
      company.person('alice').id as never,
    ]);
    assert.equal(known?.language, 'en');
  });
});
