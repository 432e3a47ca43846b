package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Octets that a line must hold to match, so that the others need not be parsed. */
record PreFilter(List<byte[]> lowerCase) {

  /** Those of which a line that matches holds the value as it was given, but for case. */
  private static final List<JournalCondition> WRITTEN =
      List.of(
          JournalCondition.ID,
          JournalCondition.EVENT,
          JournalCondition.SESSION,
          JournalCondition.MESSAGE_ID,
          JournalCondition.SENDER,
          JournalCondition.RECIPIENT,
          JournalCondition.HELO,
          JournalCondition.DECIDED_BY,
          JournalCondition.VERDICT);

  static PreFilter of(JournalQuery query) {
    List<byte[]> parts = new ArrayList<>();
    for (JournalCondition condition : WRITTEN) {
      query
          .value(condition)
          .map(PreFilter::written)
          .filter(PreFilter::isWrittenAsItIs)
          .ifPresent(text -> parts.add(text.toLowerCase(Locale.ROOT).getBytes(ISO_8859_1)));
    }
    query
        .value(JournalCondition.PEER)
        .map(AddressRange::parse)
        .filter(network -> network.isOne() && network.lowest() instanceof Inet4Address)
        .ifPresent(network -> parts.add(network.lowest().getHostAddress().getBytes(ISO_8859_1)));
    return new PreFilter(parts);
  }

  /** Without the marks of a search. */
  private static String written(String value) {
    String text = value.endsWith("*") ? value.substring(0, value.length() - 1) : value;
    String bare = text.strip();
    int from = bare.startsWith("<") ? 1 : 0;
    int to = bare.endsWith(">") ? bare.length() - 1 : bare.length();
    return bare.substring(from, Math.max(from, to));
  }

  private static boolean isWrittenAsItIs(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\');
  }

  boolean mayMatch(byte[] octets, int from, int to) {
    for (byte[] word : lowerCase) {
      if (!contains(octets, from, to, word)) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(byte[] octets, int from, int to, byte[] word) {
    for (int i = from; i <= to - word.length; i++) {
      int k = 0;
      while (k < word.length && lower(octets[i + k]) == word[k]) {
        k++;
      }
      if (k == word.length) {
        return true;
      }
    }
    return false;
  }

  private static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
  }
}
