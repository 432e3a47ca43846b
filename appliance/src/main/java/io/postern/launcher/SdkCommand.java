package io.postern.launcher;

import io.postern.command.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code postern sdk install}: puts the extension API into a local Maven repository. */
@Command(name = "sdk", description = "what extensions are built with")
final class SdkCommand {

  private final Terminal terminal;

  SdkCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Command(
      description = {
        "install the extension API into the local Maven repository",
        "",
        "The API's jar, its sources, its Javadoc and a BOM. Needs no running gateway."
      })
  void install(
      @Option(
              names = "--repository",
              paramLabel = "DIR",
              description = "another repository than ~/.m2/repository")
          Optional<Path> repository) {
    Path folder =
        repository
            .map(Path::toAbsolutePath)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".m2", "repository"));
    try {
      new Sdk(Product.ofThisClass().gateway())
          .install(folder)
          .forEach(file -> terminal.say(file.toString()));
    } catch (IOException e) {
      throw NotStarted.failed(
          "sdk install: cannot write the extension API into "
              + folder
              + " ("
              + NotStarted.reason(e)
              + "); no file there is half written",
          e);
    }
  }
}
