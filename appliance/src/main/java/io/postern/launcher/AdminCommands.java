package io.postern.launcher;

import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.ClusterCommandResult.ExitStatus;
import fish.payara.micro.boot.AdminCommandRunner;

/** Runs the server's administration commands and takes no failure for a success. */
final class AdminCommands {

  private final AdminCommandRunner runner;

  AdminCommands(AdminCommandRunner runner) {
    this.runner = runner;
  }

  void run(String command, String... arguments) {
    ClusterCommandResult result = runner.run(command, arguments);
    if (result.getExitStatus() != ExitStatus.SUCCESS) {
      Throwable cause = result.getFailureCause();
      String said = cause == null ? String.valueOf(result.getOutput()) : NotStarted.reason(cause);
      throw NotStarted.failed(
          "cannot configure the server: " + command + " answered " + NotStarted.oneLine(said));
    }
  }

  void set(String name, String value) {
    run("set", "configs.config.server-config." + name + "=" + value);
  }

  /**
   * The notation of {@code --property}: name=value, colons between, both escaped in values. It has
   * no empty values: such a pair is left out.
   */
  static String properties(String... namesAndValues) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i + 1].isEmpty()) {
        continue;
      }
      all.append(all.isEmpty() ? "" : ":")
          .append(namesAndValues[i])
          .append('=')
          .append(namesAndValues[i + 1].replaceAll("[\\\\:=]", "\\\\$0"));
    }
    return all.toString();
  }
}
