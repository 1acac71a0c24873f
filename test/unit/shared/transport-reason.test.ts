import assert from 'node:assert/strict';
import { transportReason } from '../../../src/shared/http/transport-error.ts';

const fault = (fields: object) => Object.assign(new Error('x'), fields);
const failed = (cause: unknown) => new TypeError('fetch failed', { cause });
const refused = fault({ code: 'ECONNREFUSED', syscall: 'connect' });

describe('what a failed fetch proves', () => {
  const never: Readonly<Record<string, Error>> = {
    'a refused connection': refused,
    'no route': fault({ code: 'EHOSTUNREACH', syscall: 'connect' }),
    'a connection that did not come about in time': fault({ code: 'UND_ERR_CONNECT_TIMEOUT' }),
    'a name that is not known': fault({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    'a name server that is away': fault({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
    'each of several addresses refused': new AggregateError([refused, refused]),
    'a certificate that has ended': fault({ code: 'CERT_HAS_EXPIRED' }),
    'a certificate of another name': fault({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
    'a certificate that nobody vouches for': fault({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
  };
  for (const [what, cause] of Object.entries(never))
    it(`${what}: the call never arrived`, () => assert.equal(transportReason(failed(cause)), 'unreachable'));

  const perhaps: Readonly<Record<string, unknown>> = {
    'a reset': fault({ code: 'ECONNRESET', syscall: 'read' }),
    'a broken pipe': fault({ code: 'EPIPE', syscall: 'write' }),
    'a socket closed by the other side': fault({ code: 'UND_ERR_SOCKET' }),
    'headers that did not come': fault({ code: 'UND_ERR_HEADERS_TIMEOUT' }),
    'a refusal after the handshake': fault({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }),
    'a refused address beside one that broke': new AggregateError([refused, fault({ code: 'ECONNRESET' })]),
    'no address at all': new AggregateError([]),
    'a code that is no text': fault({ code: 7 }),
    'an error without a code': new Error('x'),
    'no error': 'x',
    nothing: undefined,
  };
  for (const [what, cause] of Object.entries(perhaps))
    it(`${what}: the connection broke`, () => assert.equal(transportReason(failed(cause)), 'cut'));
});
