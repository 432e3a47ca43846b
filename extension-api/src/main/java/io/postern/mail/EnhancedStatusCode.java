package io.postern.mail;

/**
 * An enhanced mail system status code such as {@code 5.7.1} (RFC 3463 section 2).
 *
 * @param statusClass 2, 4 or 5
 * @param subject 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatusCode(int statusClass, int subject, int detail) {

  public EnhancedStatusCode {
    if ((statusClass != 2 && statusClass != 4 && statusClass != 5)
        || subject < 0
        || subject > 999
        || detail < 0
        || detail > 999) {
      throw new IllegalArgumentException(
          "not an enhanced status code: " + statusClass + "." + subject + "." + detail);
    }
  }

  /**
   * @throws IllegalArgumentException when the text is not {@code class.subject.detail}
   */
  public static EnhancedStatusCode parse(String text) {
    String[] parts = text.split("\\.", -1);
    try {
      if (parts.length == 3) {
        return new EnhancedStatusCode(
            Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not an enhanced status code: " + text, e);
    }
    throw new IllegalArgumentException("not an enhanced status code: " + text);
  }

  @Override
  public String toString() {
    return statusClass + "." + subject + "." + detail;
  }
}
