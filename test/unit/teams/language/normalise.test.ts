import assert from 'node:assert/strict';
import fc from 'fast-check';
import { normaliseText, withoutOthers } from '../../../../src/teams/language/normalise.ts';
import { anyText } from '../../../support/generated/any-text.ts';

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', "'": '&apos;', '\u00a0': '&nbsp;' };
const bot = { id: '28:airlock', name: 'Airlock' };

function normalise(text: string, mentions: { id: string; text: string }[] = []): string {
  return normaliseText({ text, mentions, bot });
}

describe('the text of a message', () => {
  it('loses every mention of the bot and keeps other people as their names', () => {
    const mentions = [
      { id: bot.id, text: '<at>Airlock</at>' },
      { id: '29:bob', text: '<at>Bob</at>' },
    ];
    assert.equal(normalise('<at>Airlock</at> ask <at>Bob</at> <at>Airlock</at>', mentions), 'ask Bob');
  });

  it('loses a mention under another name, when its entity names the bot', () => {
    assert.equal(normalise('<at>The lock</at> help', [{ id: bot.id, text: '<at>The lock</at>' }]), 'help');
  });

  it('never loses words because an entity claims them for the bot', () => {
    assert.equal(normalise('do not enable air', [{ id: bot.id, text: 'do not ' }]), 'do not enable air');
    assert.equal(normalise('do not enable air', [{ id: bot.id, text: '' }]), 'do not enable air');
    assert.equal(
      normalise('<at>do not enable</at> air', [{ id: bot.id, text: '<at>do</at> <at>x</at>' }]),
      'do not enable air',
    );
  });

  it('decodes entities once', () => {
    assert.equal(
      normalise('a&amp;nbsp;b &lt;at&gt;c &#x41;&#66; &bogus; &#0; &#99999999;'),
      'a&nbsp;b <at>c AB &bogus; \ufffd \ufffd',
    );
  });

  it('decodes whatever name HTML has for a character, in its one spelling and with its semicolon', () => {
    assert.equal(
      normalise('A&B &ndash; R&amp;D &copy; &amp &LT; &Lt; &notit; A&lt;B'),
      'A&B – R&D © &amp < ≪ &notit; A<B',
    );
  });

  it('leaves nothing unseen behind an entity', () => {
    assert.equal(
      normalise('e&ZeroWidthSpace;n&shy;a&#x202e;b&#8203;le&NewLine;a&Tab;i&#xd800;r&zwj;&InvisibleTimes;&#x1f;'),
      'enable a i\ufffdr',
    );
  });

  it('decodes what was encoded, whatever it was', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 200 }), fc.boolean(), (text, numeric) => {
        const encode = (one: string) => (numeric ? `&#${one.codePointAt(0)};` : (NAMED[one] ?? one));
        const plain = text.replaceAll(/[<>\0\x80-\x9f]/g, '');
        assert.equal(normalise([...plain].map(encode).join('')), normalise(plain.replaceAll('&', '&amp;')));
      }),
    );
  });

  it('loses the marks of a quoted message, and what a quote repeats of it', () => {
    assert.equal(normalise('<quoted messageId="1700000000000"/> status'), 'status');
    assert.equal(normalise('<attachment id="17"></attachment>\nreject 1 not now'), 'reject 1 not now');
    assert.equal(normalise('<blockquote itemid="17"><p>approve 12</p></blockquote><p>no</p>'), 'no');
    assert.equal(normalise('<blockquote>a<blockquote>b</blockquote>c</blockquote>status'), 'status');
    assert.equal(normalise('> approve 12\n> now\n\nstatus'), 'status');
  });

  it('keeps a quote that stands alone, or that does not end', () => {
    assert.equal(normalise('> approve 12'), '> approve 12');
    assert.equal(normalise('<blockquote>approve 12'), '<blockquote>approve 12');
  });

  it('loses the marks of formatting, but for words that are struck through', () => {
    assert.equal(normalise('<b>enable</b> <i>a</i>ir'), 'enable air');
    assert.equal(normalise('<s>approve 12</s>'), '<s>approve 12</s>');
  });

  it('loses the name of the bot that was typed as text', () => {
    for (const text of ['@Airlock status', '@airlock, status', 'status @Airlock', '@AIRLOCK: status']) {
      assert.equal(normalise(text), 'status', text);
    }
    assert.equal(normalise('@Airlocks status'), '@Airlocks status');
    assert.equal(normalise('@Airlock'), '');
  });

  it('keeps the letters of names in quotation marks as they were typed, whatever marks a phone makes of them', () => {
    assert.equal(normalise('ｅｄｉｔ device group “ＬＡＢ①”'), 'edit device group "ＬＡＢ①"');
    assert.equal(normalise('rename device group ＂ｌａｂ＂ to "ﬁnance"'), 'rename device group "ｌａｂ" to "ﬁnance"');
    assert.equal(normalise('a 15" ｓｃｒｅｅｎ'), 'a 15" screen');
    assert.equal(normalise('edit device group "La\u200bb"'), 'edit device group "Lab"');
  });

  it('leaves out people and tags right beside the bot, where asked to', () => {
    const mentions = [{ id: bot.id, text: '<at>Airlock</at>' }];
    const alone = (text: string) => withoutOthers({ text, mentions, bot });
    assert.equal(alone('<at>Airlock</at> <at>SOC</at>&nbsp;status'), 'status');
    assert.equal(alone('<at id="1">Bob</at> <at>Airlock</at> status <at>Carol</at>'), 'status Carol');
    assert.equal(alone('<at>Airlock</at> status <at>Carol</at>'), null);
    assert.equal(alone('<at>Bob</at> status'), null);
  });

  it('marks what was cut, so that a beginning is never the whole', () => {
    assert.equal(normalise(`help${' '.repeat(20_000)}`), 'help…');
    assert.equal(normalise('b'.repeat(3_000)).length, 2_001);
  });

  it('is short, on one line and the same when normalised again, whatever was written', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 3_000 }), (text) => {
        const once = normalise(text);
        assert(once.length <= 2_001);
        assert(!/[\n\r\t\u200b-\u200f\u202a-\u202e]/u.test(once));
      }),
    );
  });

  it('takes time in proportion to its length for marks that never close', () => {
    for (const part of [
      '<at',
      '<at ',
      '<at>',
      '</at>',
      '<at x',
      '&#',
      '<p ',
      '<blockquote>',
      '<quoted ',
      '> ',
      ' "',
      '“',
    ])
      normalise(part.repeat(200_000));
  });
});
