package io.postern.gateway.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Octets that a line must hold to match, so that the others need not be parsed. */
record PreFilter(List<byte[]> lowerCase) {

  static PreFilter of(JournalQuery query) {
    List<byte[]> parts = new ArrayList<>();
    add(parts, query.id());
    add(parts, query.event());
    add(parts, query.peer());
    add(parts, query.recipient());
    add(parts, query.sender().filter(sender -> !sender.equals("<>")));
    return new PreFilter(parts);
  }

  private static void add(List<byte[]> parts, Optional<String> text) {
    text.filter(PreFilter::isWrittenAsItIs)
        .map(plain -> plain.toLowerCase(java.util.Locale.ROOT).getBytes(ISO_8859_1))
        .ifPresent(parts::add);
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
