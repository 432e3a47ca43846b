package io.postern.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Content after public bug reports, and what becomes of it with the disclaimer deployed, as the
 * {@code disclaimers.txt} beside the files says.
 *
 * @param disclaimers how many it gets; -1 where it is refused
 * @param before what stands behind the last of them; empty where that does not matter
 */
record CaseContent(Path file, int disclaimers, String before) {

  private static final Path GIVEN = Path.of("../gateway-ejb/src/test/resources/dialogues");

  /** Those given, then those of the same kinds that were added here. */
  static List<CaseContent> all() {
    List<CaseContent> all = new ArrayList<>();
    for (Path folder : List.of(GIVEN, GIVEN.resolve("own"))) {
      try {
        for (String line :
            Files.readAllLines(folder.resolve("disclaimers.txt"), StandardCharsets.US_ASCII)) {
          if (!line.startsWith("#")) {
            all.add(of(folder, line.split(" \\| ?", -1)));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  private static CaseContent of(Path folder, String[] columns) {
    int disclaimers = columns[1].equals("-") ? -1 : Integer.parseInt(columns[1]);
    return new CaseContent(
        folder.resolve(columns[0] + ".eml"), disclaimers, columns[2].replace("\\t", "\t"));
  }

  boolean isRefused() {
    return disclaimers < 0;
  }

  String name() {
    return String.valueOf(file.getFileName()).replace(".eml", "");
  }

  /** As it is sent: in whole lines, with everything behind its header section as one text. */
  FuzzedMessage message() {
    try {
      FuzzedMessage message = FuzzedMessage.of(Files.readAllBytes(file), disclaimers);
      if (message.size() > 0) {
        message.endLine();
      }
      return message;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
