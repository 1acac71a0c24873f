import { type Endpoints, isKnownOrigin, isLoopback, isLoopbackOrigin } from './clouds.ts';
import { type Given, isSet, ruleFault } from './rule.ts';
import type { ConfigFault } from './setting.ts';

const ADDRESSES = [
  ['loginUrl', 'login'],
  ['graphUrl', 'graph'],
  ['mdeUrl', 'mde'],
  ['portalUrl', 'portal'],
] as const satisfies readonly (readonly [keyof Given, keyof Endpoints])[];

/** Tokens and changes go to Microsoft's own hosts and nowhere else; or, when trying out, to this machine and nowhere else. */
export function addressFaults(given: Given): readonly ConfigFault[] {
  if (given.sandbox === undefined || given.cloud === undefined) return [];
  return given.sandbox === null ? strangers(given, given.cloud) : outside(given);
}

function strangers(given: Given, cloud: NonNullable<Given['cloud']>): ConfigFault[] {
  return ADDRESSES.flatMap(([name, service]) => {
    const origin = given[name];
    if (!origin || isKnownOrigin(cloud, service, origin)) return [];
    return [ruleFault(name, `is no https address of Microsoft's ${cloud} cloud that Airlock knows`)];
  });
}

const BECAUSE = 'since SANDBOX is loopback';

/** All or nothing: a token of a real tenant never goes to this machine, and the bot that speaks to the sandbox is not reached from another. */
function outside(given: Given): ConfigFault[] {
  const faults = ADDRESSES.filter(
    ([name]) => given[name] !== undefined && !(given[name] && isLoopbackOrigin(given[name])),
  );
  const addresses = faults.map(([name]) =>
    ruleFault(name, `must be this machine, ${BECAUSE}`, 'http://127.0.0.1:3979'),
  );
  if (given.host !== undefined && !isLoopback(given.host))
    addresses.push(ruleFault('host', `must be this machine, ${BECAUSE}`, '127.0.0.1'));
  if (given.graphCredential !== undefined && given.graphCredential !== 'secret')
    addresses.push(ruleFault('graphCredential', `must be secret, ${BECAUSE}`, 'secret'));
  if (given.appType === 'UserAssignedMSI' || isSet(given, 'botCertificateFile'))
    addresses.push(ruleFault('appType', `must be SingleTenant with a secret, ${BECAUSE}`, 'SingleTenant'));
  return addresses;
}
