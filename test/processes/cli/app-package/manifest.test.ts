import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { fillVariables, manifestFaults, pngSize } from '../../../../src/cli/app-package/package-app.ts';
import { readPackageConfig } from '../../../../src/service/config/read-config.ts';
import { PACKAGE_SETTINGS, packageVariables } from '../../../../src/service/config/settings/package-settings.ts';
import { COMMAND_MENU } from '../../../../src/teams/cards/answers/help-card.ts';
import { parseCommand } from '../../../../src/teams/language/parse-command.ts';

const MANIFEST = JSON.parse(readFileSync('appPackage/manifest.json', 'utf8'));
const EXAMPLES = Object.fromEntries(
  Object.values(PACKAGE_SETTINGS).map(({ variable, example }) => [variable, example] as const),
);

describe('the app manifest', () => {
  it('is as the official schema wants it once the settings are filled in', () => {
    const values = packageVariables(readPackageConfig({ env: EXAMPLES, faults: [], fileMode: null }), '0.0.1');
    const { filled, missing } = fillVariables(MANIFEST, values);
    assert.deepEqual(missing, []);
    assert.deepEqual(manifestFaults(filled as { manifestVersion: string }), []);
  });

  it('names the schema of its own version', () => {
    assert.equal(
      MANIFEST.$schema,
      `https://developer.microsoft.com/json-schemas/teams/v${MANIFEST.manifestVersion}/MicrosoftTeams.schema.json`,
    );
  });

  it('needs no value that is no setting, and each setting is for something', () => {
    const { missing } = fillVariables(MANIFEST, {});
    assert.deepEqual([...missing].sort(), Object.keys(EXAMPLES).sort());
  });

  it('falls back to the bot’s id and to Airlock’s own version', () => {
    const { TEAMS_APP_ID: _id, APP_VERSION: _version, ...required } = EXAMPLES;
    const values = packageVariables(readPackageConfig({ env: required, faults: [], fileMode: null }), '9.8.7');
    assert.deepEqual([values.TEAMS_APP_ID, values.APP_VERSION], [EXAMPLES.BOT_APP_ID, '9.8.7']);
  });

  it('asks for the three places where Airlock works, and for nothing more', () => {
    const [bot, ...more] = MANIFEST.bots;
    assert.deepEqual(more, []);
    assert.deepEqual(bot.scopes, ['team', 'personal', 'groupChat']);
    assert.deepEqual([bot.supportsFiles, bot.isNotificationOnly], [true, false]);
    for (const key of [
      'authorization',
      'permissions',
      'devicePermissions',
      'webApplicationInfo',
      'supportedChannelTypes',
    ])
      assert.equal(key in MANIFEST, false, key);
    assert.deepEqual(MANIFEST.validDomains, []);
    assert.equal(MANIFEST.defaultBlockUntilAdminAction, true);
  });

  it('offers in each of them the commands that help names', () => {
    assert.deepEqual(MANIFEST.bots[0].commandLists, [{ scopes: MANIFEST.bots[0].scopes, commands: COMMAND_MENU }]);
  });

  it('offers twelve commands at most, each once', () => {
    assert(COMMAND_MENU.length <= 12);
    assert.equal(new Set(COMMAND_MENU.map(({ title }) => title)).size, COMMAND_MENU.length);
  });

  for (const { title } of COMMAND_MENU)
    it(`offers "${title}", which is a command or the beginning of one`, () => {
      const { kind } = parseCommand(title);
      assert(kind !== 'unknown' && kind !== 'offer', kind);
    });
});

describe('the icons', () => {
  const read = (name: string) => readFileSync(`appPackage/${name}`);

  it('are as large as Teams wants them', () => {
    assert.equal(pngSize(read(MANIFEST.icons.color)), '192x192');
    assert.equal(pngSize(read(MANIFEST.icons.outline)), '32x32');
  });

  it('are white on nothing where only the outline is drawn', () => {
    const colours = new Set<string>();
    let drawn = 0;
    for (const [red, green, blue, alpha] of pixelsOf(read(MANIFEST.icons.outline))) {
      if (alpha === 0) continue;
      drawn += 1;
      colours.add([red, green, blue].join());
    }
    assert.deepEqual([...colours], ['255,255,255']);
    assert(drawn > 50 && drawn < 32 * 32 - 50);
  });
});

/** The pixels of a PNG of eight bits RGBA that is not interlaced (w3.org/TR/png-3, 9 and 10). */
function pixelsOf(png: Buffer): number[][] {
  assert.deepEqual([...png.subarray(24, 29)], [8, 6, 0, 0, 0]);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(data));
  const width = png.readUInt32BE(16) * 4;
  const rows: number[][] = [];
  for (let start = 0; start < raw.length; start += width + 1)
    rows.push(unfiltered(raw.subarray(start, start + width + 1), rows.at(-1) ?? []));
  return rows.flatMap((row) => Array.from({ length: width / 4 }, (_, pixel) => row.slice(pixel * 4, pixel * 4 + 4)));
}

function unfiltered([filter, ...line]: Buffer, above: readonly number[]): number[] {
  const row: number[] = [];
  for (const [at, value] of line.entries()) {
    const [left, up, corner] = [row[at - 4] ?? 0, above[at] ?? 0, above[at - 4] ?? 0];
    const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0;
    row.push((value + predicted) & 255);
  }
  return row;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
