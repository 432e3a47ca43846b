package io.postern.update;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.postern.text.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * GRUB's environment block: 1024 octets, a first line that says what it is, lines {@code
 * key=value}, and {@code #} to the end. GRUB writes it in place and cannot make it longer, so its
 * size never changes. Immutable.
 */
final class GrubEnvironment {

  static final int SIZE = 1024;

  private static final String SIGNATURE = "# GRUB Environment Block\n";

  /**
   * Without their line ends; comments too, which later tools of GRUB's put below the first line.
   */
  private final List<String> lines;

  private GrubEnvironment(List<String> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * @throws IllegalArgumentException when it is damaged, saying how
   */
  static GrubEnvironment parse(byte[] octets) {
    if (octets.length != SIZE) {
      throw new IllegalArgumentException("it has " + octets.length + " octets, not " + SIZE);
    }
    String text = new String(octets, ISO_8859_1);
    if (!text.startsWith(SIGNATURE)) {
      throw new IllegalArgumentException("it does not begin with '" + SIGNATURE.strip() + "'");
    }
    List<String> lines = new ArrayList<>();
    int from = SIGNATURE.length();
    for (int end = lineEnd(text, from); end >= 0; end = lineEnd(text, from)) {
      String line = text.substring(from, end);
      if (!line.startsWith("#") && line.indexOf('=') < 1) {
        throw new IllegalArgumentException(
            "the line '" + Shown.ascii(line, 500) + "' is not of the form key=value");
      }
      lines.add(line);
      from = end + 1;
    }
    if (!text.substring(from).chars().allMatch(c -> c == '#')) {
      throw new IllegalArgumentException("it does not end with # to the last octet");
    }
    return new GrubEnvironment(lines);
  }

  /** GRUB writes a line end inside of a value as a backslash before it. */
  private static int lineEnd(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        return i;
      }
      i += c == '\\' ? 1 : 0;
    }
    return -1;
  }

  /** A value; a variable that is not set is empty to GRUB. */
  String value(String key) {
    return line(key).map(line -> line.substring(key.length() + 1)).orElse("");
  }

  private Optional<String> line(String key) {
    return lines.stream().filter(line -> line.startsWith(key + "=")).findFirst();
  }

  /**
   * With a variable set; the others stay as and where they are.
   *
   * @param value without backslash and line end
   */
  GrubEnvironment with(String key, String value) {
    List<String> changed = new ArrayList<>(lines);
    String line = key + "=" + value;
    line(key)
        .ifPresentOrElse(old -> changed.set(changed.indexOf(old), line), () -> changed.add(line));
    return new GrubEnvironment(changed);
  }

  /**
   * @throws IllegalArgumentException when the variables need more room than there is
   */
  byte[] octets() {
    StringBuilder text = new StringBuilder(SIGNATURE);
    lines.forEach(line -> text.append(line).append('\n'));
    if (text.length() > SIZE) {
      throw new IllegalArgumentException("its variables need more than " + SIZE + " octets");
    }
    byte[] octets = Arrays.copyOf(text.toString().getBytes(ISO_8859_1), SIZE);
    Arrays.fill(octets, text.length(), SIZE, (byte) '#');
    return octets;
  }
}
