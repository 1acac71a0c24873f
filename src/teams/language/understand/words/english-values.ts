import type { Words } from './concept.ts';

/** How people call levels and switches in English, besides the portal's own words. */
export const ENGLISH_VALUES: Omit<Words, 'concepts'> = {
  levels: {
    full: `
      full, fully automated, full automation, fully automatic, full auto, full remediation, fully, full automatic,
      full automated, full automated remediation, automatic remediation, fully automated remediation,
      complete automation, full remediate threats automatically, remediate threats automatically, full mode,
      full response, full automation level, remediate automatically, full automatic remediation`,
    'semi-core-folders': `
      semi core folders, semi core, semi for core folders, core folders, approval for core folders, semi system,
      semi approval for core folders, require approval for core folders, semi automated core folders,
      semi core folder, semi with approval for core folders, semi automatic for core folders, system folders,
      core folders only, semi on core folders, semi require approval core folders, need approval for core folders,
      needs approval for core folders, requires approval for core folders, need approval for core folders only,
      needs approval for core folders only, require approval for core folders only, semi automated for core folders,
      semi for system folders`,
    'semi-non-temp-folders': `
      semi non temp folders, semi non temp, semi for non temp folders, non temp folders, non temporary folders,
      approval for non temp folders, approval for non temporary folders, require approval for non temp folders,
      semi for non temporary folders, semi automated non temp folders, semi non temp folder, semi nontemp,
      non temp, semi require approval non temp folders, semi approval for non temp, semi non temporary,
      semi outside temp folders, need approval for non temp folders, needs approval for non temp folders,
      requires approval for non temp folders`,
    'semi-all-folders': `
      semi all folders, semi all, semi for all folders, approval for all folders, require approval for all folders,
      semi any, semi for all, approval for any remediation, require approval for any remediation, semi all folder,
      semi for any remediation, approval for everything, semi require approval for everything,
      approve everything first, need approval for all folders, needs approval for all folders,
      requires approval for all folders, need approval for everything, needs approval for everything,
      require approval for everything, requires approval for everything, need approval for any remediation, semi automated all folders, semi with approval for all folders,
      semi require approval for all, semi any remediation, semi approval for all, semi require approval any,
      semi require approval all folders, semi approval for all folders`,
    none: `
      no automated response, no automation, no auto response, no automatic response, none, no automated responses,
      no response, no automated remediation, no automatic remediation, no remediation`,
  },
  features: {
    'automated-investigation': `
      automated investigation feature, automatic investigation and response,
      automatic investigation and remediation, autoinvestigation, automated incident response,
      auto investigation and response, auto ir, automatic investigations and response, investigating automatically,
      autoir, a i r, investigating alerts automatically, automated investigations feature,
      automated alert investigation, automatically investigating alerts, automated investigation & response,
      investigations automatically, automated investigate, auto investigations`,
    'auto-resolve-alerts': `
      resolving alerts automatically, automatic alert resolving, automatic resolution of alerts,
      automated resolution of alerts, alert auto resolution, auto resolving alerts, auto resolving of alerts,
      auto alert resolution, alert auto resolve, auto resolve for alerts, autoresolution, automatic resolve alerts,
      closing alerts automatically, automatically resolved alerts, autoresolving, auto resolving,
      auto alert resolving, automatic closing of alerts, automatic resolving of alerts, alert auto close,
      auto closing alerts, auto closing, automatically resolves alerts, auto resolves alerts,
      automatic alert closure, auto closure of alerts, alerts get resolved automatically,
      alerts are resolved automatically, auto resolution of alerts, auto resolve of alerts, alert resolution,
      automatic resolve, automatic resolving, automatic resolution, automatic alert resolve`,
  },
  doing: {
    'automated-investigation': `
      investigate alerts automatically, automatically investigate alerts, auto investigate,
      investigate automatically, automatically investigate, alerts investigated automatically,
      auto investigate alerts`,
    'auto-resolve-alerts': `
      alerts should be resolved automatically,
      resolve alerts automatically, alerts resolved automatically, auto close alerts, automatically close alerts,
      close alerts automatically, alerts automatically resolved, alerts to be resolved automatically,
      alerts being resolved automatically, alerts resolve automatically, alerts closed automatically,
      automatically resolve, resolve our alerts automatically, alerts resolving automatically, alerts to get resolved automatically,
      alerts to be closed automatically, alerts to resolve automatically`,
  },
};
