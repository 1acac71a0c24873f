import type { EntraGroup } from './world.ts';

const id = (number: number): string => `6e000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Ids by short name, for members and for access to device groups. */
export const ENTRA_GROUP_IDS = {
  securityAdmins: id(1),
  socTier1: id(2),
  socTier2: id(3),
  serverTeam: id(4),
  plantSecurity: id(5),
  auditors: id(6),
  helpdesk: id(7),
  finance: id(8),
  executives: id(9),
  allStaff: id(10),
  partners: id(11),
  newsletter: id(12),
} as const;

function group(name: keyof typeof ENTRA_GROUP_IDS, displayName: string, description: string, defender: boolean) {
  return {
    id: ENTRA_GROUP_IDS[name],
    displayName,
    description,
    securityEnabled: name !== 'newsletter',
    defenderRole: defender,
  };
}

/** Creates the groups of the directory; six hold a Defender role, one is not a security group. */
export function createEntraGroups(): EntraGroup[] {
  return [
    group('securityAdmins', 'Security admins', 'Own the settings of Microsoft Defender', true),
    group('socTier1', 'SOC tier 1', 'Watch alerts around the clock', true),
    group('socTier2', 'SOC tier 2', 'Investigate and respond', true),
    group('serverTeam', 'Server team', 'Run servers and domain controllers', true),
    group('plantSecurity', 'Plant security', 'Guard terminals, cranes and gates', true),
    group('auditors', 'Auditors', 'Read everything, change nothing', true),
    group('helpdesk', 'Helpdesk', 'Answer calls about laptops and phones', false),
    group('finance', 'Finance', 'Accounting, treasury and controlling', false),
    group('executives', 'Executives', 'The board and its assistants', false),
    group('allStaff', 'All staff', 'Everybody on the payroll', false),
    group('partners', 'Partners', 'People of other companies', false),
    group('newsletter', 'Harbour newsletter', 'A mailing list', false),
  ];
}
