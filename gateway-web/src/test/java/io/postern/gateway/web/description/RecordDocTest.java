package io.postern.gateway.web.description;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.postern.gateway.operation.BulkStatus;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecordDocTest {

  @Test
  void descriptionAndComponents_arePlainText() {
    assertEquals(
        new RecordDoc(
            Optional.of("A lane; see Lane. It is new."),
            Map.of("sender", "the reverse-path, or <>", "count", "messages")),
        RecordDoc.parse(
            """

             * A {@code lane}; see {@link io.postern.Lane#Lane}.
             * It is <em>new</em>.
             *
             * @param sender the reverse-path, or
             *     {@code <>}
             * @param count messages
             * @throws IllegalArgumentException never
            """));
  }

  @Test
  void recordThatIsNotDocumented_hasNoDescription() {
    assertEquals(
        new RecordDoc(Optional.empty(), Map.of("name", "such as {a}")),
        RecordDoc.parse("\n * @param name such as {a}\n "));
  }

  @Test
  void constants_areTheirValues() {
    assertEquals(
        Optional.of(
            "why, for the first " + BulkStatus.MOST_REFUSALS + " of them; each begins with the id"),
        RecordDoc.of(BulkStatus.class).component("refusals"));
  }
}
