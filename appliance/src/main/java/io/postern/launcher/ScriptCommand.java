package io.postern.launcher;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the script {@code postern} does itself, for the usage texts and for completion. */
final class ScriptCommand implements Callable<Integer> {

  private static final Map<String, String> DESCRIPTIONS =
      Map.of(
          "build", "build the product from the sources",
          "image", "build the bootable image from the sources; image check and image test try it",
          "package", "build the Debian package from the sources",
          "sbom", "write the bill of materials (CycloneDX)",
          "test", "build and run all tests",
          "train", "build the AOT cache (faster start-up)");

  /**
   * An argument, as the usage shows it.
   *
   * @param description not empty: a long label without one is followed by an empty line
   */
  private record Argument(String label, String description) {}

  private static final Map<String, Argument> ARGUMENTS =
      Map.of(
          "image", new Argument("check | test", "look into the image; boot it too"),
          "test", new Argument("options of Maven", "passed on as they are"));

  private final String name;

  private ScriptCommand(String name) {
    this.name = name;
  }

  static Map<String, CommandSpec> all() {
    return DESCRIPTIONS.keySet().stream()
        .collect(Collectors.toMap(name -> name, ScriptCommand::spec));
  }

  private static CommandSpec spec(String name) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(new ScriptCommand(name)).name(name);
    spec.usageMessage().description(DESCRIPTIONS.getOrDefault(name, ""));
    if (ARGUMENTS.get(name) instanceof Argument argument) {
      spec.addPositional(
          PositionalParamSpec.builder()
              .paramLabel(argument.label())
              .description(argument.description())
              .arity("0..*")
              .build());
    }
    return spec;
  }

  @Override
  public Integer call() {
    return notHere(name);
  }

  static int notHere(String name) {
    throw NotStarted.wrong(name + " is done by the script postern");
  }
}
