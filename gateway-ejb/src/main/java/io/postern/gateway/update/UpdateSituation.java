package io.postern.gateway.update;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The image's slots, and the last update: what root wrote, and whether an upload waits for it.
 *
 * @param work {@code idle}, {@code checking}, {@code writing} or {@code restarting}
 * @param percent of what is to be written
 * @param waiting whether an upload waits to be looked at
 * @param last what happened last
 */
public record UpdateSituation(
    String work, int percent, boolean waiting, List<Slot> slots, Optional<Last> last) {

  private static final String IDLE = "idle";

  public UpdateSituation {
    slots = List.copyOf(slots);
  }

  /**
   * @param name {@code a} or {@code b}
   * @param version empty when unknown
   * @param state in words
   */
  public record Slot(String name, String version, String state) {

    private static Slot of(String name, Map<String, String> values) {
      return new Slot(
          name,
          values.getOrDefault(name + ".version", ""),
          given(values, name + ".state").orElse("unknown"));
    }
  }

  /**
   * What happened last.
   *
   * @param event {@code refused}, {@code applied}, {@code chosen}, {@code failed}, {@code
   *     confirmed} or {@code returned}
   * @param reason empty when there is none
   */
  public record Last(String event, String at, String version, String by, String reason) {

    private static Last of(String event, Map<String, String> values) {
      return new Last(
          event,
          values.getOrDefault("last.at", ""),
          values.getOrDefault("last.version", ""),
          values.getOrDefault("last.by", ""),
          values.getOrDefault("last.reason", ""));
    }
  }

  /**
   * @param values as in root's file; keys that are not there mean that root has not written them
   */
  static UpdateSituation of(Map<String, String> values, boolean waiting) {
    return new UpdateSituation(
        given(values, "work").orElse(IDLE),
        given(values, "percent")
            .filter(percent -> percent.matches("[0-9]{1,3}"))
            .map(Integer::valueOf)
            .orElse(0),
        waiting,
        List.of(Slot.of("a", values), Slot.of("b", values)),
        given(values, "last.event").map(event -> Last.of(event, values)));
  }

  private static Optional<String> given(Map<String, String> values, String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  /** Whether the next upload has to wait. */
  boolean isBusy() {
    return waiting || !work.equals(IDLE);
  }
}
