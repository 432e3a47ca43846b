package io.postern.gateway.search;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * How far an index is, kept in its commits and so always that of its documents.
 *
 * @param sequence number of the last line that was added, 0 for none
 * @param checksum CRC32C of that line, so that another journal is noticed
 */
record IndexPosition(long sequence, String checksum) {

  private static final String SCHEMA = "schema";
  private static final String SEQUENCE = "position";
  private static final String CHECKSUM = "line";

  static IndexPosition none() {
    return new IndexPosition(0, "");
  }

  static IndexPosition at(JournalLine line) {
    CRC32C crc = new CRC32C();
    crc.update(line.json().getBytes(StandardCharsets.ISO_8859_1));
    return new IndexPosition(line.sequence(), Long.toHexString(crc.getValue()));
  }

  /**
   * @throws IndexDamaged when it is not of this version
   */
  static IndexPosition of(Map<String, String> userData) {
    if (!String.valueOf(IndexFields.SCHEMA).equals(userData.get(SCHEMA))) {
      throw new IndexDamaged("it is of another version");
    }
    try {
      return new IndexPosition(
          Long.parseLong(userData.getOrDefault(SEQUENCE, "")), userData.getOrDefault(CHECKSUM, ""));
    } catch (NumberFormatException e) {
      throw new IndexDamaged("it does not say how far it is", e);
    }
  }

  Map<String, String> userData() {
    return Map.of(
        SCHEMA,
        String.valueOf(IndexFields.SCHEMA),
        SEQUENCE,
        String.valueOf(sequence),
        CHECKSUM,
        checksum);
  }

  /**
   * @throws IndexDamaged when the journal has another line of that number, or ends before it
   */
  void requireOf(Journal journal) {
    if (sequence > journal.lastSequence()) {
      throw new IndexDamaged("it is ahead of the journal");
    }
    List<JournalLine> line = sequence == 0 ? List.of() : journal.search().lines(List.of(sequence));
    if (!line.isEmpty() && !at(line.getFirst()).equals(this)) {
      throw new IndexDamaged("it is of another journal");
    }
  }
}
