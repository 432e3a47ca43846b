package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;
import org.junit.jupiter.api.Test;

/** What the creation of the tables does, on each database. */
interface SchemaContract {

  TemporaryDatabase database();

  @Test
  default void tablesThatAreThereStayAsTheyAre() {
    database()
        .transaction(
            entities ->
                new Users(entities, new Passwords(new Pbkdf2PasswordHashImpl(), 1_024))
                    .create("bob", Role.AUDITOR));

    Schema.createMissing(database().source());

    assertEquals(
        1,
        (int)
            database()
                .transaction(
                    entities ->
                        new Users(entities, new Passwords(new Pbkdf2PasswordHashImpl(), 1_024))
                            .all()
                            .size()));
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
