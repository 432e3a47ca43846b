package io.postern.gateway.update;

import java.util.Map;

/**
 * What root wrote last, and whether an upload waits for it.
 *
 * @param values as in the file; keys that are not there mean that root has not said it
 */
public record UpdateSituation(Map<String, String> values, boolean waiting) {

  public UpdateSituation {
    values = Map.copyOf(values);
  }

  /** Empty when root has not said it. */
  public String value(String key) {
    return values.getOrDefault(key, "");
  }

  /** Whether the next upload has to wait. */
  boolean isBusy() {
    return waiting || !(value("work").isEmpty() || value("work").equals("idle"));
  }
}
