package io.postern.gateway.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What the creation of the tables does, on each database. */
interface SchemaContract {

  ControlDatabase database();

  @Test
  default void tablesThatAreThereStayAsTheyAre() {
    database()
        .transaction(
            entities -> new Users(entities, new Passwords(1_000)).create("bob", Role.AUDITOR));

    Schema.createMissing(database().source());

    assertEquals(
        1,
        (int)
            database()
                .transaction(entities -> new Users(entities, new Passwords(1_000)).all().size()));
  }
}
