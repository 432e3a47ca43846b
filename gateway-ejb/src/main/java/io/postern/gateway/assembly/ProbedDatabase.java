package io.postern.gateway.assembly;

import io.postern.gateway.controldb.DatabaseProbe;
import io.postern.gateway.selftest.SelfTest;
import java.time.Instant;

/** The control database as the self-test sees it. */
record ProbedDatabase(DatabaseProbe probe) implements SelfTest.Database {

  @Override
  public void write(String token, Instant at) {
    probe.write(token, at);
  }

  @Override
  public boolean isThere(String token) {
    return probe.isThere(token);
  }

  @Override
  public void deleteAll() {
    probe.deleteAll();
  }
}
