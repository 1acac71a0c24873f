import type { ServiceContext } from '../context.ts';
import { type Check, failure, ok, warning } from '../finding.ts';

const MINUTE = 60_000;
/** Tokens are checked with five minutes of patience (facts/teams.md 3.1). */
const MOST = 5 * MINUTE;
const NOTED = 2 * MINUTE;

export const clock: Check<ServiceContext> = {
  id: 'clock',
  title: 'Clock',
  async run({ probe, clock: own }) {
    const asked = own.now();
    const { at } = await probe('graph', '/v1.0/users?$top=1&$select=id');
    const mend = 'Let this machine take its time from a time server (NTP).';
    if (at === null)
      return [warning('the answer of Microsoft Graph has no date', 'The clock cannot be compared.', mend)];
    const now = (asked + own.now()) / 2;
    const off = Math.abs(now - at);
    const way = now > at ? 'ahead' : 'behind';
    const what = `is ${Math.round(off / MINUTE)} minutes ${way}`;
    const why = 'Requests expire at the wrong time, and tokens are refused from five minutes on.';
    if (off > MOST) return [failure(what, why, mend)];
    return off > NOTED ? [warning(what, why, mend)] : [ok('agrees with that of Microsoft Graph')];
  },
};
