package io.postern.gateway.callout.cdi;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Lob;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@link ExtensionArchive} in the database, with the archive itself. */
@Entity(name = "ExtensionArchive")
@IdClass(ExtensionArchiveRow.Key.class)
@Table(name = "postern_extension")
class ExtensionArchiveRow {

  /** The primary key. */
  static class Key implements Serializable {

    private static final long serialVersionUID = 1;

    private @Nullable String name;
    private int revision;

    /** For the persistence provider. */
    public Key() {}

    Key(String name, int revision) {
      this.name = name;
      this.revision = revision;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Objects.equals(key.name, name) && key.revision == revision;
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, revision);
    }
  }

  @Id
  @Column(name = "name")
  private String name;

  @Id
  @Column(name = "revision")
  private int revision;

  @Column(name = "file_name")
  private String fileName;

  @Column(name = "sha256")
  private String sha256;

  @Column(name = "enabled")
  private boolean enabled;

  @Column(name = "deployed_by")
  private String deployedBy;

  @Column(name = "deployed_at")
  private Instant deployedAt;

  @Lob
  @Column(name = "content")
  private byte @Nullable [] content;

  /** For the persistence provider. */
  protected ExtensionArchiveRow() {}

  ExtensionArchiveRow(ExtensionArchive archive, byte[] content) {
    this.name = archive.name();
    this.revision = archive.revision();
    this.fileName = archive.fileName();
    this.sha256 = archive.sha256();
    this.enabled = archive.enabled();
    this.deployedBy = archive.deployedBy();
    this.deployedAt = archive.deployedAt();
    this.content = content;
  }
}
