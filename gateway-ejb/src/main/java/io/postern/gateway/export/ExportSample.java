package io.postern.gateway.export;

import java.util.List;
import java.util.Optional;

/**
 * An event of the journal as a target would be given it.
 *
 * @param sequence number of the journal's line
 * @param event the event's name
 * @param values in the target's order
 */
public record ExportSample(long sequence, String event, List<SampleValue> values) {

  public ExportSample {
    values = List.copyOf(values);
  }

  /**
   * A column, or what else the target has.
   *
   * @param text as hostile as the mail it came from; absent when the event has no value for it
   */
  public record SampleValue(String name, Optional<String> text) {}
}
