package io.postern.gateway.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The text of a configuration, of which single values are changed: what stands beside them,
 * comments included, stays as it is. Values are trees of {@link String}, {@link List} and {@link
 * Map}; what they mean is not looked at.
 */
public final class SettingsText {

  private static final String NAME = "settings";

  private final String text;
  private final Optional<MappingNode> root;

  private SettingsText(String text, Optional<MappingNode> root) {
    this.text = text;
    this.root = root;
  }

  /**
   * @throws SettingsRefused when the text is not YAML, or holds something else than keys with
   *     values
   */
  public static SettingsText of(String text) {
    SettingsProblems problems = new SettingsProblems(NAME);
    Optional<Node> node = YamlSource.read(NAME, text, problems);
    if (node.isPresent() && !(node.get() instanceof MappingNode)) {
      if (!(node.get() instanceof ScalarNode scalar && scalar.getValue().isBlank())) {
        problems.add(1, "", "must hold keys with values (key: value)");
      }
    }
    problems.refuseIfAny();
    return new SettingsText(
        text, node.filter(MappingNode.class::isInstance).map(MappingNode.class::cast));
  }

  @Override
  public String toString() {
    return text;
  }

  /** What is given, by keys; of a key given twice the first. */
  public Map<String, Object> values() {
    return root.map(SettingsText::map).orElseGet(Map::of);
  }

  /**
   * The text with another value. When the notation leaves no place for it, all is written again,
   * and comments are lost.
   *
   * @param path a top-level key, or one and a key behind it
   * @param value a value of one of these types; null takes the key away
   */
  public SettingsText with(List<String> path, @Nullable Object value) {
    Map<String, Object> wanted = new LinkedHashMap<>(values());
    put(wanted, path.getFirst(), path.size() == 1 ? value : section(path, value));
    try {
      SettingsText edited = edited(path, value);
      if (edited.values().equals(wanted)) {
        return edited;
      }
    } catch (SettingsRefused e) {
      // A notation in which nothing can be put between: an alias, or one line for all.
    }
    return of(YamlWriter.document(wanted));
  }

  /** The section behind the first key as it is to be; null when nothing is left of it. */
  private @Nullable Object section(List<String> path, @Nullable Object value) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (values().get(path.getFirst()) instanceof Map<?, ?> given) {
      given.forEach((name, of) -> section.put(String.valueOf(name), Objects.requireNonNull(of)));
    }
    put(section, path.get(1), value);
    return section.isEmpty() ? null : section;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }

  private SettingsText edited(List<String> path, @Nullable Object value) {
    String key = path.getFirst();
    Optional<NodeTuple> tuple = root.flatMap(mapping -> tuple(mapping, key));
    if (path.size() == 1) {
      return changed(root, tuple, key, value, 0);
    }
    if (tuple.isPresent()
        && tuple.get().getValueNode() instanceof MappingNode section
        && section.getFlowStyle() == FlowStyle.BLOCK
        && !(value == null && section.getValue().size() == 1)) {
      return changed(
          Optional.of(section), tuple(section, path.get(1)), path.get(1), value, indent(section));
    }
    return changed(root, tuple, key, section(path, value), 0);
  }

  private SettingsText changed(
      Optional<MappingNode> within,
      Optional<NodeTuple> tuple,
      String key,
      @Nullable Object value,
      int indent) {
    if (tuple.isPresent()) {
      int begin = index(tuple.get().getKeyNode().getStartMark());
      int end = end(tuple.get());
      if (value != null) {
        return of(
            text.substring(0, begin) + YamlWriter.entry(key, value, indent) + text.substring(end));
      }
      int lineEnd = text.indexOf('\n', end);
      int lineBegin = text.lastIndexOf('\n', begin) + 1;
      return of(text.substring(0, lineBegin) + (lineEnd < 0 ? "" : text.substring(lineEnd + 1)));
    }
    if (value == null) {
      return this;
    }
    int at =
        within
            .filter(mapping -> indent > 0)
            .map(SettingsText::lastOf)
            .map(this::end)
            .orElse(text.length());
    int lineEnd = text.indexOf('\n', at);
    int insertion = lineEnd < 0 ? text.length() : lineEnd + 1;
    String before = text.substring(0, insertion);
    return of(
        before
            + (before.isEmpty() || before.endsWith("\n") ? "" : "\n")
            + " ".repeat(indent)
            + YamlWriter.entry(key, value, indent)
            + "\n"
            + text.substring(insertion));
  }

  private static NodeTuple lastOf(MappingNode mapping) {
    return mapping.getValue().getLast();
  }

  /** Where the value ends: the end of a block collection is that of its last value. */
  private int end(NodeTuple tuple) {
    int key = index(tuple.getKeyNode().getEndMark());
    Node value = tuple.getValueNode();
    // A value that is an alias stands elsewhere; one that is not given has no place.
    int colon = text.indexOf(':', key) + 1;
    int end = end(value);
    return index(value.getStartMark()) >= colon ? Math.max(end, colon) : endOfLine(colon);
  }

  private int end(Node node) {
    if (node instanceof CollectionNode<?> collection
        && collection.getFlowStyle() == FlowStyle.BLOCK
        && !collection.getValue().isEmpty()) {
      return switch (collection.getValue().getLast()) {
        case NodeTuple tuple -> end(tuple);
        case Node item -> end(item);
        default -> throw new IllegalStateException("a collection holds nodes");
      };
    }
    if (node instanceof ScalarNode scalar && !scalar.isPlain() && isBlock(scalar)) {
      return endOfLine(index(scalar.getEndMark()) - 1);
    }
    return index(node.getEndMark());
  }

  private static boolean isBlock(ScalarNode scalar) {
    return switch (scalar.getScalarStyle()) {
      case LITERAL, FOLDED -> true;
      case PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED, JSON_SCALAR_STYLE -> false;
    };
  }

  private int endOfLine(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  /** Marks count code points. */
  private int index(Optional<Mark> mark) {
    return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
  }

  private static int indent(MappingNode mapping) {
    return mapping.getValue().getFirst().getKeyNode().getStartMark().orElseThrow().getColumn();
  }

  private static Optional<NodeTuple> tuple(MappingNode mapping, String key) {
    return mapping.getValue().stream()
        .filter(
            tuple ->
                tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key))
        .findFirst();
  }

  private static Map<String, Object> map(MappingNode mapping) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        tree(tuple.getValueNode()).ifPresent(value -> map.putIfAbsent(key.getValue(), value));
      }
    }
    return map;
  }

  private static Optional<Object> tree(Node node) {
    return switch (node) {
      case MappingNode mapping -> Optional.of(map(mapping));
      case SequenceNode sequence -> {
        List<Object> list = new ArrayList<>();
        sequence.getValue().forEach(item -> tree(item).ifPresent(list::add));
        yield Optional.of(list);
      }
      case ScalarNode scalar ->
          Section.isNothing(scalar) ? Optional.empty() : Optional.of(scalar.getValue());
      default -> Optional.empty();
    };
  }
}
