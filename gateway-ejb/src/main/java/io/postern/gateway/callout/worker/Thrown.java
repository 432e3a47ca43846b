package io.postern.gateway.callout.worker;

import io.postern.text.Shown;

/** Describes what a callout threw; expects nothing good of it. */
public final class Thrown {

  private static final int FRAMES = 4;

  private Thrown() {}

  /** The message alone, on one line and escaped; the type when there is none. */
  public static String message(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      if (message != null) {
        return Shown.of(message, 300);
      }
    } catch (Throwable worse) {
      // As below.
      return thrown.getClass().getName();
    }
    return thrown.getClass().getName();
  }

  /** Type, message and the topmost frames on one line, escaped. */
  public static String described(Throwable thrown) {
    StringBuilder text = new StringBuilder(thrown.getClass().getName());
    try {
      String message = thrown.getMessage();
      if (message != null) {
        text.append(": ").append(Shown.of(message, 300));
      }
      StackTraceElement[] frames = thrown.getStackTrace();
      for (int i = 0; i < frames.length && i < FRAMES; i++) {
        text.append(i == 0 ? " at " : " < ").append(Shown.of(frames[i].toString(), 300));
      }
    } catch (Throwable worse) {
      // The extension's own exception class runs here, and may fail as it likes.
      text.append(" (its description fails with ").append(worse.getClass().getName()).append(')');
    }
    return text.toString();
  }
}
