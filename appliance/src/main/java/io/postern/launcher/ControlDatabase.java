package io.postern.launcher;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The gateway's control database while the server is down, by the gateway's own class {@code
 * io.postern.gateway.controldb.DatabaseRecovery}: only it knows what belongs into the database.
 */
record ControlDatabase(Product product, DataFolder data) {

  /** As the server's connection pool logs in; H2's file is protected by its folder. */
  static final String USER = "postern";

  /** The pool refuses a user without one. */
  static final String PASSWORD = "postern";

  private static final String CLASS = "io.postern.gateway.controldb.DatabaseRecovery";

  /**
   * Gives it this version's schema.
   *
   * @throws NotStarted when it is lost or damaged, so that a start would be like a first one, when
   *     a newer version wrote it, or when its schema cannot be changed; it is as it was then
   */
  void prepare() {
    List<String> objection = perform(Map.of("action", "prepare"));
    if (!objection.isEmpty()) {
      throw NotStarted.failed(
          "control database: "
              + String.join("; ", objection)
              + "; not started, nothing was changed: bring it back, or see 'postern recover"
              + " --data "
              + data.root()
              + "' for its copies");
    }
  }

  /** What there is and what can be done, in lines. */
  List<String> list() {
    return perform(Map.of("action", "list"));
  }

  /**
   * Puts a copy in its place; the former one is kept.
   *
   * @throws NotStarted when the copy is not there or damaged
   */
  List<String> restore(String copy) {
    return perform(Map.of("action", "restore", "copy", copy));
  }

  /** Lets the next start begin with an empty one; the former one is kept. */
  List<String> startNew() {
    return perform(Map.of("action", "new"));
  }

  private List<String> perform(Map<String, String> action) {
    Map<String, String> request = new HashMap<>(action);
    request.put("data", data.root().toString());
    request.put("user", USER);
    request.put("password", PASSWORD);
    try (GatewayClasses classes = GatewayClasses.of(product)) {
      @SuppressWarnings("unchecked") // that is the class's contract
      Function<Map<String, String>, List<String>> recovery =
          (Function<Map<String, String>, List<String>>) classes.instance(CLASS);
      return List.copyOf(recovery.apply(request));
    } catch (IllegalArgumentException e) {
      throw NotStarted.failed("control database: " + e.getMessage(), e);
    } catch (IOException e) {
      throw NotStarted.failed(
          "cannot look at the control database (" + NotStarted.reason(e) + ")", e);
    }
  }
}
