/** Keys whose absence hurts, most telling first; the first key of an object goes when it holds none of them. */
const TELLING = [
  'AutoResolveInvestigatedAlerts',
  'AutoRemediationLevel',
  'MdeFlavor',
  'overrideMdeFlavor',
  'access_token',
  'computerDnsName',
  'accountEnabled',
  'id',
];

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function driftObject(object: JsonObject): JsonObject {
  const gone = TELLING.find((key) => key in object) ?? Object.keys(object)[0];
  const kept = Object.entries(object).filter(([key]) => key !== gone);
  return { ...Object.fromEntries(kept), SchemaVersion: '2027-01-01-preview', Extensions: { Origin: 'sandbox' } };
}

/** The same answer as a later version of the service might give it: each object of it lacks one key and has two new ones. */
export function drift(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? driftObject(item) : item));
  if (!isObject(value)) return { SchemaVersion: '2027-01-01-preview', Result: value };
  for (const list of ['items', 'value']) {
    if (Array.isArray(value[list]))
      return { ...value, [list]: drift(value[list]), SchemaVersion: '2027-01-01-preview' };
  }
  return driftObject(value);
}
