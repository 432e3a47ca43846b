package io.postern.gateway.assembly;

import io.postern.gateway.notice.Notice;
import io.postern.gateway.notice.Notices;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lists of lost messages in {@code spool/damaged}: a notice stands as long as there is one.
 * Thread-safe.
 */
final class LostLists {

  private static final Logger LOG = System.getLogger(LostLists.class.getPackageName());
  private static final String COUNT = "# messages lost: ";

  private final Path damaged;
  private final Notices notices;

  LostLists(Path spool, Notices notices) {
    this.damaged = spool.resolve("damaged");
    this.notices = notices;
  }

  /** Raises the notice, or clears it. */
  void look() {
    try {
      lost();
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "gateway: cannot look into spool/damaged", e);
    }
  }

  private void lost() throws IOException {
    long count = 0;
    boolean certain = true;
    List<Path> lists;
    try (Stream<Path> files = Files.list(damaged)) {
      lists = files.filter(LostLists::isList).sorted().toList();
    }
    for (Path list : lists) {
      List<String> lost = lost(list);
      count += lost.stream().mapToLong(number -> Long.parseLong(number.split(" ")[0])).sum();
      certain &= lost.stream().noneMatch(number -> number.contains(" or more"));
    }
    if (lists.isEmpty()) {
      notices.clear("spool.messages-lost");
    } else {
      notices.raise(
          "spool.messages-lost",
          Notice.Effect.DEGRADED,
          "%d%s; spool/damaged/%s%s says which and why; remove the file when"
                  .formatted(
                      count,
                      certain
                          ? " accepted messages are lost"
                          : " or more accepted messages are lost, the audit journal lacks lines"
                              + " too",
                      lists.getLast().getFileName(),
                      lists.size() > 1 ? " and " + (lists.size() - 1) + " more" : "")
              + " that is dealt with");
    }
  }

  private static boolean isList(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("lost-") && name.endsWith(".txt");
  }

  /** How many, as the list says it. */
  private static List<String> lost(Path list) throws IOException {
    try (Stream<String> lines = Files.lines(list)) {
      return lines
          .filter(line -> line.startsWith(COUNT))
          .map(line -> line.substring(COUNT.length()).split(",")[0])
          .toList();
    }
  }
}
