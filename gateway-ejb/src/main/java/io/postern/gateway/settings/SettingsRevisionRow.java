package io.postern.gateway.settings;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;
import java.nio.file.Path;
import java.time.Instant;

/** {@link SettingsRevision} in the database; rows are added, never changed. */
@Entity(name = "SettingsRevision")
@Table(name = "postern_settings")
class SettingsRevisionRow {

  @Id
  @Column(name = "revision")
  private long number;

  @Column(name = "author")
  private String author;

  @Column(name = "made_at")
  private Instant at;

  @Column(name = "note")
  private String note;

  @Column(name = "folder")
  private String folder;

  @Lob
  @Column(name = "source")
  private String source;

  /** For the persistence provider. */
  protected SettingsRevisionRow() {}

  SettingsRevisionRow(SettingsRevision revision) {
    this.number = revision.number();
    this.author = revision.author();
    this.at = revision.at();
    this.note = revision.note();
    this.folder = revision.folder().toString();
    this.source = revision.source();
  }

  SettingsRevision value() {
    return new SettingsRevision(number, author, at, note, Path.of(folder), source);
  }
}
