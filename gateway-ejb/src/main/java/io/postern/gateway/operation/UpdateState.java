package io.postern.gateway.operation;

import java.util.List;
import java.util.Optional;

/**
 * How it stands with the image's slots.
 *
 * @param work {@code idle}, {@code checking}, {@code writing} or {@code restarting}
 * @param percent of what is to be written
 * @param waiting whether an upload waits to be looked at
 */
public record UpdateState(
    String work, int percent, boolean waiting, List<Slot> slots, Optional<Last> last) {

  public UpdateState {
    slots = List.copyOf(slots);
  }

  /**
   * @param name {@code a} or {@code b}
   * @param version empty when unknown
   * @param state in words
   */
  public record Slot(String name, String version, String state) {}

  /**
   * What happened last.
   *
   * @param event {@code refused}, {@code applied}, {@code chosen}, {@code failed}, {@code
   *     confirmed} or {@code returned}
   * @param reason empty when there is none to tell
   */
  public record Last(String event, String at, String version, String by, String reason) {}
}
