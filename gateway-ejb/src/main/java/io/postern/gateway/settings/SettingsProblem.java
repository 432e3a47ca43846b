package io.postern.gateway.settings;

/**
 * One thing that is wrong with a configuration.
 *
 * @param line from 1; 0 when the problem has no line
 * @param path of the value, such as {@code routes[1].port}; empty for the whole
 * @param message what is wrong, to be read after the path
 */
public record SettingsProblem(int line, String path, String message) {

  /**
   * All of it in one line.
   *
   * @param source how the configuration is called, such as {@code postern.yaml}
   */
  String message(String source) {
    String at = line > 0 ? source + " line " + line : source;
    return path.isEmpty() ? at + ": " + message : at + ", " + path + ": " + message;
  }
}
