#!/bin/sh
# Starts the standby of docker-compose.yml. The first time, it copies the primary. Its replication slot keeps what the standby has
# not received yet, up to the primary's max_slot_wal_keep_size.
set -eu
export PGPASSWORD=standby-development
primary='host=postgres port=5432 user=standby application_name=standby'
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  pg_receivewal -d "$primary" --slot=standby --create-slot --if-not-exists
  # Half a copy must not be mistaken for a whole one.
  rm -rf "$PGDATA"/*
  pg_basebackup -d "$primary" -D "$PGDATA" -X stream -S standby -R --checkpoint=fast
  chmod 0700 "$PGDATA"
fi
exec postgres -c listen_addresses='*' -c max_connections=300 -c hot_standby_feedback=on
