package io.postern.gateway.controldb;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.flywaydb.core.api.resource.LoadableResource;

/** The SQL of one migration. Immutable. */
final class MigrationScript extends LoadableResource {

  private final String name;
  private final String text;

  /**
   * @param name as Flyway wants it, {@code V1__what_it_does.sql}
   * @param text statements, each of which may be repeated
   */
  MigrationScript(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** A resource beside this class. */
  static MigrationScript ofResource(String name) {
    try (InputStream in =
        Objects.requireNonNull(MigrationScript.class.getResourceAsStream(name), name)) {
      return new MigrationScript(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Reader read() {
    return new StringReader(text);
  }

  @Override
  public String getFilename() {
    return name;
  }

  @Override
  public String getRelativePath() {
    return name;
  }

  @Override
  public String getAbsolutePath() {
    return name;
  }

  @Override
  public String getAbsolutePathOnDisk() {
    return name;
  }
}
