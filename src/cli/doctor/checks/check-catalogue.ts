import { isAirlockError } from '../../../shared/errors.ts';
import { type Finding, ok } from '../../../shared/finding.ts';
import type { Check, ServiceContext } from '../context.ts';

const PATH = '/api/$metadata';

/** The elements of an EDMX document that name something (OData CSDL XML 4.01), each with its attributes. */
const NAMED =
  /<(?:\w+:)?(?:EntityType|ComplexType|EnumType|Property|NavigationProperty|EntitySet|Singleton|Action|Function|ActionImport|FunctionImport|Parameter|Member|TypeDefinition|Term)((?:\s+[\w:.]+\s*=\s*(?:"[^"]*"|'[^']*'))+)/g;

const NAME = /(?:^|\s)Name\s*=\s*(?:"([\w.]+)"|'([\w.]+)')/;

/** What only the portal can do today. */
const TELLING = /DeviceGroup|MachineGroup|AdvancedFeature|Setting/i;

/** Names that machines and alerts have had all along, of what can only be read. */
const READ_ONLY = new Set(['rbacGroupId', 'rbacGroupName', 'machineGroupId', 'machineGroupName', 'rbacMachineGroupId']);

/** The most names to print. */
const MOST = 12;

/** Names in the catalogue that look like device groups or settings, each once; null for what is no catalogue. */
export function tellingNames(document: string): string[] | null {
  if (!/<(?:\w+:)?Edmx\s/.test(document)) return null;
  const names = [...document.matchAll(NAMED)].flatMap(([, attributes = '']) => {
    const [, double, single] = NAME.exec(attributes) ?? [];
    return double ?? single ?? [];
  });
  return [...new Set(names)].filter((name) => TELLING.test(name) && !READ_ONLY.has(name)).sort();
}

/** Whether the document ends as it has to: what one that broke off does not name may be in the rest. */
function isWhole(document: string): boolean {
  return /<\/(?:\w+:)?Edmx\s*>\s*$/.test(document);
}

function findingOf(names: readonly string[], whole: boolean): Finding {
  if (names.length === 0 && !whole) return ok('broke off before its end, so nothing can be said of what it names');
  if (names.length === 0)
    return ok(
      'has no name with DeviceGroup, MachineGroup, AdvancedFeature or Setting in it: no sign of an API for what only the portal is known to change',
    );
  const shown = names.slice(0, MOST).join(', ');
  const more = names.length > MOST ? ` and ${names.length - MOST} more` : '';
  return ok(
    `names ${shown}${more}: undocumented; Airlock calls none of it. Microsoft may be about to ship an API for what only the portal can change`,
  );
}

/**
 * Looks into Defender's own catalogue for the first sign of an API for what only the portal can do
 * (docs/facts/defender.md#catalogue). Nothing depends on it, so whatever it answers is no failure.
 */
export const catalogue: Check<ServiceContext> = {
  id: 'catalogue',
  title: 'Catalogue of the Defender API',
  async run(context) {
    try {
      const { status, text } = await context.document('mde', PATH);
      if (status !== 200) return [ok(`was not shown (HTTP ${status}); nothing depends on it`)];
      const names = tellingNames(text);
      return [names ? findingOf(names, isWhole(text)) : ok('is in a form that is not known; nothing depends on it')];
    } catch (error) {
      if (!isAirlockError(error)) throw error;
      return [ok(`could not be read; nothing depends on it: ${error.message}`)];
    }
  },
};
