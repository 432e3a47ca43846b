package io.postern.gateway.assembly;

import io.postern.gateway.audit.JournalUnavailable;
import io.postern.gateway.audit.JournalVerification;
import io.postern.gateway.audit.JournalVerification.Known;
import io.postern.gateway.audit.JournalVerification.Result;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Verifies the journal of a data folder for the {@code postern} command, which loads this class out
 * of the EAR. Reads only; the gateway may run.
 *
 * <p>Takes {@code data}, the folder; {@code from}, a line's number; and, if one was kept, {@code
 * line} and {@code chain}, a line's number and the chain's value at it. Answers {@code said}, what
 * was found to be as it was written, and, if something is not, {@code problem}. Throws {@link
 * IllegalArgumentException} when the journal cannot be read.
 */
public final class JournalVerifier implements Function<Map<String, String>, Map<String, String>> {

  /** For the command. */
  public JournalVerifier() {}

  @Override
  public Map<String, String> apply(Map<String, String> wanted) {
    Path data = Path.of(wanted.getOrDefault("data", ""));
    long known = LastKnown.read(data).map(last -> last.journal().line()).orElse(0L);
    Known from =
        new Known(
            known,
            Long.parseLong(wanted.getOrDefault("line", "0")),
            wanted.getOrDefault("chain", ""));
    Result result;
    try {
      result =
          JournalVerification.verify(
              data.resolve("journal"), Long.parseLong(wanted.getOrDefault("from", "1")), from);
    } catch (JournalUnavailable e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    Map<String, String> answer = new HashMap<>();
    answer.put("said", said(result));
    result.problem().ifPresent(problem -> answer.put("problem", "journal: " + problem));
    return answer;
  }

  private static String said(Result result) {
    if (result.first() == 0) {
      return "journal: no line was found";
    }
    StringBuilder said = new StringBuilder();
    said.append(
        "journal: lines %d to %d are as they were written"
            .formatted(result.first(), result.last()));
    result
        .reported()
        .forEach(lines -> said.append("; %s are missing, as recorded then".formatted(lines)));
    if (result.chainedFrom().isEmpty()) {
      return said.append(" as far as their checksums say; none is chained").toString();
    }
    long from = result.chainedFrom().get();
    if (from > result.first()) {
      said.append("; the chain begins at line %d".formatted(from));
    }
    return said.append("\njournal: chain at line %d: %s".formatted(result.last(), result.chain()))
        .toString();
  }
}
