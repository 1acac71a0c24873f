import { PRODUCTION_SETTINGS, type ProductionValues } from './production-settings.ts';
import type { ConfigFault } from './setting.ts';

/** What could be read: a variable that is wrong by itself is absent, and is a fault already; one that is unset is null. */
export type Given = Partial<ProductionValues>;

export type SettingName = keyof ProductionValues;

export function isSet(given: Given, name: SettingName): boolean {
  return given[name] !== null && given[name] !== undefined;
}

/** @param value what would be right; the table's example when absent */
export function ruleFault(name: SettingName, problem: string, value?: string): ConfigFault {
  const { variable, example } = PRODUCTION_SETTINGS[name];
  return { variable, problem, example: `${variable}=${value ?? example}` };
}

/** For a variable that should not be there at all. */
export function strayFault(variable: string, problem: string): ConfigFault {
  return { variable, problem, example: `unset ${variable}` };
}
