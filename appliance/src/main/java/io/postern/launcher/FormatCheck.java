package io.postern.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Has the gateway's own class look, before anything is changed, whether this version can read what
 * is in the data folder. After an update that is taken back it may not.
 *
 * <p>The class is {@code io.postern.gateway.assembly.DataFormatCheck}. It answers the line to
 * print, or nothing. See {@link GatewayClasses}.
 */
record FormatCheck(Product product) {

  private static final String CLASS = "io.postern.gateway.assembly.DataFormatCheck";

  /**
   * @throws NotStarted when a newer version wrote spool or journal
   */
  void require(DataFolder data) {
    try (GatewayClasses classes = GatewayClasses.of(product)) {
      @SuppressWarnings("unchecked") // that is the class's contract
      Function<Path, Optional<String>> check =
          (Function<Path, Optional<String>>) classes.instance(CLASS);
      Optional<String> objection = check.apply(data.root());
      if (objection.isPresent()) {
        throw NotStarted.failed(objection.get());
      }
    } catch (IOException e) {
      throw NotStarted.failed(
          "cannot look at the data folder " + data.root() + " (" + NotStarted.reason(e) + ")", e);
    }
  }
}
