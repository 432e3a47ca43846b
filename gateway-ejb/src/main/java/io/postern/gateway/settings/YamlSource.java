package io.postern.gateway.settings;

import io.postern.text.Shown;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Turns YAML 1.2 text into nodes that know their lines, within bounds on size, depth and aliases: a
 * configuration can come from a browser, and composing is recursive.
 */
final class YamlSource {

  /** Octets of UTF-8 and characters alike. */
  static final int MOST_OCTETS = 1 << 20;

  private static final int DEEPEST = 20;
  private static final int MOST_ALIASES = 50;

  private YamlSource() {}

  /**
   * @return empty when the text holds no document, or problems were found and added
   */
  static Optional<Node> read(String name, String text, SettingsProblems problems) {
    if (text.length() > MOST_OCTETS) {
      problems.add(0, "", "is larger than " + MOST_OCTETS + " octets");
      return Optional.empty();
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setCodePointLimit(MOST_OCTETS)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setAllowDuplicateKeys(true)
            .setUseMarks(true)
            // One piece: snakeyaml-engine 2.10 fails on a surrogate pair at the edge of two.
            .setBufferSize(text.length() + 1)
            .build();
    try {
      if (!withinBounds(new Parse(settings).parseString(text), problems)) {
        return Optional.empty();
      }
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().or(e::getContextMark).map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(line, "", "is not YAML: " + Shown.of(e.getProblem(), 200));
    } catch (YamlEngineException e) {
      problems.add(0, "", "is not YAML: " + Shown.of(String.valueOf(e.getMessage()), 200));
    }
    return Optional.empty();
  }

  private static boolean withinBounds(Iterable<Event> events, SettingsProblems problems) {
    int depth = 0;
    int aliases = 0;
    int documents = 0;
    for (Event event : events) {
      int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> {
          if (++depth > DEEPEST) {
            problems.add(line, "", "is nested deeper than " + DEEPEST + " levels");
            return false;
          }
        }
        case MappingEnd, SequenceEnd -> depth--;
        case Alias -> {
          if (++aliases > MOST_ALIASES) {
            problems.add(line, "", "uses more than " + MOST_ALIASES + " aliases");
            return false;
          }
        }
        case DocumentStart -> {
          if (++documents > 1) {
            problems.add(line, "", "holds a second document; one is expected");
            return false;
          }
        }
        case DocumentEnd, Scalar, Comment, StreamStart, StreamEnd -> {}
      }
    }
    return true;
  }
}
