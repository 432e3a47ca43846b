package io.postern.gateway.controldb;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A row that comes and goes, to see whether the database does its work; one transaction a call. */
@Stateless
public class DatabaseProbe {

  @PersistenceContext(unitName = "postern")
  private EntityManager entities;

  /** For the container, which sets the entity manager. */
  public DatabaseProbe() {}

  /** With this entity manager; the caller begins and ends the transactions. */
  public DatabaseProbe(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * @param token unique, 1 to 64 characters
   */
  public void write(String token, Instant at) {
    entities.persist(new DatabaseProbeRow(token, at.truncatedTo(ChronoUnit.MICROS)));
  }

  public boolean isThere(String token) {
    return entities.find(DatabaseProbeRow.class, token) != null;
  }

  /** Also those that an earlier run did not come to delete. */
  public void deleteAll() {
    entities.createQuery("delete from DatabaseProbe").executeUpdate();
  }
}
