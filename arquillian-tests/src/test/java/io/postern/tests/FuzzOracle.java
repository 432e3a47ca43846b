package io.postern.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says whether what arrived is what was sent, apart from what was to be added: the trace field and
 * the stamp above or among the fields, disclaimers, and the line ends these need. It compares
 * octets and knows no MIME but base64, in which a text is written again when something is added to
 * it.
 */
final class FuzzOracle {

  private static final Pattern TRACE =
      Pattern.compile("\\AReceived: from [^\r\n]*\r\n(?:\t[^\r\n]*\r\n){2,3}");

  private static final String STAMP = "X-Postern-Stamp: stamped\r\n";

  /** Line ends before a disclaimer, a soft break, and what ends a shift of ISO 2022. */
  private static final Pattern BEFORE =
      Pattern.compile("(?:=\r\n)?(?:~\\})?(?:\u000f|=0F)?(?:(?:\u001b|=1B)\\(B)?(?:=?\r\n){0,4}");

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/= \t]*");

  /**
   * Lines that are looked at behind the first that fits: where the disclaimer's last line in base64
   * is that of the text, it fits too early.
   */
  private static final int SAME_END = 4;

  private static final int[] NONE = {};
  private static final String[] AFTER = {"", "\r\n", "=\r\n"};

  private final String plain;
  private final String markup;
  private final Pattern added;
  private final List<String> begins;

  /**
   * @param plain the disclaimer, as it is added to plain text
   * @param markup as it is added to HTML
   */
  FuzzOracle(String plain, String markup) {
    this.plain = plain.replace("\r", "").replace("\n", "\r\n");
    this.markup = markup.strip();
    this.begins =
        List.of(
            this.plain.substring(0, 12),
            this.markup.substring(0, 4),
            base64(this.plain).substring(0, 12),
            base64(this.markup).substring(0, 12));
    this.added =
        Pattern.compile(
            Pattern.quote(this.plain)
                + "|"
                + quotedPrintable(this.markup)
                + "(?:=\r\n)?(?:\r\n)?|"
                + Pattern.quote(base64(this.plain))
                + "|"
                + Pattern.quote(base64(this.markup + "\r\n")));
  }

  /** For the disclaimer that ships. */
  static FuzzOracle ofDisclaimer(Path checkout) throws IOException {
    Path texts = checkout.resolve("extensions/disclaimer/src/main/resources");
    return new FuzzOracle(
        Files.readString(texts.resolve("disclaimer.txt")),
        Files.readString(texts.resolve("disclaimer.html")));
  }

  private static String base64(String text) {
    return Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String quotedPrintable(String text) {
    StringBuilder pattern = new StringBuilder();
    for (char c : text.toCharArray()) {
      pattern
          .append(c == '=' ? "(?:=3D|=)" : Pattern.quote(String.valueOf(c)))
          .append("(?:=\r\n)?");
    }
    return pattern.toString();
  }

  /** What is wrong with it; empty when nothing is. */
  Optional<String> fault(FuzzedMessage sent, byte[] arrived) {
    String got = new String(arrived, StandardCharsets.ISO_8859_1);
    Matcher trace = TRACE.matcher(got);
    if (!trace.find()) {
      return Optional.of("no trace field on top");
    }
    String rest = got.substring(trace.end());
    int stamp = rest.indexOf(STAMP);
    int head = rest.indexOf("\r\n\r\n");
    if (stamp < 0 || (head >= 0 && stamp > head && !rest.startsWith("\r\n"))) {
      return Optional.of("no stamp in the header section");
    }
    String content = rest.substring(0, stamp) + rest.substring(stamp + STAMP.length());
    String original = new String(sent.octets(), StandardCharsets.ISO_8859_1);
    boolean ownSection = stamp == 0 && rest.startsWith("\r\n", STAMP.length());
    List<String> contents = new ArrayList<>();
    if (ownSection && !original.startsWith("\r\n")) {
      if (original.startsWith("From: A") || original.startsWith("From: \"")) {
        return Optional.of("a header section of its own above one that is there");
      }
      contents.add(content.substring(2));
    }
    contents.add(content);
    Optional<Integer> found = additions(sent, original, contents, false);
    if (found.isEmpty() && sent.mutated) {
      found = additions(sent, original, contents, true);
    }
    if (found.isEmpty()) {
      return Optional.of("octets changed");
    }
    if (sent.disclaimers >= 0 && found.get() != sent.disclaimers) {
      return Optional.of(found.get() + " disclaimers instead of " + sent.disclaimers);
    }
    return Optional.empty();
  }

  /** What stands behind the last disclaimer, its own line end passed over. */
  String behindTheLast(byte[] arrived) {
    String content = new String(arrived, StandardCharsets.ISO_8859_1);
    Matcher place = added.matcher(content);
    int end = content.length();
    while (place.find()) {
      end = place.end();
    }
    return content.substring(end).replaceFirst("\\A=?\r\n", "");
  }

  private Optional<Integer> additions(
      FuzzedMessage sent, String original, List<String> contents, boolean anywhere) {
    return contents.stream()
        .flatMap(content -> additions(sent, original, content, anywhere).stream())
        .findFirst();
  }

  /**
   * How many disclaimers make the difference; empty when they do not.
   *
   * @param anywhere whether each line may begin a text in base64: a mutation can have made one of
   *     what was none. Slow.
   */
  private Optional<Integer> additions(
      FuzzedMessage sent, String original, String content, boolean anywhere) {
    List<int[]> places = new ArrayList<>();
    Matcher place = added.matcher(content);
    int at = 0;
    for (int begin = nextBegin(content, at); begin >= 0; begin = nextBegin(content, at)) {
      boolean whole = place.region(begin, content.length()).lookingAt();
      if (whole) {
        places.add(new int[] {begin, place.end()});
      }
      at = whole ? place.end() : begin + 1;
    }
    return new Comparison(sent, original, content, places, anywhere).explained(0, 0, 0);
  }

  /** Where one of the forms of a disclaimer may begin; faster than the whole pattern. */
  private int nextBegin(String content, int from) {
    int next = -1;
    for (String begin : begins) {
      int at = content.indexOf(begin, from);
      next = next < 0 || (at >= 0 && at < next) ? at : next;
    }
    return next;
  }

  /** Of one message; the positions are in the original and in what arrived. */
  private final class Comparison {

    private final FuzzedMessage sent;
    private final String original;
    private final String content;
    private final List<int[]> places;
    private final boolean anywhere;

    Comparison(
        FuzzedMessage sent, String original, String content, List<int[]> places, boolean anywhere) {
      this.sent = sent;
      this.original = original;
      this.content = content;
      this.places = places;
      this.anywhere = anywhere;
    }

    /** How many disclaimers explain all from there on. */
    Optional<Integer> explained(int place, int i, int j) {
      if (place == places.size()) {
        return reached(i, j, content.length())
            .filter(step -> step.at() == original.length())
            .map(Step::disclaimers);
      }
      int[] core = places.get(place);
      for (int begin = core[0]; begin >= Math.max(j, core[0] - 20); begin--) {
        if (!BEFORE.matcher(content).region(begin, core[0]).matches()) {
          continue;
        }
        Optional<Step> step = reached(i, j, begin);
        if (step.isEmpty() || (sent.disclaimers >= 0 && !isText(step.get().at()))) {
          continue;
        }
        for (String after : AFTER) {
          Optional<Integer> more =
              content.startsWith(after, core[1])
                  ? behind(place, step.get().at(), core[1] + after.length())
                  : Optional.empty();
          if (more.isPresent()) {
            return Optional.of(more.get() + 1 + step.get().disclaimers());
          }
        }
      }
      // Within a text that was written again it can stand by chance.
      return isBase64(place) ? explained(place + 1, i, j) : Optional.empty();
    }

    private boolean isBase64(int place) {
      return Character.isLetterOrDigit(content.charAt(places.get(place)[0]));
    }

    /** An empty body in base64 may have been made of empty lines, which say nothing there. */
    private Optional<Integer> behind(int place, int i, int j) {
      Optional<Integer> more = explained(place + 1, i, j);
      boolean base64 = isBase64(place);
      for (int at = i; base64 && more.isEmpty() && original.startsWith("\r\n", at); at += 2) {
        more = explained(place + 1, at + 2, j);
      }
      return more;
    }

    /** Within a text, or behind the line ends that are its own where no delimiter follows. */
    private boolean isText(int at) {
      return sent.texts().stream()
          .filter(range -> range.text() && at >= range.from() && at <= range.to() + 6)
          .anyMatch(range -> at <= range.to() || original.substring(range.to(), at).isBlank());
    }

    private record Step(int at, int disclaimers) {}

    /**
     * Where in the original one stands when what arrived is read from j to the end given, passing
     * over texts that were written again in base64 with a disclaimer in them.
     */
    private Optional<Step> reached(int from, int fromArrived, int end) {
      int i = from;
      int j = fromArrived;
      int disclaimers = 0;
      while (true) {
        int same = 0;
        while (i + same < original.length()
            && j + same < end
            && original.charAt(i + same) == content.charAt(j + same)) {
          same++;
        }
        if (j + same == end && (end < content.length() || i + same == original.length())) {
          return Optional.of(new Step(i + same, disclaimers));
        }
        FuzzedMessage.Range text = textAt(i, i + same);
        int[] stop = text == null ? NONE : writtenAnew(text, j + text.from() - i, end);
        // A mutation may have joined the begin of a body with the header section.
        int later = original.lastIndexOf("\r\n\r\n", i + same) + 4;
        if (text != null
            && stop.length == 0
            && sent.mutated
            && later > text.from()
            && later <= text.to()) {
          stop =
              writtenAnew(
                  new FuzzedMessage.Range(later, text.to(), text.text()), j + later - i, end);
        }
        if (stop.length == 0 && anywhere) {
          stop = writtenAnewAround(i, j, i + same, end);
        }
        if (stop.length == 0) {
          return Optional.empty();
        }
        disclaimers++;
        i = stop[0];
        j = stop[1];
      }
    }

    /** As {@link #writtenAnew}, of any lines in base64 around the first octet that differs. */
    private int[] writtenAnewAround(int i, int j, int differing, int end) {
      int from = Math.max(i, original.lastIndexOf("\r\n", Math.max(0, differing - 1)) + 2);
      while (from >= i) {
        int lineEnd = original.indexOf("\r\n", from);
        if (lineEnd < 0 || !BASE64.matcher(original).region(from, lineEnd).matches()) {
          return NONE;
        }
        for (int to = original.indexOf("\r\n", Math.max(from, differing - 1));
            to >= 0;
            to = original.indexOf("\r\n", to + 2)) {
          int[] found = writtenAnew(from, to, j + from - i, end);
          if (found.length > 0) {
            return found;
          }
        }
        from = from < 3 ? -1 : original.lastIndexOf("\r\n", from - 3) + 2;
      }
      return NONE;
    }

    /** The body in which the octet at this place is, with empty lines before it. */
    private FuzzedMessage.@Nullable Range textAt(int from, int at) {
      for (FuzzedMessage.Range text : sent.texts()) {
        int begin = text.from();
        while (sent.mutated && begin - 2 >= from && original.startsWith("\r\n", begin - 2)) {
          begin -= 2;
        }
        boolean changeable = text.text() || sent.mutated;
        // The line end behind it is also that of a last line to which more was added.
        if (changeable && begin >= from && begin <= at && at <= text.to() + 2) {
          return new FuzzedMessage.Range(begin, text.to(), text.text());
        }
        // A mutation may have put a delimiter and fields into it: a further text begins there.
        int later = original.lastIndexOf("\r\n\r\n", at) + 4;
        if (sent.mutated && begin < from && later >= from && later <= text.to()) {
          return new FuzzedMessage.Range(later, text.to(), text.text());
        }
      }
      return null;
    }

    /**
     * Where the text that was written again from that place on ends, in the original and in what
     * arrived; empty when it was not. Empty lines behind base64 say nothing.
     */
    private int[] writtenAnew(FuzzedMessage.Range text, int start, int end) {
      int[] found = writtenAnew(text.from(), text.to(), start, end);
      // A mutation may have put a delimiter into it, or joined it with what followed.
      int to = original.indexOf("\r\n", text.from());
      int lines = found.length == 0 && sent.mutated ? 5_000 : 0;
      for (int i = 0; i < lines && to >= 0; i++) {
        int[] further = writtenAnew(text.from(), to, start, end);
        if (further.length > 0) {
          lines = found.length == 0 ? i + 1 + SAME_END : lines;
          found = further;
        }
        to = original.indexOf("\r\n", to + 2);
      }
      return found;
    }

    private int[] writtenAnew(int from, int bodyEnd, int start, int end) {
      if (bodyEnd < from || end < start) {
        return NONE; // A mutation has taken the body away.
      }
      String before = original.substring(from, bodyEnd);
      int to = bodyEnd;
      while (to <= original.length()) {
        if (original.substring(to).isBlank()) {
          boolean longer = isLonger(before, content.substring(start, end));
          return longer ? new int[] {original.length(), end} : NONE;
        }
        // It ends before the line that follows it.
        int lineEnd = original.indexOf("\r\n", to + 2);
        String next = original.substring(to, lineEnd < 0 ? original.length() : lineEnd + 2);
        int stop = content.indexOf(next, start);
        while (stop >= 0 && stop <= end) {
          if (isLonger(before, content.substring(start, stop))) {
            return new int[] {to, stop};
          }
          stop = content.indexOf(next, stop + 1);
        }
        // Lines of blanks behind base64 say nothing.
        int blankEnd = original.indexOf("\r\n", to);
        if (blankEnd < 0 || !original.substring(to, blankEnd).isBlank()) {
          return NONE;
        }
        to = blankEnd == to ? to + 2 : blankEnd;
      }
      return NONE;
    }
  }

  /** Also where a line ends within the padding, or a character was lost. */
  private static byte[] decoded(String base64) {
    String octets = base64.replaceAll("\\s", "");
    try {
      return Base64.getMimeDecoder().decode(octets);
    } catch (IllegalArgumentException e) {
      String unpadded = octets.replaceAll("=+\\z", "");
      int surplus = unpadded.length() % 4 == 1 ? 1 : 0;
      return Base64.getMimeDecoder().decode(unpadded.substring(0, unpadded.length() - surplus));
    }
  }

  /** Whether the second is the first, in base64, with a disclaimer within. */
  private boolean isLonger(String before, String after) {
    byte[] first;
    byte[] second;
    try {
      first = decoded(before);
      second = decoded(after);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int same = 0;
    while (same < first.length && same < second.length && first[same] == second[same]) {
      same++;
    }
    int more = second.length - first.length;
    for (int at = same; more > 0 && at >= Math.max(0, same - 16); at--) {
      if (Arrays.equals(first, at, first.length, second, at + more, second.length)) {
        String insertion =
            new String(second, at, more, StandardCharsets.ISO_8859_1)
                .replace("\0", "")
                .replace("\u000f", "")
                .replace("\u001b(B", "")
                .strip();
        if (insertion.equals(plain.strip()) || insertion.equals(markup)) {
          return true; // Else the same octets may be seen as put somewhat further to the front.
        }
      }
    }
    return false;
  }
}
