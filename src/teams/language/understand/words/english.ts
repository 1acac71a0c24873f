import type { Words } from './concept.ts';
import { ENGLISH_VALUES } from './english-values.ts';

/** English. The next language is two more files like these, and one more in `LEXICONS`. */
export const ENGLISH: Words = {
  concepts: {
    article: 'a, an, the, our, my, your, their, please, pls, plz, kindly',
    filler: `
      thanks, thank you, thx, ty, cheers, hi, hey, hello, dear, ok, okay, so, then, airlock, bot, just, now, again,
      back, right now, immediately, asap, yo, mate, really, kind of, for us, for me, us, me, you, there, defender,
      mde, microsoft defender, in the portal, in defender, in advanced features, only, defender for endpoint,
      microsoft defender for endpoint, guys, folks, simply, ahead, go ahead and, currently, at the moment, still,
      already, actually, today, quickly, in advance, many thanks, both, yes, yeah, yep, sure, also, all right,
      completely`,
    wish: `
      can you, could you, can we, could we, would you, will you, i want, i want to, we want, we want to,
      i would like, i would like to, we would like, i'd like, i'd like to, we'd like, we'd like to,
      we would like to, i wanna, id like to, i need, i need to, we need, we need to, need, need to, want, want to,
      let's, lets, let us, request, to request, request that, ask for, i request, get, have, make sure, that,
      would you mind, i ask you to, you to, time to, how about, it would be great if you could, ensure,
      it would be nice if you could, be so kind to, we have to, i have to, we must, i must, go for`,
    negation: `
      not, never, don't, dont, do not, no, nor, neither, cannot, can't, cant, without, won't, wont, shouldn't,
      shouldnt, isn't, isnt, aren't, arent, doesn't, doesnt, nobody, wasn't, hasn't, haven't, didn't, wouldn't,
      mustn't, nothing, none of, avoid, refuse to, instead of, rather than, except, hold off, no one, couldn't,
      nope, needn't, leave, keep, undesirable, forbid, forbidden, prevent, against, refrain, neither of, unwanted,
      skip, must not, should not, may not, stop trying, prohibit, block`,
    unsure: `
      like, such as, similar to, same as, if, unless, until, till, once, while, whenever, in case, provided,
      assuming, said, says, say, told, asked, asks, claims, thinks, think, wrote, writes, suggested, yesterday,
      tomorrow, tonight, later, soon, maybe, perhaps, might, someday, next, next week, this week, last week,
      on monday, monday, tuesday, wednesday, thursday, friday, saturday, sunday, what if, would, wondering,
      considering, planning, plan to, suppose, wants, wanted, tried, trying, forgot, hope, wish, but, whether,
      supposed, instead, almost, partly, half, temporarily, for an hour, for a day, hours, minutes, days, noon`,
    reason: 'because, because of, due to, owing to, in order to, so that, since it, since we, as it',
    asks: `
      what, what's, whats, what is, what are, which, where, where's, why, how, how's, is, are, was, were, has, did,
      does, do, do we, do i, do you, should we, should i, should, shall, shall we, have we, have you, is there,
      are there, anything, something, any, tell me, had, tell me about, can you tell me, could you tell me,
      i wonder, do you know, check, know, am i, how many, in which, to which, what about, status of, state of,
      info on, info about, explain`,
    who: "who, who's, whos, who is, who are, who has, whom, whose, by whom, by who, who else",
    when: "when, since when, when's, what time, at what time, how long",
    enable: `
      enable, activate, turn on, switch on, reenable, re enable, reactivate, re activate, enabling, activating,
      turning on, switching on, flip on, toggle on, start up, power on`,
    disable: `
      disable, deactivate, turn off, switch off, shut off, shut down, disabling, deactivating, turning off,
      switching off, flip off, toggle off, kill, power off, take down`,
    enabled: 'enabled, activated, turned on, switched on, active, reenabled, re enabled, started',
    disabled: 'disabled, deactivated, turned off, switched off, inactive, shut off, stopped',
    turn: 'turn, switch, flip, toggle, turning, switching, turned, switched, shut',
    on: 'on',
    off: 'off',
    begin: 'start, begin, starting, resume, restart',
    end: 'stop, stopping, cease, quit, pause, suspend, end',
    be: 'be, to be, being, become, been',
    create: `
      create, add, make, new, set up, setup, build, define, add new, make new, create new, a new, make a new,
      add a new, create a new, creating, adding, set up a new, another, open a new`,
    set: `
      set, change, put, move, bring, raise, lower, update, adjust, switch, assign, give, setting, changing, putting,
      moving, apply, use, upgrade, downgrade, increase, decrease, reduce, place, shift, drop, make, configure,
      modify, edit, go, turn, promote, take`,
    should: `
      should come, should stand, has to come, must come, needs to come, goes, comes, should be, should have,
      should get, must be, shall be, needs to be, has to be, should go`,
    edit: `
      edit, change, modify, configure, update, adjust, reconfigure, editing, alter, rework, make changes to,
      make a change to`,
    rename: 'rename, renaming, re name, change the name of, change name of, change the name, relabel',
    delete: 'delete, remove, drop, get rid of, erase, deleting, removing, trash, destroy',
    show: `
      show, view, display, list, see, let me see, show me, give me, open, look at, get, details of, details on,
      details about, details, detail, describe, information about, read`,
    find: 'find, locate, look up, lookup, search, search for, look for',
    approve: `
      approve, approved, approving, accept, sign off, sign off on, confirm, ok to, lgtm, greenlight, looks good, go ahead, go ahead with,
      looks good to me, green light, allow, accepted, approval, endorse`,
    reject: 'reject, rejected, deny, decline, refuse, denied, declined, turn down, veto, rejecting',
    withdraw: 'withdraw, cancel, withdrawn, canceled, cancelled, pull back, recall, retract',
    'take-back': 'take back my approval, revoke my approval, take my approval back, revoke approval, unapprove',
    undo: `
      undo, revert, roll back, rollback, reverse, back out, undoing, reverting, restore, undone, take back, backout,
      reverted, rolled back`,
    called: 'called, named, with the name, with name, name it, call it, titled, name is',
    named: 'named, whose name, called',
    to: 'to, as, into, =>, →',
    for: 'for, on, onto, across, only on, only for, just for, just on, at, within',
    of: "of, from, 's",
    in: 'in, inside',
    with: 'with, having, where, that has, that have, using, which has, that, and with, has, is, are',
    and: 'and, &, plus, as well as',
    or: 'or',
    all: 'all, every, everything, each, all of, any, both',
    before: 'before, above, over, ahead of, higher than, in front of, on top of, right before, prior to',
    after: 'after, below, under, behind, lower than, beneath, underneath, right after',
    first: `
      first, top, to the top, at the top, highest, highest rank, top rank, first place, to the front, the first,
      to first, as first, to the first place, to the highest rank, first in rank`,
    last: `
      last, bottom, to the bottom, at the bottom, lowest, lowest rank, to the end, at the end, latest, most recent,
      newest, previous, the last, to last, last place, to the last place`,
    rank: 'rank, position, priority, rank number, place, ranking, order',
    tenant: `
      tenant, tenant wide, tenantwide, in our tenant, in the tenant, for the tenant, in this tenant,
      for the whole tenant, for our tenant, for all devices, on all devices, everywhere, globally, for everyone,
      for everybody, for the whole company, in our environment, organization wide, across the tenant,
      in the whole tenant, for the entire tenant, company wide, on every device, for all machines, on all machines,
      org wide, for the organization, here, with us, for all of us`,
    it: 'it, this, that, this one, that one, them, these, those, this request, that request',
    purpose: `
      for maintenance, for testing, for a test, for tests, for the migration, for now, for a while, for the moment,
      for troubleshooting, for today, for good, for the audit, for a pilot, for safety, during maintenance,
      for security, for security reasons, for performance, for compliance, for debugging, for real,
      for the maintenance, for the maintenance window, for the time being`,
    group: 'group, device group, machine group, devicegroup, computer group, the group of',
    groups: 'groups, device groups, machine groups, devicegroups',
    ungrouped: `
      ungrouped devices, ungrouped, ungrouped machines, ungrouped devices default, devices without a group,
      ungrouped device, devices without group, devices in no group, default group, default device group,
      ungrouped group, ungrouped devices group, rest of the devices, remaining devices, unassigned devices`,
    switch: `
      switch, feature, advanced feature, advanced features, advanced setting, setting, option, toggle, capability,
      function, functionality`,
    'level-noun': `
      level, automation level, remediation level, level of automation, automation, levels, remediation,
      automation levels, remediation levels, level of remediation, automation mode, mode`,
    request: 'request, requests, ticket, request number, request no, no, number, nr, requested, asked for',
    change: 'change, changes, change request, modification, modifications, changed, decision, changing',
    channel: 'this channel, this chat, this group chat, here, channel',
    device: 'device, machine, computer, host, endpoint, devices, machines, computers, laptop, pc, hosts',
    tag: 'tag, tags, device tag',
    tagged: 'tagged, tagged with, tagged as, with the tag, with tag, carrying the tag, that carry the tag',
    domain: 'domain, in domain, in the domain, from domain, domain name',
    'name-noun': 'name, device name, hostname, host name, names, machine name, computer name, device names',
    'os-noun': 'os, operating system, operating systems, running, platform, that run, os platform, oses',
    rule: 'rules, rule, conditions, condition, members, membership, criteria',
    move: 'move, put, place, shift, rank, promote, moving, putting, placing, ranking',
    description: 'description, described as, with the description',
    access: 'access, access for, accessible by, access group, access for group',
    equals: 'equals, is, =, ==, equal to, equal, is equal to, of',
    'starts-with': `
      starts with, start with, begins with, beginning with, starting with, that start with, starting, prefix,
      begin with`,
    'ends-with': 'ends with, end with, ending with, ending in, suffix, ends in',
    contains: 'contains, contain, containing, includes, including, that contain',
    approver: `
      approver, approvers, ask for approval, ask for an approval, responsible for approvals, second pair of eyes,
      approver list, list of approvers, contact for approval, give approval, approving rights, approver role`,
    may: `
      gonna, going to, will, can, may, could, allowed, allowed to, is allowed to, able to, entitled to,
      permitted to, has to`,
    pending: `
      pending, waiting, open, outstanding, queue, to approve, awaiting, unapproved, backlog, todo, need approval,
      needs approval, needs my approval, need my approval, waits, undecided, inbox, left, waiting for approval,
      to review, not approved yet, to decide, need a decision, unresolved, in progress, have to approve,
      to be approved, requests, to do, ongoing, in flight, to sign off, active requests`,
    history: `
      anything change, something change, change today, changed today, changed this week, history, past, previous,
      closed, older, old, finished, completed, all requests, change log, changelog, log, archive, earlier, recent,
      recently, done, ever made, all changes, decided, audit trail, audit log, was changed, have changed,
      has changed, did we change, been changed, lately, all past, so far, changes were made, were made, was made,
      made so far, what changed, recent changes, every request, all the requests, what happened`,
    outside: `
      outside, outside airlock, drift, drifted, bypassed, behind our back, without airlock, bypassing,
      outside of airlock, without a request, without approval, unapproved changes, directly in the portal,
      in the portal, past airlock, around airlock, manually, by hand, out of band, unauthorized changes`,
    status: `
      everything set up, all set up, status, state, overview, summary, configuration, config, current settings,
      settings, posture, set up right now, current state, current status, current configuration, configured,
      dashboard, setup, situation, how are things, what is set, state of things, everything in order, health`,
    help: `
      what is airlock, what's airlock, help, commands, command, what can you do, how do i use, how does this work,
      instructions, manual, what can i do, what can i ask, what can i say, how to use, usage, good morning,
      good afternoon, menu, how do you work, what do you do, examples, what do i write, get started, options, guide,
      tutorial, how do i start, how does it work, how does airlock work, what are you, good evening, documentation,
      what else can you do, how do i ask, how can i ask, who are you, how do i request, moin, howdy`,
    belongs: 'belong, belongs, belong to, belongs to, member of, sit, sits, land, lands, apply to, applies to',
    'some-level': 'semi, semi automated, semi automatic, semi automation, semi auto, semi automatically',
    foreign: `
      tamper protection, live response, edr in block mode, block mode, isolate, scan, live response for servers,
      network protection, web content filtering, pua, asr, firewall, antivirus, preview features, quarantine,
      custom network indicators, safe links, weather, intune, device discovery, offboard, onboard, collect,
      restrict app execution, password, sentinel, purview, mfa, conditional access, bitlocker, sensor`,
  },
  ...ENGLISH_VALUES,
};
