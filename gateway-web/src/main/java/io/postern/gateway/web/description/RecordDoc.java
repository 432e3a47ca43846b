package io.postern.gateway.web.description;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the Javadoc of a record says, as plain text.
 *
 * @param description of the record itself
 * @param components by their names
 */
record RecordDoc(Optional<String> description, Map<String, String> components) {

  private static final Pattern TAG = Pattern.compile("(?m)^@param (\\w+) ((?s:.*?))(?=^@|\\z)");

  /** An inline tag becomes its text; a reference loses what stands before its #. */
  private static final Pattern INLINE = Pattern.compile("\\{@\\w+\\s+(?:[\\w.]*#)?([^}]*)}");

  private static final Pattern VALUE = Pattern.compile("\\{@value\\s+#(\\w+)}");

  /** Reads it in the source, which is beside the classes' build folder. */
  static RecordDoc of(Class<?> type) {
    String source = source(type);
    Matcher record =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\\n]*\\n\\s*)*(?:public )?record "
                    + type.getSimpleName()
                    + "\\(",
                Pattern.DOTALL)
            .matcher(source);
    return record.find()
        ? parse(withValues(type, record.group(1)))
        : new RecordDoc(Optional.empty(), Map.of());
  }

  /**
   * @param comment between its marks
   */
  static RecordDoc parse(String comment) {
    String lines = comment.replaceAll("(?m)^\\s*\\* ?", "").strip();
    int tags = (lines + "\n@").indexOf("\n@");
    String before = lines.startsWith("@") ? "" : lines.substring(0, tags);
    Map<String, String> components = new TreeMap<>();
    TAG.matcher(lines).results().forEach(tag -> components.put(tag.group(1), plain(tag.group(2))));
    return new RecordDoc(Optional.of(plain(before)).filter(text -> !text.isEmpty()), components);
  }

  Optional<String> component(String name) {
    return Optional.ofNullable(components.get(name));
  }

  private static String plain(String javadoc) {
    return INLINE
        .matcher(javadoc)
        .replaceAll((MatchResult tag) -> Matcher.quoteReplacement(tag.group(1)))
        .replaceAll("<[^>]+>", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String withValues(Class<?> type, String comment) {
    return VALUE
        .matcher(comment)
        .replaceAll(
            (MatchResult tag) -> {
              try {
                return String.valueOf(type.getField(tag.group(1)).get(null));
              } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("no constant " + tag.group(1) + " in " + type, e);
              }
            });
  }

  private static String source(Class<?> type) {
    try {
      Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      String name = type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java";
      return Files.readString(classes.resolve("../../src/main/java").normalize().resolve(name));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no source of " + type, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the Javadoc of " + type, e);
    }
  }
}
