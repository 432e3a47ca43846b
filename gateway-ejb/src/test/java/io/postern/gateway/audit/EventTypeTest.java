package io.postern.gateway.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class EventTypeTest {

  /** A search for a name that is not listed is refused, so the list must be whole. */
  @Test
  void theDocumentedEvents_areTheKnownOnes() throws IOException {
    String documented = Files.readString(Path.of("../docs/journal.md"));
    List<String> names =
        Pattern.compile("^\\| `([A-Z][A-Za-z]+)` \\|", Pattern.MULTILINE)
            .matcher(documented)
            .results()
            .map((MatchResult row) -> row.group(1))
            .toList();
    assertEquals(names, Stream.of(EventType.values()).map(EventType::eventName).toList());
  }
}
