package io.postern.gateway.callout.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One way to put text into a text's octets, all of which stay.
 *
 * @param at before which octet
 * @param octets to be put there
 * @param utf8 whether the charset must then be called UTF-8
 * @param ascii whether characters were written out in US-ASCII
 */
record TextInsertion(int at, byte[] octets, boolean utf8, boolean ascii) {

  /** In shifted and unknown charsets these may be other characters. */
  private static final String DOUBTFUL = "\\~+$@[]^`{|}";

  /** Where it goes. */
  enum Place {
    START,
    END
  }

  /** All ways, the best first; none when no form of the text would be read as meant. */
  static List<TextInsertion> into(TextOctets target, Place place, String text) {
    String lines = Lines.withCrlf(text);
    return target.type.isHtml() ? markup(target, place, lines) : plain(target, place, lines);
  }

  private static List<TextInsertion> plain(TextOctets target, Place place, String text) {
    List<TextInsertion> ways = new ArrayList<>(3);
    String lines = target.type.isFlowed() ? flowed(text) : text;
    boolean wide = target.isWide() && target.isExact();
    if (!wide && (target.isWide() || !target.carriesAscii())) {
      return ways;
    }
    int at = place == Place.START ? target.markLength() : target.octets.length;
    String framed =
        place == Place.START
            ? lines.endsWith("\n") ? lines : lines + "\r\n"
            : gapBefore(target) + lines;
    String reset = place == Place.START || wide ? "" : endOfShift(target);
    if (target.isExact() && encodes(target, lines)) {
      Charset charset = target.charset().orElseThrow();
      ways.add(new TextInsertion(at, (reset + framed).getBytes(charset), false, false));
    } else if (target.isExact() && target.isAscii() && !switches(target)) {
      ways.add(new TextInsertion(at, framed.getBytes(StandardCharsets.UTF_8), true, false));
    }
    Optional<String> ascii = wide ? Optional.empty() : AsciiForm.of(framed);
    ascii.ifPresent(
        form ->
            ways.add(
                new TextInsertion(
                    at,
                    (reset + escaped(target, form)).getBytes(StandardCharsets.US_ASCII),
                    false,
                    !form.equals(framed))));
    return ways;
  }

  private static List<TextInsertion> markup(TextOctets target, Place place, String html) {
    List<TextInsertion> ways = new ArrayList<>(2);
    boolean wide = target.isWide() && target.isExact();
    if (!wide && (target.isWide() || !target.carriesAscii())) {
      return ways;
    }
    if (!target.isExact() && (target.switchesCharsets() || isHz(target))) {
      return ways; // What looks like a tag may be a character.
    }
    OptionalInt found = place == Place.END ? endOfBody(target) : startOfBody(target);
    if (found.isEmpty()) {
      return ways;
    }
    int at = found.getAsInt();
    String reset = wide || at < target.octets.length ? "" : target.reset();
    if (target.isExact() && encodes(target, html) && !switches(target)) {
      byte[] octets = html.getBytes(target.charset().orElseThrow());
      ways.add(new TextInsertion(at, octets, false, false));
    }
    if (!wide) {
      boolean sure = target.isExact() && !switches(target);
      String ascii = reset + AsciiForm.ofMarkup(html, sure ? "" : DOUBTFUL);
      ways.add(new TextInsertion(at, ascii.getBytes(StandardCharsets.US_ASCII), false, false));
    }
    return ways;
  }

  private static OptionalInt endOfBody(TextOctets target) {
    int character = HtmlScanner.endOfBody(target.markup());
    OptionalInt at = target.octetOffset(character);
    boolean found =
        at.isPresent()
            && (target.isWide() || at.getAsInt() == target.octets.length || target.isAt('<', at));
    return found ? at : OptionalInt.empty();
  }

  private static OptionalInt startOfBody(TextOctets target) {
    String markup = target.markup();
    int character = HtmlScanner.startOfBody(markup);
    if (character == 0 || markup.charAt(character - 1) != '>') {
      return OptionalInt.of(target.markLength());
    }
    if (target.isWide()) {
      return target.octetOffset(character);
    }
    // Behind it may stand a shift, which the text must not come under.
    OptionalInt last = target.octetOffset(character - 1);
    return last.isPresent() && target.isAt('>', last)
        ? OptionalInt.of(last.getAsInt() + 1)
        : OptionalInt.empty();
  }

  /** HZ ends its shift by a sequence of its own (RFC 1843). */
  private static String endOfShift(TextOctets target) {
    return isHz(target) ? target.resetOfHz() : target.reset();
  }

  private static boolean isHz(TextOctets target) {
    return target.type.charsetName().startsWith("hz");
  }

  private static String gapBefore(TextOctets target) {
    String text = target.text();
    int length = target.octets.length;
    if (length == target.markLength()) {
      return "";
    }
    boolean ended = target.isWide() ? text.endsWith("\n") : target.octets[length - 1] == '\n';
    String gap = ended ? "" : "\r\n";
    String lastLine = text.substring(text.stripTrailing().length());
    boolean joined = target.type.isFlowed() && lastLine.startsWith(" ") && !isSignature(text);
    return joined ? gap + "\r\n" : gap;
  }

  /** Whether the last line is the separator before a signature, which no line is joined with. */
  private static boolean isSignature(String text) {
    String whole = text.endsWith("\r\n") ? text.substring(0, text.length() - 2) : text;
    return whole.equals("-- ") || whole.endsWith("\n-- ");
  }

  /** Lines that are not joined with the next and are not taken for quotes (RFC 3676 section 4). */
  private static String flowed(String lines) {
    StringBuilder flowed = new StringBuilder(lines.length() + 16);
    for (String line : lines.split("(?<=\r\n)")) {
      String end = line.endsWith("\r\n") ? "\r\n" : "";
      String content = line.substring(0, line.length() - end.length());
      if (!content.equals("-- ")) {
        content = content.stripTrailing();
      }
      if (content.startsWith(" ") || content.startsWith(">") || content.startsWith("From ")) {
        flowed.append(' ');
      }
      flowed.append(content).append(end);
    }
    return flowed.toString();
  }

  private static boolean encodes(TextOctets target, String text) {
    Charset charset = target.charset().orElseThrow();
    // Their encoders repeat the designation that may stand only once at the begin (RFC 1557).
    boolean once = charset.name().matches("ISO-2022-(KR|CN.*)");
    return !once && charset.canEncode() && charset.newEncoder().canEncode(text);
  }

  private static boolean switches(TextOctets target) {
    return target.switchesCharsets()
        || target.charset().filter(known -> known.name().contains("2022")).isPresent();
  }

  /** As it is written in charsets that Java does not know and where US-ASCII has a shift. */
  private static String escaped(TextOctets target, String ascii) {
    String charset = target.type.charsetName();
    if (charset.contains("utf-7")) { // RFC 2152
      return ascii.replace("+", "+-").replace("\\", "+AFw-").replace("~", "+AH4-");
    }
    return isHz(target) ? ascii.replace("~", "~~") : ascii; // RFC 1843
  }
}
