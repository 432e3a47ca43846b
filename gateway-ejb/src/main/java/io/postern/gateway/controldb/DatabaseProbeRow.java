package io.postern.gateway.controldb;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What {@link DatabaseProbe} writes; the table is empty between self-tests. */
@Entity(name = "DatabaseProbe")
@Table(name = "postern_selftest")
class DatabaseProbeRow {

  @Id
  @Column(name = "token")
  private String token;

  @Column(name = "written_at")
  private Instant at;

  /** For the persistence provider. */
  protected DatabaseProbeRow() {}

  DatabaseProbeRow(String token, Instant at) {
    this.token = token;
    this.at = at;
  }
}
