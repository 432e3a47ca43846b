package io.postern.gateway.settings;

import io.postern.text.Shown;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping of the source, read key by key. A wrong value is reported and replaced by the default,
 * so that reading goes on and finds the next one. A key with nothing behind it counts as not given.
 */
final class Section {

  private final String path;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final SettingsProblems problems;

  /**
   * @param known keys; any other is reported; null when the keys are names given by the
   *     administrator
   */
  private Section(
      String path,
      int line,
      @Nullable MappingNode mapping,
      @Nullable Set<String> known,
      SettingsProblems problems) {
    this.path = path;
    this.line = line;
    this.problems = problems;
    if (mapping != null) {
      mapping.getValue().forEach(tuple -> put(tuple, known));
    }
  }

  private void put(NodeTuple tuple, @Nullable Set<String> known) {
    Node keyNode = tuple.getKeyNode();
    if (!(keyNode instanceof ScalarNode scalar)) {
      problems.add(lineOf(keyNode), path, "a key must be a word, not " + kindOf(keyNode));
      return;
    }
    String key = scalar.getValue();
    if (known != null && !known.contains(key)) {
      problems.add(
          lineOf(keyNode),
          pathOf(Shown.of(key)),
          SpellingHint.to(key, known)
              .map(near -> "is not a known key; did you mean " + near + "?")
              .orElse("is not a known key; known are " + String.join(", ", known)));
    } else if (values.containsKey(key)) {
      problems.add(lineOf(keyNode), pathOf(Shown.of(key)), "is given twice");
    } else {
      values.put(key, tuple.getValueNode());
    }
  }

  /** The whole source. */
  static Section root(Optional<Node> node, Set<String> known, SettingsProblems problems) {
    return of("", 0, node.orElse(null), known, problems);
  }

  private static Section of(
      String path,
      int line,
      @Nullable Node node,
      @Nullable Set<String> known,
      SettingsProblems problems) {
    MappingNode mapping = null;
    if (node instanceof MappingNode found) {
      mapping = found;
    } else if (node != null && !isNothing(node)) {
      problems.add(
          lineOf(node), path, "must hold keys with values (key: value), not " + kindOf(node));
    }
    return new Section(path, node == null ? line : lineOf(node), mapping, known, problems);
  }

  /** The keys given, in the order of the source. */
  Set<String> keys() {
    return values.keySet();
  }

  boolean gives(String key) {
    Node node = values.get(key);
    return node != null && !isNothing(node);
  }

  /** Whether there are keys behind a key, and not one value or a list. */
  boolean holdsKeys(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /** The mapping behind a key; empty when not given. */
  Section section(String key, @Nullable Set<String> known) {
    return of(pathOf(key), line, values.get(key), known, problems);
  }

  /** The mappings of the list behind a key; none when not given. */
  List<Section> sections(String key, Set<String> known) {
    List<Section> sections = new ArrayList<>();
    for (Node item : items(key)) {
      sections.add(of(itemPath(key, sections.size()), line, item, known, problems));
    }
    return sections;
  }

  /** The values of the list behind a key; none when not given. Wrong ones are left out. */
  <T> List<T> list(String key, Function<String, T> reading) {
    List<T> read = new ArrayList<>();
    int index = 0;
    for (Node item : items(key)) {
      scalar(item, itemPath(key, index++), reading).ifPresent(read::add);
    }
    return read;
  }

  /** The same, each value once; a second time is reported. */
  <T> List<T> distinct(String key, Function<String, T> reading) {
    SequencedSet<T> read = new LinkedHashSet<>();
    return list(
        key,
        text -> {
          T value = reading.apply(text);
          if (!read.add(value)) {
            throw new WrongValue(Shown.of(text) + " is given twice");
          }
          return value;
        });
  }

  private List<Node> items(String key) {
    Node node = values.get(key);
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    if (node != null && !isNothing(node)) {
      problems.add(lineOf(node), pathOf(key), "must be a list ([a, b]), not " + kindOf(node));
    }
    return List.of();
  }

  /** The value behind a key, or the default when it is not given or wrong. */
  <T> T value(String key, T otherwise, Function<String, T> reading) {
    return optional(key, reading).orElse(otherwise);
  }

  /** The value behind a key, when given and right. */
  <T> Optional<T> optional(String key, Function<String, T> reading) {
    Node node = values.get(key);
    return node == null || isNothing(node) ? Optional.empty() : scalar(node, pathOf(key), reading);
  }

  /** The value behind a key that must be given. */
  <T> Optional<T> required(String key, Function<String, T> reading) {
    if (!gives(key)) {
      problems.add(line, pathOf(key), "is missing");
      return Optional.empty();
    }
    return optional(key, reading);
  }

  private <T> Optional<T> scalar(Node node, String at, Function<String, T> reading) {
    if (!(node instanceof ScalarNode scalar) || isNothing(node)) {
      problems.add(lineOf(node), at, "must be one value, not " + kindOf(node));
      return Optional.empty();
    }
    try {
      return Optional.of(reading.apply(scalar.getValue()));
    } catch (WrongValue e) {
      problems.add(lineOf(node), at, e.getMessage());
      return Optional.empty();
    }
  }

  /** Reports a value that is valid by itself but not beside another one. */
  void wrong(String key, String text) {
    Node node = values.get(key);
    problems.add(node == null ? line : lineOf(node), pathOf(key), text);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private String itemPath(String key, int index) {
    return pathOf(key) + "[" + index + "]";
  }

  private static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** The reader knows the JSON schema, in which {@code ~} is a word; here it means nothing. */
  static boolean isNothing(Node node) {
    return Tag.NULL.equals(node.getTag())
        || (node instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().equals("~"));
  }

  private static String kindOf(Node node) {
    return switch (node.getNodeType()) {
      case MAPPING -> "keys with values";
      case SEQUENCE -> "a list";
      case ANCHOR -> "an anchor";
      case SCALAR ->
          isNothing(node) ? "nothing" : "the value " + Shown.of(((ScalarNode) node).getValue());
    };
  }
}
