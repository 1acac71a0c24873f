/** The invented company of the sandbox. Its domains end in `.example` (RFC 2606), so they cannot exist. */
export const COMPANY = {
  tenantId: '11111111-1111-4111-8111-111111111111',
  name: 'Harbourline Freight',
  domain: 'harbourline.example',
} as const;
