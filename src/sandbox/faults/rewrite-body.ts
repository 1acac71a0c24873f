import type { Response } from 'express';
import type { Fault, OddList } from '../company/world.ts';

const CODES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  409: 'Conflict',
  412: 'PreconditionFailed',
  429: 'TooManyRequests',
  440: 'LoginTimeout',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

const CORRELATION = '00000000-fa17-4000-8000-000000000000';

/**
 * An error body in the API's own form: MDE adds a `target`, Graph an `innerError`, the Bot Connector and the activity
 * feed nothing; the portal uses the form of ASP.NET, sign-in that of OAuth with Entra's number (90033: transient).
 */
export function errorBody(surface: Fault['surface'], status: number, at: number, says?: Fault['says']): object {
  const code = says?.code ?? CODES[status] ?? 'Error';
  const message = says?.message ?? `The sandbox was told to answer ${status} ${code}.`;
  switch (surface) {
    case 'portal':
      return { Message: message, ErrorCode: code, CorrelationId: CORRELATION };
    case 'mde':
      return { error: { code, message, target: CORRELATION } };
    case 'graph':
      return {
        error: { code, message, innerError: { date: new Date(at).toISOString(), 'request-id': CORRELATION } },
      };
    case 'activity':
    case 'connector':
      return { error: { code, message } };
    case 'sign-in':
      return { error: code, error_description: message, error_codes: [90033] };
  }
}

/** Important keys to remove, most important first. An object with none of them loses its first key. */
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

/** Changes an answer as a later version of the service might: each object loses one key and gets two new ones. */
export function drift(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isObject(item) ? driftObject(item) : item));
  if (!isObject(value)) return { SchemaVersion: '2027-01-01-preview', Result: value };
  for (const list of ['items', 'value']) {
    if (Array.isArray(value[list]))
      return { ...value, [list]: drift(value[list]), SchemaVersion: '2027-01-01-preview' };
  }
  return driftObject(value);
}

/** By which keys answers hold their lists. */
const LISTS = ['items', 'value', 'results'];

/** Makes a list odd, or an object where there is no list. @param at the address that was asked */
export function oddList(value: unknown, odd: OddList, at: URL): unknown {
  if (Array.isArray(value)) return oddRecords(value, odd);
  if (!isObject(value)) return value;
  const key = LISTS.find((name) => Array.isArray(value[name]));
  if (key === undefined) return oddRecord(Object.assign({}, value, ...(odd.more ?? []).filter(isObject)), odd);
  return { ...value, [key]: oddRecords(value[key] as unknown[], odd), ...linkOf(odd, at) };
}

function oddRecords(records: readonly unknown[], odd: OddList): unknown {
  if (odd.instead !== undefined) return odd.instead;
  const list = records.filter((one) => !isHidden(one, odd));
  const changed = list.map((one, index) => (index < (odd.records ?? list.length) ? oddRecord(one, odd) : one));
  const [first] = list;
  return [...changed, ...(odd.copy && isObject(first) ? [{ ...first, ...odd.copy }] : []), ...(odd.more ?? [])];
}

function isHidden(record: unknown, { hides }: OddList): boolean {
  return hides === '*' || (isObject(record) && hides !== undefined && Object.values(record).includes(hides));
}

function oddRecord(record: unknown, { without = [], set = {} }: OddList): unknown {
  if (!isObject(record)) return record;
  return { ...Object.fromEntries(Object.entries(record).filter(([key]) => !without.includes(key))), ...set };
}

/** The part of an address that makes a link a new one; it means nothing to the service. */
export const AGAIN = 'again';

function linkOf({ link }: OddList, at: URL): object {
  if (link === undefined) return {};
  if (link === 'nowhere') return { '@odata.nextLink': '' };
  const next = new URL(at);
  if (link === 'new') next.searchParams.set(AGAIN, `${Number(next.searchParams.get(AGAIN)) + 1}`);
  return { '@odata.nextLink': next.href };
}

/** Makes a page of a list another one than was asked for. */
export function oddPage(url: string, { most, skip }: OddList): string {
  return url
    .replace(/(\$top=)(\d+)/, (_all, key, top) => key + Math.min(Number(top), most ?? Number.POSITIVE_INFINITY))
    .replace(/(\$skip=)(\d+)/, (_all, key, asked) => key + shifted(Number(asked), skip));
}

function shifted(asked: number, skip: OddList['skip']): number {
  if (skip === 'ignored') return 0;
  return asked === 0 ? 0 : Math.max(0, asked + (skip ?? 0));
}

/** Buffers the whole answer, then sends what `change` returns for it. */
export function rewriteBody(res: Response, change: (body: Buffer) => Buffer): void {
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown): void => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const end = res.end.bind(res) as (body: Buffer) => Response;
  res.write = ((chunk: unknown) => {
    keep(chunk);
    return true;
  }) as typeof res.write;
  res.end = ((chunk?: unknown) => {
    keep(chunk);
    const body = change(Buffer.concat(chunks));
    if (!res.headersSent) res.setHeader('Content-Length', body.length);
    return end(body);
  }) as typeof res.end;
}
