import { z } from 'zod';
import { CONNECTORS, connectorNamed } from '../../../defender/registry/connectors.ts';
import {
  type ConfigFault,
  type EnvironmentVariables,
  readSettings,
  type Setting,
  type SettingsTable,
} from '../../../shared/setting.ts';

const KINDS = CONNECTORS.map(({ kind }) => kind);
const [USUAL] = CONNECTORS;

/** Which connector of the registry is used. */
export const CONNECTOR_CHOICE = {
  connector: {
    variable: 'DEFENDER_CONNECTOR',
    meaning: CONNECTORS.map(({ kind, words }) => `\`${kind}\`: ${words.setting}`).join('; '),
    example: USUAL.kind,
    fallback: USUAL.kind,
    schema: z.enum(KINDS, `is none of ${KINDS.join(', ')}`),
  },
} as const satisfies Record<string, Setting<unknown>>;

/** The settings of every connector. None is always required: that depends on the chosen connector. */
export const CONNECTOR_SETTINGS: SettingsTable = Object.fromEntries(
  CONNECTORS.flatMap(({ kind, settings }) =>
    Object.entries(settings).map(([name, setting]) => [
      name,
      { ...setting, meaning: `\`${kind}\`: ${setting.meaning}`, optional: true },
    ]),
  ),
);

/** A connector with the values of its own settings. */
export interface ChosenConnector {
  readonly kind: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * What is wrong with the settings of connectors.
 * @param kind the chosen one; undefined where DEFENDER_CONNECTOR itself is wrong
 */
export function connectorFaults(kind: string | undefined, env: EnvironmentVariables): readonly ConfigFault[] {
  const { values, faults } = readSettings(CONNECTOR_SETTINGS, env);
  const own = kind === undefined ? [] : Object.entries(connectorNamed(kind).settings);
  const missing = own
    .filter(([name, setting]) => values[name] === null && !setting.optional)
    .map(([, { variable, example }]) => {
      const problem = `is not set, though DEFENDER_CONNECTOR is ${kind}`;
      return { variable, problem, example: `${variable}=${example}` };
    });
  return [...faults, ...missing];
}

/** @param env without a fault */
export function chosenConnector(kind: string, env: EnvironmentVariables): ChosenConnector {
  return { kind, settings: readSettings(connectorNamed(kind).settings, env).values };
}
