import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { SOC_CHANNEL_ID } from '../../../../src/sandbox/chat/state/conversation.ts';
import { PEOPLE_IDS } from '../../../../src/sandbox/company/people.ts';
import { type TeamsInABox, teamsInABox } from './teams-in-a-box.ts';

const CALL = /^curl -s "\$CHAT(?<path>[^"]*)"(?: -H "\$JSON" -d '(?<body>[^']*)')?$/;

/** The calls that docs/architecture.md shows. */
function documented(): { readonly path: string; readonly body: string | undefined }[] {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const [, block = ''] = /<!-- curl: chat -->([\s\S]*?)<!-- end -->/.exec(page) ?? [];
  return block.split('\n').flatMap((line) => {
    const { path, body } = CALL.exec(line)?.groups ?? {};
    return path === undefined ? [] : [{ path, body }];
  });
}

describe('the calls of the chat that are documented', () => {
  let box: TeamsInABox;
  before(async () => {
    box = await teamsInABox({ botTimeoutMs: 100 });
  });
  after(() => box.close());

  for (const { path, body } of documented())
    it(`are answered: ${path}`, async () => {
      const content = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'A card' }] };
      const card = {
        type: 'message',
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
      };
      const room = `/v3/conversations/${encodeURIComponent(SOC_CHANNEL_ID)}/activities`;
      const { id } = (await box.call('POST', room, card)).body;
      const filled = (text: string) => text.replaceAll('$ME', PEOPLE_IDS.alice).replaceAll('$ID', id);
      const called = body === undefined ? undefined : JSON.parse(filled(body));
      const { status } = await box.call(called ? 'POST' : 'GET', `/chat${filled(path)}`, called);
      assert(status < 300, String(status));
    });

  it('are those that the page makes', () => assert.equal(documented().length, 8));

  it('tell the id of every input that a card may have', () => {
    const page = readFileSync('docs/architecture.md', 'utf8');
    const [, table = ''] = /<!-- inputs: cards -->([\s\S]*?)<!-- end -->/.exec(page) ?? [];
    const templates = readdirSync('cards')
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(`cards/${name}`, 'utf8'));
    const ids = templates.flatMap((text) =>
      [...text.matchAll(/"type": "Input\.\w+",\s+"id": "(\w+)"/g)].flatMap(([, id]) => id ?? []),
    );
    assert(ids.length > 10, ids.join());
    for (const id of [...ids, 'property0', 'operator0', 'value0']) assert(table.includes(`\`${id}\``), id);
  });
});
