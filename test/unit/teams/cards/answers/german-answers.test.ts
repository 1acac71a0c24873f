import assert from 'node:assert/strict';
import { levelNamed, levelTextFaults } from '../../../../../src/changes/device-group/input/read-level.ts';
import { LEVEL_WORDS, REMEDIATION_LEVELS } from '../../../../../src/changes/remediation-level.ts';
import { SUPPORTED_KINDS } from '../../../../../src/changes/supported/supported-kinds.ts';
import { sayNote } from '../../../../../src/shared/language/stored-notes.ts';
import { inLanguage, say } from '../../../../../src/shared/language/worded.ts';
import { answerCard } from '../../../../../src/teams/cards/answers/answer-card.ts';
import { helpModel } from '../../../../../src/teams/cards/answers/help-card.ts';
import { parseCommand } from '../../../../../src/teams/language/parse-command.ts';
import { ANSWERS } from '../../../../cards/answer-cases.ts';
import { cardText } from '../../../../support/company/fake-teams.ts';
import { BUILT_AT } from '../../../../support/samples/build-request.ts';

const german = <T>(work: () => T): T => inLanguage('de', work);

describe('teams/cards: answers in German', () => {
  it('help names German commands, each of which says the same as the English one', () => {
    const data = { mention: false, kinds: SUPPORTED_KINDS };
    const commands = () =>
      helpModel(data).groups.flatMap(({ lines, folds }) =>
        [...lines, ...folds.flatMap((fold) => fold.lines)].map(({ command }) => command),
      );
    const said = german(commands);
    const pairs = commands().flatMap((english, at) =>
      english === said[at] ? [] : [[english, said[at] ?? ''] as const],
    );
    assert(pairs.length > 45, `${pairs.length}`);
    const OWN_WORDS = /^(?:reject 12|stop 12|approve .* because)/u;
    for (const [english, line] of pairs) {
      const [one, other] = [english, line].map((text) => parseCommand(text));
      if (OWN_WORDS.test(english)) assert.equal(other?.kind, one?.kind, line);
      else assert.deepEqual(other, one, line);
    }
  });

  it('says why a single item did not go as asked', () => {
    const devices = ANSWERS['devices-items'];
    assert(devices?.view === 'devices' && devices.data.items);
    const reason = 'Defender is doing something of this kind on it already, so it was not ordered again.';
    const items = [{ name: 'LAP-HR-0001', state: 'refused', reason } as const];
    const text = german(() => cardText(answerCard({ view: 'devices', data: { ...devices.data, items } }, BUILT_AT)));
    assert.match(text, /Defender führt dort bereits/);
    assert.match(
      german(() => sayNote('Somebody changed it meanwhile: it is "block" now, and stays so.')),
      /^Jemand hat es inzwischen geändert/,
    );
  });

  it('lists the levels in German, also in a fault that was stored, and takes each as it is listed', () => {
    const [fault = ''] = levelTextFaults('very much');
    for (const level of REMEDIATION_LEVELS) {
      assert.ok(fault.includes(LEVEL_WORDS[level]), level);
      const word = german(() => say(LEVEL_WORDS[level]));
      assert.ok(german(() => sayNote(fault)).includes(word), word);
      assert.equal(levelNamed(word), level);
    }
  });

  it('keeps the word in a German reason on which its order hangs', () => {
    for (const line of ['genehmige 12 1be9 85ad, weil HR es braucht', 'schalte AIR ein, weil HR es braucht']) {
      const command = parseCommand(line);
      assert('reason' in command && command.reason === 'weil HR es braucht', line);
    }
  });
});
