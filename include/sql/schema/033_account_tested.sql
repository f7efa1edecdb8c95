-- A keyed digest of the connection that was tested: with another one, nothing is known of it.
alter table bigcommerce.account_tests add column account text not null default '';
