import type { Ground } from '../context.ts';
import { type Check, failure, ok, warning } from '../finding.ts';

export const settings: Check<Ground> = {
  id: 'settings',
  title: 'Settings',
  async run({ faults, misspelt, envFileMode, config }) {
    return [
      ...faults.map(({ variable, problem, example }) =>
        failure(`${variable} ${problem}`, 'Airlock does not start.', `For example: ${example}`),
      ),
      ...(config ? [ok(`complete; connector ${config.connector.kind}, cloud ${config.cloud}`)] : []),
      ...misspelt.map(({ name, meant }) =>
        warning(`${name} is no variable of Airlock`, 'What it says is not heard.', `Did you mean ${meant}?`),
      ),
      ...(envFileMode !== null && (envFileMode & 0o077) !== 0
        ? [warning('.env can be read by other users of this machine', 'It may hold secrets.', 'chmod 600 .env')]
        : []),
    ];
  },
};
