-- One role and one database for each service: a role owns its database and can enter no other. Run once, by a superuser.
-- Passwords are given as settings of the session, so that none stands in a file:
--   PGOPTIONS='-c streampact.order_service_password=… -c …' psql -f deploy/postgres/databases.sql
-- docker-compose.yml runs it when the volume is empty. A role that was given no password cannot log in over the network.
-- PostgreSQL 15 or newer: before that, revoke create on schema public from public in each database.

do $$
declare
  service text;
  secret text;
begin
  foreach service in array array['user_service', 'order_service', 'notification_service'] loop
    execute format('create role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls', service);
    secret := nullif(current_setting('streampact.' || service || '_password', true), '');
    if secret is not null then
      execute format('alter role %I password %L', service, secret);
    end if;
  end loop;
end
$$;

create database user_service owner user_service;

create database order_service owner order_service;

create database notification_service owner notification_service;

-- PostgreSQL lets every role into every database until it is told otherwise.
revoke connect, temporary on database user_service, order_service, notification_service from public;

revoke connect, temporary on database postgres, template1 from public;
