import type { Words } from '../concept.ts';

/**
 * How people call levels and switches in German, the words of the German portal and of its pages first (learn, de-de:
 * configure-automated-investigations-remediation, advanced-features).
 */
export const GERMAN_VALUES: Pick<Words, 'levels' | 'features' | 'doing'> = {
  levels: {
    full: `
      vollständig bedrohungen automatisch beheben, vollständig bedrohungen automatisch korrigieren, vollständig,
      vollständige, vollständigen, voll, vollautomatisch, vollautomatische, voll automatisch, vollautomatisiert,
      vollständig automatisiert, vollständig automatisch, vollautomatik, volle automatisierung, vollautomatisierung,
      vollständige automatisierung, bedrohungen automatisch beheben, bedrohungen automatisch korrigieren,
      volle automatik, vollständige korrektur, voll bedrohungen automatisch beheben, automatisch beheben`,
    'semi-core-folders': `
      halb genehmigung für kernordner erforderlich, halb genehmigung für kernordner, halb kernordner,
      halb genehmigung für die wartung von kernordnern erforderlich, halb genehmigung für systemordner,
      halb genehmigung für systemordner erforderlich, halb genehmigung für die korrektur von kernordnern erforderlich,
      halb genehmigung für kernordner anfordern, halb systemordner, halb für kernordner, halb für systemordner,
      halbautomatisch kernordner, halbautomatisch für kernordner, halbautomatisch genehmigung für kernordner,
      semi genehmigung für die wartung von kernordnern erforderlich, semi genehmigung für kernordner erforderlich,
      semi genehmigung für kernordner, semi kernordner, semi für kernordner, teilweise kernordner,
      teilweise genehmigung für kernordner erforderlich, genehmigung für kernordner, kernordner, systemordner,
      genehmigung für kernordner erforderlich, genehmigung für systemordner, nur kernordner,
      teilweise genehmigung für kernordner, halbautomatisch genehmigung für kernordner erforderlich`,
    'semi-non-temp-folders': `
      halb genehmigung für nicht temporäre ordner erforderlich, halb genehmigung für nicht temporäre ordner,
      halb nicht temporäre ordner, halb genehmigung für die wartung nicht temporärer ordner erforderlich,
      halb genehmigung für die korrektur nicht temporärer ordner erforderlich, halb für nicht temporäre ordner,
      halb genehmigung für nicht temporäre ordner anfordern, halbautomatisch nicht temporäre ordner,
      halbautomatisch für nicht temporäre ordner, halbautomatisch genehmigung für nicht temporäre ordner,
      semi genehmigung für die wartung nicht temporärer ordner erforderlich, semi nicht temporäre ordner,
      semi genehmigung für nicht temporäre ordner erforderlich, semi genehmigung für nicht temporäre ordner,
      semi für nicht temporäre ordner, teilweise nicht temporäre ordner, halb nicht temporär, semi nicht temporär,
      teilweise genehmigung für nicht temporäre ordner erforderlich, genehmigung für nicht temporäre ordner,
      genehmigung für nicht temporäre ordner erforderlich, nicht temporäre ordner, halb außer temporäre ordner,
      teilweise genehmigung für nicht temporäre ordner`,
    'semi-all-folders': `
      halb genehmigung für alle ordner erforderlich, halb genehmigung für alle ordner, halb alle ordner,
      halb genehmigung für jede wartung erforderlich, halb genehmigung für jede korrektur erforderlich,
      halb genehmigung für alle ordner anfordern, halb für alle ordner, halb alles, halb für alles,
      halbautomatisch alle ordner, halbautomatisch für alle ordner, halbautomatisch genehmigung für alle ordner,
      semi genehmigung für alle ordner erforderlich, semi genehmigung für jede wartung erforderlich,
      semi genehmigung für jede korrektur erforderlich, semi genehmigung für alle ordner, semi alle ordner,
      semi für alle ordner, teilweise alle ordner, teilweise genehmigung für alle ordner erforderlich,
      genehmigung für alle ordner, genehmigung für alle ordner erforderlich, genehmigung für alles,
      halbautomatisch für alles, teilweise genehmigung für alle ordner, alle ordner`,
    none: `
      keine automatisierte antwort, keine automatisierte reaktion, keine automatische antwort,
      keine automatische reaktion, keine automatisierung, keine automatik, keine reaktion, keine antwort,
      keine automatisierten antworten, keine automatisierten reaktionen, keine automatische behebung,
      keine automatische korrektur, nicht automatisch`,
  },
  features: {
    'automated-investigation': `
      automatisierte untersuchung, automatisierten untersuchung, automatisierter untersuchung,
      automatisierte untersuchungen, automatisierten untersuchungen, automatische untersuchung,
      automatischen untersuchung, automatischer untersuchung, automatische untersuchungen,
      automatischen untersuchungen, autountersuchung, auto untersuchung, autountersuchungen,
      automatisierte untersuchung und reaktion, automatisierten untersuchung und reaktion,
      automatisierte untersuchung und wartung, automatisierten untersuchung und wartung,
      automatische untersuchung und reaktion, automatisierte untersuchung und behebung,
      automatisierte untersuchung und korrektur, automatische untersuchung und behebung,
      automatische untersuchung und korrektur, automatische analyse, automatisches untersuchen,
      das automatische untersuchen von warnungen, automatische untersuchung von warnungen,
      automatisierte untersuchung von warnungen, funktion automatisierte untersuchung, selbstuntersuchung`,
    'auto-resolve-alerts': `
      warnungen automatisch auflösen, warnungen automatisch lösen, warnungen automatisch schließen,
      alarme automatisch auflösen, alarme automatisch schließen, automatisches auflösen von warnungen,
      automatische auflösen von warnungen, automatischen auflösen von warnungen, automatisches beheben von warnungen,
      automatisches schließen von warnungen, automatische schließen von warnungen, automatische auflösung,
      automatischen auflösung, automatische warnungsauflösung, automatische auflösung von warnungen,
      automatischen auflösung von warnungen, automatisches lösen von warnungen, automatische lösung von warnungen,
      automatische schließung von warnungen, auto auflösen, automatisches auflösen, automatische auflösen,
      alerts automatisch auflösen, alerts automatisch schließen, automatisches schließen von alerts,
      automatisches auflösen von alerts, automatische auflösen von alerts, automatische auflösung von alerts,
      automatisches auflösen von alarmen, automatische auflösung von alarmen, autoauflösung, auto auflösung`,
  },
  doing: {
    'automated-investigation': `
      warnungen automatisch untersuchen, automatisch untersuchen, alarme automatisch untersuchen,
      warnungen automatisch untersucht, automatisch untersucht`,
    'auto-resolve-alerts': `
      warnungen automatisch aufgelöst, warnungen automatisch geschlossen, alarme automatisch geschlossen,
      alerts automatisch geschlossen, automatisch geschlossen, automatisch aufgelöst`,
  },
};
