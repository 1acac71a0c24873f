import type { Fault } from '../world/world.ts';

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

/** An error as the surface words it: MDE with a `target`, Graph with an `innerError`, the Bot Connector bare, the portal as ASP.NET does. */
export function errorBody(surface: Fault['surface'], status: number, at: number): object {
  const code = CODES[status] ?? 'Error';
  const message = `The sandbox was told to answer ${status} ${code}.`;
  switch (surface) {
    case 'portal':
      return { Message: message, ErrorCode: code, CorrelationId: CORRELATION };
    case 'mde':
      return { error: { code, message, target: CORRELATION } };
    case 'graph':
      return {
        error: { code, message, innerError: { date: new Date(at).toISOString(), 'request-id': CORRELATION } },
      };
    case 'connector':
      return { error: { code, message } };
  }
}
