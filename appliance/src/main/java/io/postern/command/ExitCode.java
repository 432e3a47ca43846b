package io.postern.command;

/**
 * What a {@code postern} process ends with. The gateway itself has a few more, see its launcher.
 */
public final class ExitCode {

  /** It was done. */
  public static final int SUCCESS = 0;

  /** It was tried and did not work. */
  public static final int FAILURE = 1;

  /** The command line or the configuration is not valid: trying again changes nothing. */
  public static final int USAGE = 2;

  /** The last line of a usage text. */
  static final String LEGEND = "Exit codes: 0 success, 1 failure, 2 usage error";

  private ExitCode() {}
}
