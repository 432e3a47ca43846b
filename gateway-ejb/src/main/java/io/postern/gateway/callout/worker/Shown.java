package io.postern.gateway.callout.worker;

import java.util.HexFormat;

/** Text from outside, made fit for one line of a log. */
public final class Shown {

  private static final int LONGEST = 300;
  private static final HexFormat HEX = HexFormat.of();

  private Shown() {}

  /** Printable US-ASCII stays, everything else is escaped; long text is cut. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), LONGEST) + 8);
    for (int i = 0; i < text.length() && i < LONGEST; i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f) {
        shown.append(c);
      } else {
        shown.append("\\u").append(HEX.toHexDigits(c));
      }
    }
    return text.length() > LONGEST ? shown.append("...").toString() : shown.toString();
  }

  public static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
