import type { Ground } from '../context.ts';
import { type Check, failure, ok } from '../finding.ts';

/** The oldest that package.json's `engines` names. */
const OLDEST = { major: 20, minor: 19 } as const;

export const nodeVersion: Check<Ground> = {
  id: 'node-version',
  title: 'Node.js',
  async run({ node }) {
    const [major = 0, minor = 0] = node.replace(/^v/, '').split('.').map(Number);
    if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return [ok('is new enough')];
    const why = `Airlock needs ${OLDEST.major}.${OLDEST.minor} or newer.`;
    return [failure(`is ${node}`, why, 'Install a newer Node.js and start Airlock with it.')];
  },
};
