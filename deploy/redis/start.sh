#!/bin/sh
# Starts a Redis of docker-compose.yml. Its file lies in the volume, because Sentinel lets a server write down whose replica it is.
#   ANNOUNCED_HOST  the name by which the other node and Sentinel know this one
#   USERS_FILE      the ACL file
#   REPLICA_OF      the host it copies from when it starts for the first time; empty: it is the primary
set -eu
file=/data/redis.conf
if [ ! -f "$file" ]; then
  {
    echo 'include /etc/streampact/redis.conf'
    echo "aclfile $USERS_FILE"
    echo "replica-announce-ip $ANNOUNCED_HOST"
    # Either node may become the other's replica.
    echo 'masteruser replica'
    echo 'masterauth replica-development'
    [ -z "${REPLICA_OF:-}" ] || echo "replicaof $REPLICA_OF 6379"
  } >"$file.draft"
  mv "$file.draft" "$file"
fi
exec redis-server "$file"
