package io.postern.gateway.assembly;

import io.postern.gateway.audit.JournalUnavailable;
import io.postern.gateway.spool.SpoolUnavailable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The launcher's look at a data folder before anything in it is changed: why this version must not
 * start with it, because a newer one wrote spool or journal; empty when it may. Runs in a class
 * loader of its own, without Jakarta EE.
 */
public final class DataFormatCheck implements Function<Path, Optional<String>> {

  /** For the launcher. */
  public DataFormatCheck() {}

  @Override
  public Optional<String> apply(Path data) {
    try {
      DataFolders.requireKnownFormats(data);
      return Optional.empty();
    } catch (SpoolUnavailable | JournalUnavailable e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
