package io.postern.gateway.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A configuration's text for people who must not see what is secret in it. The settings name
 * secrets rather than hold them; a line that looks as if it held one is shown without its value all
 * the same, and so are the lines that continue it.
 */
final class HiddenSecrets {

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)^(\\s*(?:- +)?[\"']?[\\w.-]*(?:password|passphrase|secret|token|credential)"
              + "[\\w.-]*[\"']?\\s*:)\\s*\\S.*$");

  private static final Pattern INDENT = Pattern.compile("^\\s*(?:- +)?");

  private int below = -1;

  private HiddenSecrets() {}

  static String in(String source) {
    HiddenSecrets reader = new HiddenSecrets();
    return source.lines().map(reader::shown).collect(Collectors.joining("\n"));
  }

  private String shown(String line) {
    int indent = indent(line);
    if (below >= 0 && (line.isBlank() || indent > below)) {
      return line.isBlank() ? line : " ".repeat(indent) + "(hidden)";
    }
    below = -1;
    Matcher secret = SECRET.matcher(line);
    if (!secret.matches()) {
      return line;
    }
    below = indent;
    return secret.group(1) + " (hidden)";
  }

  private static int indent(String line) {
    Matcher indent = INDENT.matcher(line);
    return indent.find() ? indent.end() : 0;
  }
}
