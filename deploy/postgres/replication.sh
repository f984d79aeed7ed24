#!/bin/sh
# Runs once, when the primary's volume is empty: a role for the standby of the profile `ha`. Sourced by the image's entry point.
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -c "create role standby login replication password 'standby-development'"
# "all" does not include replication.
echo 'host replication standby all scram-sha-256' >>"$PGDATA/pg_hba.conf"
