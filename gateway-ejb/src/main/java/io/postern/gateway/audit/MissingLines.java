package io.postern.gateway.audit;

/**
 * Lines that were on disk once and are not there any more, found at the start.
 *
 * @param first number of the first of them
 * @param last number of the last of them
 */
public record MissingLines(long first, long last) {

  @Override
  public String toString() {
    return first == last ? "line " + first : "lines " + first + " to " + last;
  }
}
