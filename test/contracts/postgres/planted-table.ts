/** Something that somebody plants in the database. */
interface Planted {
  readonly sql: readonly string[];
  /** What has to be named. */
  readonly says: RegExp;
  /** Whether Bob presses what he was offered on the card of #2 before: no approval may be taken. */
  readonly pressed?: true;
}

/** Functions of theirs that are called within the service’s own statements. */
export const EVIL = [
  'create schema evil',
  `create function evil.sets() returns boolean language plpgsql as
     $$ begin perform pg_catalog.set_config('search_path', 'evil, public', false); return true; end $$`,
  `create function evil.same(anyelement) returns anyelement language sql immutable as $$ select $1 $$`,
  'create function evil.zero() returns integer language sql as $$ select 0 $$',
];

const GUARD = (table: string) =>
  `create trigger audit_append_only before update or delete or truncate on ${table} for each statement execute function audit_append_only()`;
const UNGUARD = 'drop trigger audit_append_only on audit';

/** Shows others what stands in a table: the service reads a view in its place. */
function viewOf(table: string, shown: string): readonly string[] {
  return [
    ...(table === 'audit' ? [UNGUARD] : []),
    `alter table ${table} rename to ${table}_real`,
    ...(table === 'audit' ? [GUARD('audit_real')] : []),
    `create view ${table} as ${shown}`,
  ];
}

/** Lets a statement of the service come to nothing. */
const SWALLOW = 'create function swallow() returns trigger language plpgsql as $$ begin return null; end $$';

/** What was tried, each as somebody who owns the database does it. */
export const PLANTED: Readonly<Record<string, Planted>> = {
  'a rule that swallows what is appended': {
    sql: ['create rule swallow as on insert to audit do instead nothing'],
    says: /there is a rule swallow .*did not make/,
    pressed: true,
  },
  'a record that a crash of the server empties': {
    sql: ['alter table audit set unlogged'],
    says: /the table audit is kept in memory alone \(unlogged\)/,
  },
  'requests that a crash of the server empties': {
    sql: ['alter table requests set unlogged'],
    says: /the table requests is kept in memory alone/,
  },
  'a record without its key': {
    sql: ['alter table audit drop constraint audit_pkey'],
    says: /the key of the table audit \(seq\) is gone/,
  },
  'a key that is looked at too late': {
    sql: ['alter table audit drop constraint audit_pkey', 'alter table audit add primary key (seq) deferrable'],
    says: /the key of the table audit \(seq\) is gone/,
  },
  'a key of a part of the rows': {
    sql: [
      'drop index requests_number',
      'create unique index requests_number on requests (tenant, number) where number > 9',
    ],
    says: /the key of the table requests \(tenant, number\) is gone/,
  },
  'locks that two requests may hold': {
    sql: ['alter table object_locks drop constraint object_locks_key'],
    says: /the key of the table object_locks \(tenant, object\) is gone/,
  },
  'a trigger that swallows what is appended': {
    sql: [SWALLOW, 'create trigger swallow before insert on audit for each row execute function swallow()'],
    says: /there is a trigger swallow .*did not make/,
    pressed: true,
  },
  'a policy that hides entries': {
    sql: ['alter table audit enable row level security'],
    says: /the table audit hides rows by a policy/,
  },
  'a view that shows another change in the row of a request': {
    sql: viewOf(
      'requests',
      `select id, tenant, number, rev, state, requester, open, has_terms, deadline,
         replace(body, '"auto-resolve-alerts"', '"automated-investigation"') as body from requests_real`,
    ),
    says: /requests is no ordinary table/,
    pressed: true,
  },
  'a view that shows another entry of a submission': {
    sql: viewOf(
      'audit',
      `select seq, previous, hash, tenant, at, event, actor, request_id,
         case event when 'request.submit' then replace(data, '"number":2', '"number":3') else data end as data,
         key_id, signature from audit_real`,
    ),
    says: /audit is no ordinary table/,
    pressed: true,
  },
  'a view that hides the entry of a submission': {
    sql: viewOf('audit', `select * from audit_real where event <> 'request.submit'`),
    says: /audit is no ordinary table/,
    pressed: true,
  },
  'the guard on a table beside the record': {
    sql: ['create table decoy (x int)', UNGUARD, GUARD('decoy')],
    says: /audit_append_only, which refuses changes to the record, is gone/,
  },
  'a trigger of that name on the record, and the guard on a table beside it': {
    sql: [
      'create function evil() returns trigger language plpgsql as $$ begin return null; end $$',
      UNGUARD,
      'create trigger audit_append_only after insert on audit for each row execute function evil()',
      'create table decoy (x int)',
      GUARD('decoy'),
    ],
    says: /audit_append_only, which refuses changes to the record, was changed/,
  },
  'a guard of one column alone': {
    sql: [
      UNGUARD,
      'create trigger audit_append_only before update of key_id or delete or truncate on audit for each statement execute function audit_append_only()',
    ],
    says: /audit_append_only, which refuses changes to the record, was changed/,
  },
  'the trigger that takes the next entry alone, gone': {
    sql: ['drop trigger audit_only_next on audit'],
    says: /audit_only_next, which refuses changes to the record, is gone/,
  },
  'the same with another function, condition or time': {
    sql: [
      'drop trigger audit_only_next on audit',
      'create trigger audit_only_next before insert on audit for each row when (new.seq > 0) execute function audit_only_next()',
    ],
    says: /audit_only_next, which refuses changes to the record, was changed/,
  },
  'the same whose function looks for names elsewhere': {
    sql: ['alter function audit_only_next() set search_path = evil, public'],
    says: /audit_only_next, which refuses changes to the record, was changed/,
  },
  'a trigger of that name on another table': {
    sql: [GUARD('requests')],
    says: /a trigger audit_append_only on the table requests that Airlock did not make/,
  },
  'a view in the place of the record': {
    sql: [
      UNGUARD,
      'alter table audit rename to audit_real',
      GUARD('audit_real'),
      'create view audit as select * from audit_real',
    ],
    says: /audit is no ordinary table/,
  },
  'a view in the place of the requests': {
    sql: ['alter table requests rename to others', 'create view requests as select * from others'],
    says: /requests is no ordinary table/,
  },
  'a table that inherits the record': {
    sql: ['create table kid () inherits (audit)'],
    says: /the table audit inherits from another, or another from it/,
  },
  'a foreign key': {
    sql: [
      'create table decoy (id varchar(36) primary key)',
      'alter table tasks add foreign key (key) references decoy (id) on delete cascade not valid',
    ],
    says: /there is a foreign key .* on the table tasks/,
  },
  'a function in the place of PostgreSQL’s own': {
    sql: ['create function hashtextextended(text, integer) returns bigint language sql as $$ select 1::bigint $$'],
    says: /there is a function hashtextextended in the schema public/,
  },
  'an operator in the place of PostgreSQL’s own': {
    sql: [
      'create function never(varchar, varchar) returns boolean language sql as $$ select false $$',
      'create operator = (leftarg = varchar, rightarg = varchar, function = never)',
    ],
    says: /there is an operator = in the schema public/,
  },
  'a check': {
    sql: ['alter table audit add constraint sound check (evil.sets())'],
    says: /there is a check sound on the table audit that Airlock did not make/,
  },
  'a check that no row was compared with': {
    sql: ['alter table tasks add constraint sound check (evil.sets()) not valid'],
    says: /there is a check sound on the table tasks/,
  },
  'an exclusion': {
    sql: ['alter table leases add constraint sound exclude using btree ((evil.same(owner)) with =)'],
    says: /there is a constraint sound on the table leases/,
  },
  'a default on a column of the record': {
    sql: ['alter table audit alter column key_id set default evil.sets()::text'],
    says: /the column key_id of the table audit has a default/,
  },
  'another default than the migrations gave': {
    sql: ['alter table posts alter column refusals set default evil.zero()'],
    says: /the column refusals of the table posts has a default/,
  },
  'a default of PostgreSQL’s own function': {
    sql: [
      `alter table requests alter column has_terms set default length(set_config('search_path', 'evil, public', false)) * 0`,
    ],
    says: /the column has_terms of the table requests has a default/,
  },
  'a further column with a default': {
    sql: ['alter table audit add column further boolean default evil.sets()'],
    says: /the column further of the table audit has a default/,
  },
  'a generated column': {
    sql: ['alter table audit add column further text generated always as (evil.same(event)) stored'],
    says: /the column further of the table audit is generated/,
  },
  'a domain': {
    sql: [
      'create domain evil.words as text check (evil.sets())',
      'alter table settings alter column body type evil.words',
    ],
    says: /the column body of the table settings is of a type or a collation/,
  },
  'a collation in which different words are equal': {
    sql: [
      `create collation evil.equal (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`,
      'alter table requests alter column state type varchar(16) collate evil.equal',
    ],
    says: /the column state of the table requests is of a type or a collation/,
  },
  'an index by an expression': {
    sql: ['create index sound on audit (evil.same(event))'],
    says: /there is an index sound on the table audit by an expression/,
  },
  'an index by a condition': {
    sql: ['create index sound on audit (seq) where evil.same(seq) > 0'],
    says: /there is an index sound on the table audit by an expression, a condition/,
  },
  'a condition in the place of that of the migrations': {
    sql: ['drop index posts_failing', 'create index posts_failing on posts (failing_since) where evil.same(due) = 1'],
    says: /there is an index posts_failing on the table posts/,
  },
  'an index by a comparison of theirs': {
    sql: [
      `create function evil.compare(text, text) returns integer language sql immutable as $$ select pg_catalog.bttextcmp($1, $2) $$`,
      `create operator class evil.words for type text using btree as
         operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 evil.compare(text, text)`,
      'create index sound on audit (data evil.words)',
    ],
    says: /there is an index sound on the table audit by .* a comparison/,
  },
  'a foreign key of another table': {
    sql: ['create table evil.follows (seq bigint references audit (seq) on update cascade on delete cascade)'],
    says: /there is a foreign key follows_seq_fkey of another table to the table audit/,
  },
  // Written into the catalog itself: a server of before version 17 takes no such command.
  'a trigger on each login': {
    sql: [
      'create function evil.enters() returns event_trigger language plpgsql as $$ begin end $$',
      'set allow_system_table_mods = on',
      `insert into pg_event_trigger (oid, evtname, evtevent, evtowner, evtfoid, evtenabled)
         select 99999, 'sound', 'login', proowner, oid, 'O' from pg_proc where proname = 'enters'`,
    ],
    says: /there is a trigger sound on each login to the database/,
  },
};
