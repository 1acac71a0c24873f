import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Command } from '../../../../src/teams/language/command.ts';
import { normaliseText } from '../../../../src/teams/language/normalise.ts';
import { parseCommand } from '../../../../src/teams/language/parse-command.ts';

/** Not typed as a command of its own: free words, an answer to half of one, or nothing that is understood. */
type Free =
  | ('change' | 'input' | 'several' | 'faulty-list' | 'form' | 'sight' | 'sight-form' | 'ask' | 'last-change')
  | ('revert-last' | 'this' | 'offer' | 'thanks' | 'unknown' | 'incomplete' | 'malformed');

/** One exact form of each other command: one that is new and has none here does not compile. */
const EXACT: Readonly<Record<Exclude<Command['kind'], Free>, readonly string[]>> = {
  revert: ['revert 12'],
  again: ['ask again 12'],
  'approval-channel': ['use this channel for approvals', 'stop using this channel for approvals'],
  status: ['status'],
  help: ['help'],
  home: ['home'],
  mute: ['mute', 'unmute'],
  digest: ['digest daily', 'digest off'],
  requests: ['requests', 'history'],
  history: ['history by alice since monday'],
  show: ['show 12'],
  devices: ['devices 12'],
  withdraw: ['withdraw 12'],
  discard: ['discard 12'],
  drafts: ['my drafts', 'discard all drafts'],
  'cancel-scan': ['cancel scan 12'],
  attest: ['applied 12 1be9 85ad'],
  approve: ['approve 12 1be9 85ad'],
  'take-back': ['take back 12'],
  reject: ['reject 12 why'],
  outside: ['outside changes'],
  adopt: ['adopt change 3'],
  'revert-outside': ['revert change 3'],
  approvers: ['who can approve?'],
};

/** The part of the page that is in English; German forms alone name a command to nobody else. */
const PAGE = readFileSync('docs/commands.md', 'utf8').replace(/^## In German[\s\S]*?(?=^## )/mu, '');

function heard(text: string): Command {
  return parseCommand(normaliseText({ text, mentions: [], bot: { id: '28:airlock', name: 'Airlock' } }));
}

describe('the page of what can be written', () => {
  for (const [kind, lines] of Object.entries(EXACT))
    for (const line of lines)
      it(`names "${line}"`, () => {
        assert.equal(heard(line).kind, kind);
        assert(PAGE.includes(`\`${line}\``) || PAGE.includes(`"${line}"`), `docs/commands.md lacks "${line}"`);
      });

  it('names what settles an emergency that nobody can tell of any more', () => {
    const said = heard('settle emergency 12');
    assert(said.kind === 'change' && said.change.kind === 'settled-emergency');
    assert(PAGE.includes('`settle emergency 12`'));
  });
});
