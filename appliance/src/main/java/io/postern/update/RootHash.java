package io.postern.update;

import io.postern.text.Shown;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The root of dm-verity's hash tree; it names a system beyond doubt.
 *
 * @param hex 64 digits, lower case
 */
record RootHash(String hex) {

  private static final Pattern IN_COMMAND_LINE =
      Pattern.compile("(?<![\\w.-])roothash=([0-9a-f]{64})(?![0-9a-zA-Z])");

  RootHash {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a root hash: " + Shown.ascii(hex, 500));
    }
  }

  /** What {@code roothash=} says in a kernel command line, or in a file that holds one. */
  static Optional<RootHash> in(String commandLine) {
    Matcher found = IN_COMMAND_LINE.matcher(commandLine);
    return found.find() ? Optional.of(new RootHash(found.group(1))) : Optional.empty();
  }

  /** UUID of the root partition, by which systemd-veritysetup-generator finds it. */
  UUID rootPartition() {
    return uuid(hex.substring(0, 32));
  }

  /** UUID of the partition with the hashes. */
  UUID verityPartition() {
    return uuid(hex.substring(32));
  }

  private static UUID uuid(String digits) {
    return new UUID(
        Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
  }

  @Override
  public String toString() {
    return hex;
  }
}
