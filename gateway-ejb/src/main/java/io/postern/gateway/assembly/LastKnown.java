package io.postern.gateway.assembly;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.postern.gateway.audit.JournalKnown;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What spool and journal held a moment ago, in the file {@value #FILE} of the data folder: outside
 * of both, so that the next start misses what is not there any more, also when both are gone.
 *
 * @param journal the journal's end, and how far its subscribers had come
 * @param unfinished messages that were accepted and not finished
 * @param highestId no id above it was given out
 * @param closed whether the gateway had closed in order, so that the numbers are exact
 * @param at when it was written down
 */
record LastKnown(JournalKnown journal, int unfinished, long highestId, boolean closed, Instant at) {

  /** Its name in the data folder. */
  static final String FILE = "last-known";

  private static final Logger LOG = System.getLogger(LastKnown.class.getPackageName());

  /** Empty when nothing was written down yet, or what was cannot be read. */
  static Optional<LastKnown> read(Path data) {
    Path file = data.resolve(FILE);
    try {
      String text = new String(Files.readAllBytes(file), US_ASCII);
      int end = text.lastIndexOf("crc32c ");
      if (end < 0 || !text.substring(end).equals(checksum(text.substring(0, end)))) {
        throw new IOException("it is damaged");
      }
      return Optional.of(parse(text.substring(0, end)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "gateway: cannot read {0} ({1}); what is missing in spool or journal may go unnoticed",
          file,
          e.getMessage());
      return Optional.empty();
    }
  }

  private static LastKnown parse(String text) {
    Map<String, String> values = new HashMap<>();
    Map<String, Long> positions = new HashMap<>();
    for (String line : text.split("\n")) {
      String[] words = line.split(" ");
      if (words[0].equals("position")) {
        positions.put(words[1], Long.parseLong(words[2]));
      } else if (words.length == 2) {
        values.put(words[0], words[1]);
      }
    }
    return new LastKnown(
        new JournalKnown(
            Long.parseLong(values.get("journal-line")),
            Long.parseLong(values.get("spool-position")),
            positions),
        Integer.parseInt(values.get("unfinished")),
        Long.parseLong(values.get("highest-id")),
        Boolean.parseBoolean(values.get("closed")),
        Instant.parse(values.get("at")));
  }

  /** Puts it in the file's place, durably: after a crash the old or the new is there. */
  void write(Path data) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("at ").append(at).append('\n');
    text.append("journal-line ").append(journal.line()).append('\n');
    text.append("spool-position ").append(journal.position()).append('\n');
    text.append("unfinished ").append(unfinished).append('\n');
    text.append("highest-id ").append(highestId).append('\n');
    text.append("closed ").append(closed).append('\n');
    journal
        .positions()
        .forEach((name, line) -> text.append("position " + name + ' ' + line).append('\n'));
    text.append(checksum(text.toString()));
    Path fresh = data.resolve('~' + FILE);
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      out.write(text.toString().getBytes(US_ASCII));
      out.getFD().sync();
    }
    Files.move(fresh, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(data, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static String checksum(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(US_ASCII));
    return "crc32c " + Long.toHexString(crc.getValue()) + "\n";
  }
}
