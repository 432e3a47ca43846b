package io.postern.launcher;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** {@code postern sdk install}: puts the extension API into a local Maven repository. */
final class SdkCommand implements Command.Subcommand {

  private static final String USAGE =
      """
      usage: postern sdk install [--repository DIR]

        Puts what extensions are built with into the local Maven repository: the API's jar,
        its sources, its Javadoc and a BOM. Needs no running gateway.

        --repository DIR   another repository than ~/.m2/repository
        Exit codes: 0 success, 1 failure, 2 usage error""";

  @Override
  public String synopsis() {
    return "install the extension API into the local Maven repository";
  }

  @Override
  public int run(List<String> arguments, Console console) {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      console.say(USAGE);
      return 0;
    }
    Path repository = repository(arguments);
    try {
      List<Path> written = new Sdk(Product.ofThisClass().gateway()).install(repository);
      written.forEach(file -> console.say(file.toString()));
      return 0;
    } catch (IOException e) {
      throw NotStarted.failed(
          "sdk install: cannot write the extension API into "
              + repository
              + " ("
              + NotStarted.reason(e)
              + "); no file there is half written",
          e);
    }
  }

  private static Path repository(List<String> arguments) {
    if (arguments.equals(List.of("install"))) {
      return Path.of(System.getProperty("user.home"), ".m2", "repository");
    }
    if (arguments.size() == 3
        && arguments.getFirst().equals("install")
        && arguments.get(1).equals("--repository")) {
      try {
        return Path.of(arguments.get(2)).toAbsolutePath();
      } catch (InvalidPathException e) {
        throw NotStarted.wrong("sdk install: '" + arguments.get(2) + "' is not a path");
      }
    }
    throw NotStarted.wrong("sdk: usage error; ./postern help sdk shows the options");
  }
}
