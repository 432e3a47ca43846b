# Postern, as `./postern run` starts it. Same promise as Postfix: synced before 250 (one sync for all that arrived meanwhile).
# POSTERN_HOME: the checkout or the product folder. Sourced by the bench's run.sh; see its targets/README.
D=$RUN/gateway; T_WARM=${T_WARM:-40000}; POSTERN_HOME=${POSTERN_HOME:?the folder of the postern command}
ADMIN=$((PORT+1))
t_durability() { echo "spool segment force()d before 250, group commit; audit journal derived from the spool, synced after"; }
t_start() { mkdir -p $D
  local i; { echo "hostName: bench.test"
  echo "listeners: [{name: bench, address: 127.0.0.1, port: $PORT}]"
  echo "admin: {address: 127.0.0.1, port: $ADMIN}"
  echo "relayNetworks: [127.0.0.0/8]"
  echo "limits: {sessionsPerClient: 1000}"
  echo "routes:"
  if [ "$W" = w5 ]; then for i in $(seq 0 19); do echo "  - {domain: d$i.test, host: 127.0.0.1, port: $((SINK+i))}"; done; echo "  - {domain: dead.test, host: 127.0.0.1, port: $DEAD}"; fi
  if [ "$MODE" = hold ]; then echo "  - {domain: '*', hold: true}"; else echo "  - {domain: '*', host: 127.0.0.1, port: $SINK}"; fi
  if [ "$FKIND" = plugin ] && [ "$FILTERS" -gt 0 ]; then echo "extensions:"; for i in $(seq $FILTERS); do echo "  header-stamp-$i: {archive: $POSTERN_HOME/extensions/header-stamp/target/header-stamp-$i.war}"; done; fi
  } > $D/postern.yaml
  ( incg target $POSTERN_HOME/postern run --data $D/data --config $D/postern.yaml ) > $D/log 2>&1 &
  for i in $(seq 1200); do grep -q '^postern ready' $D/log && break; sleep .1; done; }
t_stop() { local p; for p in $(pids_of target); do kill $p; done; for p in $(seq 300); do [ -z "$(pids_of target)" ] && break; sleep .1; done; }
t_qcount() { curl -sk -m 10 -H "Authorization: Bearer $(cat $D/data/cli-token)" https://127.0.0.1:$ADMIN/api/v1/status | python3 -c 'import json,sys; print(json.load(sys.stdin)["unfinished"])' 2>/dev/null || echo 0; }
t_qfiles() { echo "\"files\":$(find $D/data/spool -type f | wc -l),\"mb\":$(du -sm $D/data/spool | cut -f1)"; }
t_purge() { rm -rf $D; }
