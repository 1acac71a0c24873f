import assert from 'node:assert/strict';
import { z } from 'zod';
import { SETTINGS_TABLES } from '../../../../src/service/config/settings/all-settings.ts';
import { readSettings, type SettingsTable } from '../../../../src/shared/setting.ts';

const TABLES: readonly SettingsTable[] = Object.values(SETTINGS_TABLES);

/** Numbers and times, by their examples; not a choice of words that one of them may be. */
const MEASURED = TABLES.flatMap((table) =>
  Object.entries(table).filter(
    ([, { example, schema }]) => /^\d+[smhd]?$/.test(example) && !(schema instanceof z.ZodEnum),
  ),
);

/** Everybody knows the range of a port; time of day and the like are no ranges. */
const KNOWN_RANGES = /^(PORT|OPS_PORT|SANDBOX_PORT)$/;

describe('every bounded setting', () => {
  it('is looked at here', () => assert(MEASURED.length >= 6));

  for (const [name, setting] of MEASURED) {
    const { variable, example } = setting;
    const read = (text: string) => readSettings({ [name]: setting }, { [variable]: text }).faults;

    it(`${variable} takes both ends of its range, and says the range to whatever is beyond or no number at all`, () => {
      const unit = example.replace(/^\d+/, '');
      const problem = read(`99999999${unit && 'd'}`)[0]?.problem ?? assert.fail('it takes everything');
      const [, least, most] = /from (\d+[smhd]?) to (\d+[smhd]?)/.exec(problem) ?? assert.fail(problem);
      assert(least && most);
      assert.deepEqual([...read(least), ...read(most)], []);
      if (!KNOWN_RANGES.test(variable))
        assert.match(
          setting.meaning.replaceAll('`', ''),
          new RegExp(`\\b${least} to ${most}\\b`),
          'its page says the range',
        );
      const beyond = most.replace(/\d+/, (text) => String(Number(text) + 1));
      for (const text of [beyond, `-1${unit}`, `1.5${unit}`, 'many', '', ` ${example}`, '0x10', '1e3'])
        assert.deepEqual(
          read(text).map((fault) => fault.problem),
          [problem],
          text,
        );
    });
  }
});
