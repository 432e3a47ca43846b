package io.postern.gateway.controldb;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the creation of the tables does, on each database. */
interface SchemaContract {

  TemporaryDatabase database();

  @Test
  default void tablesThatAreThereStayAsTheyAre() {
    database()
        .transaction(
            entities -> {
              new DatabaseProbe(entities).write("probe-0", Instant.EPOCH);
              return 0;
            });

    Schema.createMissing(database().source());

    assertTrue(
        (boolean)
            database().transaction(entities -> new DatabaseProbe(entities).isThere("probe-0")));
  }

  @Test
  default void aProbeComesAndGoes() {
    database()
        .transaction(
            entities -> {
              new DatabaseProbe(entities).write("probe-1", Instant.EPOCH);
              return 0;
            });
    assertTrue(
        (boolean)
            database().transaction(entities -> new DatabaseProbe(entities).isThere("probe-1")));
    database()
        .transaction(
            entities -> {
              new DatabaseProbe(entities).deleteAll();
              return 0;
            });
    assertFalse(
        (boolean)
            database().transaction(entities -> new DatabaseProbe(entities).isThere("probe-1")));
  }
}
