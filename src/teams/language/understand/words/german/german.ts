import type { Words } from '../concept.ts';
import { GERMAN_VALUES } from './german-values.ts';

/** German. Umlauts may be typed as two letters; the lexicon folds both to the same. */
export const GERMAN: Words = {
  grammar: {
    particles: { on: 'ein, an', off: 'aus, ab' },
    alsoEnglish: `
      ab, action, alarm, alarme, als, block, da, dank, das, dem, den, denn, der, des, die, dies, digest, dir,
      du, ehe, ende, es, fall, falls, false, fast, fest, firma, global, gut, hat, hinter, hole, ihr, im, infos, ja,
      lage, lange, leg, liebe, mal, man, melde, mich, mit, modus, muss, namens, ne, nee, negative, nett, neu, nun, ob,
      paar, plane, planen, positive, rang, rolle, sage, scans, server, spare, system, tage, tun, um, unser, vom, von,
      war, warne, wen, wo, wetter`,
    hasFinalVerb: true,
    hasCapitalNouns: true,
  },
  concepts: {
    article: `
      der, die, das, den, dem, des, ein, eine, einen, einem, einer, eines, unser, unsere, unseren, unserem, unserer,
      mein, meine, meinen, meinem, meiner, euer, eure, dein, deine, ihre, ihren, diese, dieser, diesen, diesem, bitte`,
    urges: 'bitte, bitteschön, dringend, sofort, umgehend, schnellstmöglich, unverzüglich',
    filler: `
      dringend, sofort, umgehend, schnell, schnellstmöglich, unverzüglich, danke, vielen dank, danke dir, danke schön,
      dankeschön, hallo, hi, hey, moin, servus, guten morgen, guten tag, guten abend, grüezi, grüß dich, grüß gott,
      liebe grüße, viele grüße, ok, okay, dann, also, mal, doch mal, bitte mal, einfach, jetzt, nun, wieder, erneut,
      noch, noch mal, nochmal, nochmals, noch einmal, gerade, aktuell, derzeit, momentan, zurzeit, im moment, heute,
      auch, ja, klar, gern, gerne, nur, schon, bereits, eigentlich, denn, airlock, bot, defender, mde,
      microsoft defender, defender für endpunkt, defender for endpoint, microsoft defender für endpunkt, im portal,
      in defender, im defender, in den erweiterten features, in den erweiterten funktionen, für uns, für mich, uns,
      mir, mich, sich, du, sie, ihr, wir, ich, man, es, um, leute, team, komplett, ganz, so, dazu, da, zwar, freundlich,
      freundlicherweise, kurz, da drüben, umgestellt`,
    wish: `
      kannst du, könntest du, können sie, könnten sie, könnt ihr, könntet ihr, kann man, können wir, könnten wir,
      kann ich, würdest du, würden sie, würdet ihr, wirst du, magst du, möchtest du, ich will, wir wollen, ich möchte,
      wir möchten, ich wünsche mir, wir wünschen, ich hätte gern, ich hätte gerne, wir hätten gern, wir hätten gerne,
      hätte gern, hätte gerne, ich brauche, wir brauchen, ich benötige, wir benötigen, wir bräuchten, ich bräuchte,
      ich bitte darum, ich bitte um, ich bitte dich, lass uns, lasst uns, lassen sie uns, sorge dafür, sorg dafür,
      sorgt dafür, stelle sicher, stell sicher, dass, daß, ich muss, wir müssen, es wäre schön wenn du,
      es wäre nett wenn du, es wäre gut wenn du, wäre schön wenn du, beantrage, beantragen, ich beantrage,
      wir beantragen, will, wollen, möchte, möchten, brauche, brauchen, soll bitte, muss, müssen`,
    negation: `
      nicht, nich, nie, niemals, nimmer, kein, keine, keinen, keinem, keiner, keines, keinesfalls, keineswegs,
      auf keinen fall, nein, ne, nee, nö, weder, ohne, niemand, niemandem, niemanden, nichts, nirgends, lass, lasse,
      lassen, lasst, belasse, belassen, belass, bleibe, bleibt, bleiben, bleib, behalte, behalten, verhindere,
      verhindern, verbiete, verbieten, verboten, vermeide, vermeiden, unterlasse, unterlassen, statt, anstatt,
      anstelle, außer, ausser, ausgenommen, hör auf, hört auf, aufhören, weigere, dagegen, gegen, bloß nicht, unerwünscht,
      untersagt, untersage, verzichte, verzichten, spare dir, vergiss, vergiss es`,
    unsure: `
      wenn, falls, sofern, soweit, sobald, solange, bis, bevor, ehe, nachdem, während, vielleicht, eventuell, evtl,
      möglicherweise, womöglich, wohl, vermutlich, morgen, übermorgen, heute abend, heute nacht, später, bald, demnächst,
      irgendwann, nächste, nächste woche, nächsten, nächstes, nächster, diese woche, letzte woche, kommende, kommenden, am montag, am dienstag,
      am mittwoch, am donnerstag, am freitag, am samstag, am sonntag, montag, dienstag, mittwoch, donnerstag, freitag,
      samstag, sonntag, gestern, vorgestern, sagte, sagt, sage, gesagt, meint, meinte, fragt, fragte, behauptet,
      behauptete, schrieb, schreibt, schlägt vor, schlug vor, hätte, hätten, wäre, wären, würde, würden, überlege,
      überlegt, überlegen, plane, planen, geplant, wollte, wollten, will nicht, versucht, versuche, versuchte,
      vergessen, hoffe, hoffen, wünschte, aber, ob, angeblich, fast, beinahe, vorübergehend, temporär, zeitweise,
      stunde, stunden, tage, tagen, minuten, probeweise, könnte, oder doch, erst, so wie, genau wie, ähnlich wie,
      als ob, jedoch, sondern, beispielsweise, zum beispiel, hypothetisch`,
    reason: `
      weil, wegen, aufgrund, auf grund, damit, da wir, da es, da die, da der, da das, da sie, um zu, zwecks, denn wir,
      denn es, denn die, denn das`,
    asks: `
      was, was ist, was sind, welche, welcher, welches, welchen, welchem, wo, warum, wieso, weshalb, wie, wie ist,
      wie sind, wie viele, ist, sind, war, waren, hat, haben, habt, hast, hast du, gibt es, gibt's, gibts, irgendetwas,
      irgendwas, etwas, sollen, sollte, sollten, sollen wir, sollten wir, soll ich, soll, sag mir, sage mir,
      weißt du, was ist mit, in welcher, zu welcher, in welche, läuft, laufen, erkläre, erklär, wozu, ist da,
      wie steht es um, wie steht's um, wie sieht es aus mit, wie steht es mit, status von, stand von, steht, stehen,
      info zu, infos zu, informationen zu, prüfe ob`,
    who: 'wer, wen, wem, wessen, von wem, durch wen, wer hat, wer ist, wer sind, wer noch',
    when: 'wann, seit wann, um wie viel uhr, wie lange, bis wann',
    enable: `
      aktiviere, aktivieren, aktivierst, aktiviert bitte, einschalten, einzuschalten, einschalte, einschaltest,
      einschaltet, anschalten, anzuschalten, anschalte, anmachen, anzumachen, anmache, anstellen, anzustellen,
      freischalten, freizuschalten, freischalte, reaktiviere, reaktivieren, wiedereinschalten, zu aktivieren, enable,
      enablen, das aktivieren, die aktivierung, aktivierung`,
    disable: `
      deaktiviere, deaktivieren, deaktivierst, ausschalten, auszuschalten, ausschalte, ausschaltest, ausschaltet,
      abschalten, abzuschalten, abschalte, ausmachen, auszumachen, ausmache, abstellen, abzustellen, stilllegen,
      stillzulegen, lahmlegen, zu deaktivieren, disable, disablen, die deaktivierung, deaktivierung, abschaltung`,
    enabled: 'aktiviert, eingeschaltet, angeschaltet, aktiv, freigeschaltet, angemacht',
    disabled: 'deaktiviert, ausgeschaltet, abgeschaltet, inaktiv, ausgemacht, abgestellt',
    turn: `
      schalte, schalt, schalten, schaltet, schaltest, zu schalten, mache, mach, machen, macht, stelle, stell, stellen,
      stellt, dreh, drehe, knipse, knips, umschalten`,
    on: 'on, an machen, ein machen',
    off: 'off',
    begin: 'starte, starten, beginne, beginnen, fange an, starte wieder',
    end: 'stoppe, stoppen, stopp, beende, beenden, pausiere, pausieren, anhalten, halte an',
    be: 'sein, werden, wird, worden, geworden, zu sein',
    create: `
      erstelle, erstell, erstellen, erstellst, zu erstellen, anlegen, anzulegen, anlegst, lege, leg, legt, erzeuge,
      erzeugen, richte, einrichten, einzurichten, neue, neuen, neues, neuer, neu, hinzufügen, hinzuzufügen, füge,
      mach eine neue, mache eine neue, definiere, definieren, baue, eine neue, eine weitere, weitere`,
    set: `
      setze, setz, setzen, setzt, gesetzt, zu setzen, stelle, stell, stellen, gestellt, zu stellen, einstellen,
      einzustellen, eingestellt, ändere, ändern, zu ändern, geändert, verschiebe, verschieben, zu verschieben,
      bringe, bring, bringen, hebe, hebe an, anheben, erhöhe, erhöhen, senke, senken, passe, anpassen, anzupassen,
      lege fest, festlegen, mache, mach, machen, platziere, platzieren, ordne, weise, gib, nimm, nehmen, stufe,
      hochstufen, herabstufen, hochsetzen, herabsetzen, konfiguriere, konfigurieren, wechsle, wechseln, umstellen,
      stelle um, umzustellen, setze um`,
    should: `
      soll, sollen, sollte, sollten, soll auf, muss auf, müssen auf, gehört auf, soll heißen, soll kommen, kommt,
      soll werden, wir sollten, wir sollen`,
    edit: `
      bearbeite, bearbeiten, zu bearbeiten, ändere, ändern, zu ändern, verändere, verändern, anpassen, anzupassen,
      änderung, passe, modifiziere, modifizieren, konfiguriere, konfigurieren, überarbeite, überarbeiten`,
    rename: `
      benenne, benenn, umbenennen, umzubenennen, umbenenne, nenne, nenn, nennen, ändere den namen von,
      ändere den namen der, den namen ändern von, taufe`,
    delete: `
      lösche, lösch, löschen, gelöscht, zu löschen, entferne, entfern, entfernen, zu entfernen, entfernt, wirf weg,
      beseitige, beseitigen, löschst`,
    show: `
      zeige, zeig, zeigen, zeige mir, zeig mir, zeigt mir, zeige uns, zeig uns, anzeigen, zeig mal, zeige mal,
      zeig mir mal, anzusehen, ansehen, anschauen, liste, auflisten, öffne, öffnen, gib mir, details zu, details von,
      einzelheiten zu, informationen über, infos über, lass mich sehen, ich möchte sehen, ich will sehen, sehen,
      zeigst du mir, schau, beschreibe`,
    find: 'finde, finden, suche, suchen, such',
    approve: `
      genehmige, genehmigen, genehmigt, genehmigung, freigeben, freigegeben, freizugeben, freigabe, gib frei,
      stimme zu, zustimmen, zugestimmt, akzeptiere, akzeptieren, akzeptiert, bestätige, bestätigen, bestätigt,
      einverstanden, passt, sieht gut aus, genehmigungen, freigaben, erlaube, bewillige, bewilligen, bewilligt, frei,
      lgtm, approve, approven, absegnen, abgesegnet, segne, segne ab, in ordnung, 👍, +1`,
    reject: `
      ablehnen, abzulehnen, abgelehnt, lehne, lehn, lehnt, ablehnung, verweigere, verweigern, verweigert, verwerfe,
      verwerfen, verworfen, zurückweisen, zurückgewiesen, weise zurück, ablehne, reject`,
    withdraw: `
      zurückziehen, zurückzuziehen, ziehe, zieh, zurückgezogen, storniere, stornieren, storniert, abbrechen,
      breche, brich, abgebrochen`,
    'take-back': `
      nimm meine genehmigung, nehme meine genehmigung, genehmigung zurücknehmen, meine genehmigung zurücknehmen,
      widerrufe meine genehmigung, meine genehmigung widerrufen, widerrufe, widerrufen, zurücknehmen, nimm zurück,
      nehme`,
    undo: `
      rückgängig, rückgängig machen, rückgängig zu machen, mach rückgängig, mache rückgängig, rückgängig gemacht,
      wiederherstellen, wiederherzustellen, revert, undo, zurückrollen, rolle zurück, rückabwickeln, zurückdrehen`,
    called: 'namens, mit dem namen, mit namen, genannt, die heißt, heißt, heißen, mit der bezeichnung',
    named: 'namens, deren name, heißen, genannt',
    to: 'auf, zu, in, als, =>, →, zur, zum',
    for: 'für, auf, bei, nur für, nur auf, fürs, am',
    of: 'von, vom, der, des, aus, an',
    in: 'in, im',
    with: 'mit, hat, haben, wo, und mit, bei denen, deren',
    and: 'und, sowie, plus, &, und auch',
    or: 'oder, bzw',
    all: 'alle, alles, jede, jeden, jedes, allen, aller, sämtliche, beide, beides',
    before: 'vor, über, oberhalb von, oberhalb, noch vor, direkt vor, vor die, höher als',
    after: 'hinter, unter, unterhalb von, unterhalb, direkt hinter, nach, hinter die, niedriger als',
    first: `
      zuerst, ganz oben, nach oben, nach ganz oben, an die erste stelle, an erster stelle, auf den ersten platz,
      an die spitze, auf platz eins, auf rang eins, als erste, ganz nach oben, höchster rang, auf den höchsten rang`,
    last: `
      letzte, letzten, letzter, letztes, zuletzt, ganz unten, nach unten, nach ganz unten, ganz nach unten,
      an die letzte stelle, an letzter stelle, auf den letzten platz, ans ende, ganz ans ende, neueste, jüngste,
      vorherige, auf den letzten rang, als letzte`,
    rank: 'rang, position, priorität, platz, reihenfolge, rangfolge, stelle',
    tenant: `
      mandant, mandanten, mandantenweit, im mandanten, für den mandanten, im ganzen mandanten, für den ganzen mandanten,
      im gesamten mandanten, für den gesamten mandanten, tenant, im tenant, für den tenant, für den ganzen tenant,
      im ganzen tenant, tenantweit, für alle geräte, auf allen geräten, überall, für alle, global, unternehmensweit,
      organisationsweit, für die ganze firma, für das ganze unternehmen, in unserer umgebung, bei uns, hier,
      für die ganze organisation, in der ganzen organisation`,
    it: 'es, das, dies, dieses, diesen antrag, diese anfrage, das da, diesen, diese, den antrag, jenes, ihn',
    purpose: `
      für wartung, für die wartung, für wartungsarbeiten, während der wartung, zum testen, zum test, für tests,
      für einen test, für den test, für die migration, fürs erste, vorerst, zur fehlersuche, für heute, für das audit,
      zur sicherheit, aus sicherheitsgründen, für die sicherheit, für den piloten, wegen wartung, zu testzwecken,
      für das wartungsfenster, im wartungsfenster, ab jetzt, ab sofort, künftig, in zukunft, von nun an`,
    group: `
      gruppe, gerätegruppe, computergruppe, maschinengruppe, device group, group, gerätegruppen namens, gerätegruppe namens, gruppe namens`,
    groups: 'gruppen, gerätegruppen, computergruppen, alle gruppen, alle gerätegruppen, device groups, groups',
    ungrouped: `
      nicht gruppierte geräte, nicht gruppierten geräte, nicht gruppierten geräten, nicht gruppierter geräte,
      ungruppierte geräte, ungruppierten geräte, ungruppierten geräten, geräte ohne gruppe, geräten ohne gruppe,
      restliche geräte, restlichen geräte, übrige geräte, übrigen geräte, standardgruppe, standardgerätegruppe,
      nicht gruppierte geräte standard, ungruppierte, nicht zugeordnete geräte, ungrouped devices,
      gruppe nicht gruppierte geräte, gruppe der nicht gruppierten geräte`,
    switch: `
      schalter, feature, funktion, erweitertes feature, erweiterte features, erweiterte funktion, erweiterte funktionen,
      einstellung, option, umschalter, erweiterte einstellung, erweiterten features, erweiterten funktionen`,
    'level-noun': `
      ebene, stufe, level, automatisierungsebene, automatisierungsstufe, automatisierungsgrad, automatisierungslevel,
      automatisierung, korrekturstufe, korrekturebene, wartungsebene, wartungsstufe, ebenen, stufen, automation,
      korrekturlevel, automatisierungsebenen, automatisierungsstufen, behebungsstufe, modus`,
    request: `
      antrag, anträge, antrags, anfrage, anfragen, request, requests, ticket, antragsnummer, nr, nummer, beantragt,
      angefragt, anträgen, vorgang, vorgänge`,
    change: `
      änderung, änderungen, änderungsantrag, änderungsanträge, geändert, entscheidung, entscheidungen, verändert,
      anpassung, änderte`,
    channel: 'dieser kanal, diesen kanal, diesem kanal, kanal, dieser chat, diesen chat, diesem chat, gruppenchat',
    device: `
      gerät, geräte, geräten, rechner, computer, maschine, maschinen, endpunkt, endpunkte, laptop, pc, host, hosts,
      devices, device, gerätes, geräts`,
    tag: 'tag, tags, etikett, gerätetag, kennzeichnung, gerätetags, markierung',
    tagged: 'getaggt, getaggt mit, mit dem tag, mit tag, markiert mit, mit dem etikett, die den tag',
    domain: 'domäne, domain, in der domäne, in domäne, domänenname, aus der domäne',
    'name-noun': 'name, namen, gerätename, gerätenamen, hostname, hostnamen, computername, rechnername, computernamen',
    'os-noun': 'betriebssystem, betriebssysteme, os, plattform, system, betriebssystemen',
    rule: 'regel, regeln, bedingung, bedingungen, mitglieder, mitgliedschaft, kriterien, kriterium',
    move: 'verschiebe, verschieben, setze, setzen, schiebe, schieben, platziere, platzieren, rücke, ordne, setz, bewege',
    description: 'beschreibung, mit der beschreibung, mit beschreibung, beschrieben als',
    access: 'zugriff, zugang, zugriff für, zugang für, zugriffsgruppe, benutzerzugriff, zugriff für gruppe',
    equals: 'gleich, ist gleich, ist, =, ==, ist auf, steht auf, stehen auf, lautet, entspricht',
    'starts-with': 'beginnt mit, beginnen mit, mit beginn, anfängt mit, fängt an mit, startet mit, anfang, präfix',
    'ends-with': 'endet mit, endet auf, enden mit, enden auf, suffix',
    contains: 'enthält, enthalten, beinhaltet, mit inhalt',
    approver: `
      genehmiger, genehmigern, genehmigerin, freigeber, genehmigende, genehmigenden, genehmigungsberechtigte,
      genehmigungsberechtigt, genehmigungsberechtigten, liste der genehmiger, zuständig für genehmigungen,
      zuständig für freigaben, genehmigungsrechte, genehmigungsrecht, zweites paar augen`,
    may: `
      kann, können, darf, dürfen, darfst, berechtigt, befugt, erlaubt, zuständig, dürfte, wird, muss, imstande`,
    pending: `
      offen, offene, offenen, offener, offenes, ausstehend, ausstehende, ausstehenden, anstehend, anstehende, wartet,
      warten, wartend, wartende, wartenden, warteschlange, zu genehmigen, zu entscheiden, zu tun, unentschieden,
      rückstand, genehmigt werden, genehmigungsbedürftig, in bearbeitung, nicht entschieden, noch nicht genehmigt,
      noch nicht entschieden, anliegend, liegt an, anzusehen, freizugeben, freigegeben werden, entschieden werden,
      übrig, unerledigt, unerledigte`,
    history: `
      verlauf, historie, chronik, protokoll, änderungsprotokoll, änderungsverlauf, verlauf der änderungen,
      letzte änderungen, letzten änderungen, die letzten änderungen, was wurde geändert, wurde geändert, vergangene,
      frühere, früheren, vergangenen, alte, alten, geschlossene, abgeschlossene, erledigte, alle anträge,
      alle anfragen, alle änderungen, log, archiv, kürzlich, neulich, bisher, bisherigen, bisherige, jemals,
      geändert hat, hat sich geändert, was hat sich geändert, was ist passiert, passiert, sich geändert,
      geändert wurde, wurden geändert, audit log, auditprotokoll, prüfprotokoll, entschiedene`,
    outside: `
      außerhalb, außerhalb von airlock, an airlock vorbei, vorbei an airlock, ohne airlock, ohne antrag,
      ohne genehmigung, direkt im portal, drift, abweichung, abweichungen, manuell, von hand, umgangen, unautorisiert,
      unautorisierte, unerlaubt, abgewichen`,
    status: `
      status, stand, überblick, übersicht, zustand, konfiguration, einstellungen, aktueller stand, der aktuelle stand,
      aktuelle einstellungen, zusammenfassung, lage, alles in ordnung, eingestellt, konfiguriert, wie sieht es aus,
      wie sieht's aus, statusübersicht, dashboard, aktuelle konfiguration`,
    help: `
      hilfe, hilf, hilf mir, befehle, befehl, kommandos, kommando, was kannst du, was kannst du alles, was kann ich,
      was kann ich tun, was kann ich fragen, was kann ich schreiben, wie funktioniert das, wie funktioniert airlock,
      wie geht das, wie geht's, anleitung, handbuch, bedienung, beispiele, was ist airlock, wer bist du, was bist du,
      wie benutze ich, wie nutze ich, menü, optionen, was machst du, was muss ich schreiben, wie frage ich,
      wie beantrage ich, dokumentation, erste schritte, was kann man, wie kann ich`,
    belongs: 'gehört, gehören, gehört zu, angehört, steckt, liegt, landet, befindet, befindet sich, zugeordnet, drin',
    'some-level': 'halb, semi, halbautomatisch, teilweise, halbautomatisiert, teilautomatisiert, teilautomatisch',
    foreign: `
      live response, live antwort, livereaktion, live reaktion, liveantwort, live response für server,
      manipulationsschutz, netzwerkschutz, netzwerkerkennung, webinhaltsfilterung, filtern von webinhalten,
      edr im blockmodus, edr im blockierungsmodus, blockmodus, isoliere, isolieren, isoliert, scanne, scannen, scan,
      firewall, virenschutz, antivirus, vorschaufeatures, vorschaufunktionen, quarantäne, intune, gerätesuche,
      geräteermittlung, onboarding, offboarding, passwort, kennwort, sentinel, purview, mfa, bedingter zugriff,
      bedingten zugriff, bitlocker, wetter, smartscreen, tamper protection, pua, asr, safe links,
      benutzerdefinierte netzwerkindikatoren, untersuchungspaket, nicht signierter skripts, einschränken,
      entlasse, entlassen`,
  },
  ...GERMAN_VALUES,
};
