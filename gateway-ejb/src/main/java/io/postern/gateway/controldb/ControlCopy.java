package io.postern.gateway.controldb;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * A copy of the control database, an SQL script.
 *
 * @param change of the database when it was made
 * @param digest see {@link ControlState}
 */
record ControlCopy(Path file, long change, String digest) {

  private static final Pattern NAME =
      Pattern.compile("postern-([0-9]{6,18})-([0-9a-f]{16})[.]sql[.]gz");

  static String name(ControlState state) {
    return "postern-%06d-%s.sql.gz".formatted(state.change(), state.digest());
  }

  /** Empty when the file is not named like a copy. */
  static Optional<ControlCopy> of(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches()
        ? Optional.of(new ControlCopy(file, Long.parseLong(name.group(1)), name.group(2)))
        : Optional.empty();
  }

  /** Whether it can be read to its end and its checksum holds. */
  boolean isComplete() {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.transferTo(OutputStream.nullOutputStream()) > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
