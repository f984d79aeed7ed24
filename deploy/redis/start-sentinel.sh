#!/bin/sh
# Starts a Sentinel of docker-compose.yml. It writes what it learns into its own file, so that file lies in the volume.
#   ANNOUNCED_HOST  the name by which services and the other Sentinels know this one
set -eu
file=/data/sentinel.conf
if [ ! -f "$file" ]; then
  cat >"$file.draft" <<CONFIGURATION
port 26379
protected-mode no
# Containers change their addresses; names stay.
sentinel resolve-hostnames yes
sentinel announce-hostnames yes
sentinel announce-ip $ANNOUNCED_HOST
# Two of three have to agree that the primary is gone.
sentinel monitor streampact redis 6379 2
sentinel auth-user streampact sentinel
sentinel auth-pass streampact sentinel-development
sentinel down-after-milliseconds streampact 3000
sentinel failover-timeout streampact 15000
sentinel parallel-syncs streampact 1
CONFIGURATION
  mv "$file.draft" "$file"
fi
exec redis-server "$file" --sentinel
