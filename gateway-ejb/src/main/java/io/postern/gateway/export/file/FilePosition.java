package io.postern.gateway.export.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the files of a stream are, as one line of text: the number, and of the file that is
 * written the number of its first event, its day, its length, its name and its format.
 *
 * @param sequence number of the last event that is done; empty before there is one
 * @param open the file that is written
 */
record FilePosition(OptionalLong sequence, Optional<OpenFile> open) {

  /**
   * A file that is written.
   *
   * @param first number of its first event
   * @param day of it
   * @param length octets up to the end of the last event that is done
   * @param name in its folder
   * @param signature of its format
   */
  record OpenFile(long first, LocalDate day, long length, String name, String signature) {

    OpenFile withLength(long octets) {
      return new OpenFile(first, day, octets, name, signature);
    }
  }

  static final FilePosition NONE = new FilePosition(OptionalLong.empty(), Optional.empty());

  /**
   * @throws IOException when it cannot be read, or not be understood
   */
  static FilePosition read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file, US_ASCII).strip();
    } catch (NoSuchFileException e) {
      return NONE;
    }
    String[] words = text.split(" ");
    try {
      OptionalLong sequence =
          words[0].equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(words[0]));
      return new FilePosition(
          sequence,
          words.length == 1
              ? Optional.empty()
              : Optional.of(
                  new OpenFile(
                      Long.parseLong(words[1]),
                      LocalDate.parse(words[2]),
                      Long.parseLong(words[3]),
                      words[4],
                      words[5])));
    } catch (ArrayIndexOutOfBoundsException | NumberFormatException | DateTimeParseException e) {
      throw new IOException("%s is damaged".formatted(file), e);
    }
  }

  /** Durable when this returns; whatever ends when, the file has the old or the new text. */
  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(sequence.isPresent() ? Long.toString(sequence.getAsLong()) : "-");
    open.ifPresent(
        of ->
            text.append(
                " %d %s %d %s %s"
                    .formatted(of.first(), of.day(), of.length(), of.name(), of.signature())));
    Path fresh = file.resolveSibling(file.getFileName() + "~");
    Files.writeString(
        fresh,
        text.append('\n'),
        US_ASCII,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    sync(file.resolveSibling(""));
  }

  /** Makes the names in a folder durable. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
