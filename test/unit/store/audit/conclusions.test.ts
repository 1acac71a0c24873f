import assert from 'node:assert/strict';
import { openAfter, provenBy } from '../../../../src/store/audit/conclusions.ts';

const LOOKED = {
  faultCount: 0,
  entries: 3,
  requests: 1,
  sealsChecked: true,
  checked: 3,
  unchecked: 0,
  unsigned: 0,
  untold: 0,
  unseenSince: null,
  compared: 1,
  notHeld: 0,
  givenUp: 0,
  beyond: null,
  logged: null,
  unnoted: [],
  unbound: 0,
};

describe('what an audit proves of accounts', () => {
  it('is said only where entries tell of them', () => {
    assert.match(
      provenBy(LOOKED).join('\n'),
      /remembered of switches, device groups and accounts, is what the entries/,
    );
    assert.doesNotMatch(openAfter(LOOKED).join('\n'), /remembered of accounts/);
  });

  it('is never said beside that it is not proven, which does not pass for an upgrade alone', () => {
    const untold = { ...LOOKED, untold: 4 };
    assert.match(provenBy(untold).join('\n'), /remembered of switches and device groups, is what the entries/);
    const [open] = openAfter(untold).filter((one) => /remembered of accounts/.test(one));
    assert.match(open ?? '', /no entry tells of it\. .*Else entries that told of it were cut off the end/);
  });
});
