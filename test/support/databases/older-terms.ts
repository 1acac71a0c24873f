import { BUILT_AT } from '../samples/build-request.ts';

/**
 * Makes of what requests are found by what releases before `0013-found-by-less` stored: the tenant in each row, and a
 * time in all of them. Statements for the owner of a store with one tenant.
 */
export function olderTerms(tenant: string): string {
  return `
    create table older_terms as select * from request_terms;
    drop table request_terms;
    create table request_terms (tenant varchar(36) not null, number integer not null, term varchar(300) not null,
      at bigint not null, constraint request_terms_key primary key (tenant, number, term));
    create index request_terms_at on request_terms (tenant, term, at, number);
    insert into request_terms select '${tenant}', number, term, case when at = 0 then ${BUILT_AT} else at end
      from older_terms;
    drop table older_terms;
    alter table counters drop column place;
    delete from kysely_migration where name = '0013-found-by-less'`;
}
