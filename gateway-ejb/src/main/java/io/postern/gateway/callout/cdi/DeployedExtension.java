package io.postern.gateway.callout.cdi;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A revision that should be asked.
 *
 * @param sha256 of the archive as it was uploaded, in lower-case hexadecimal
 * @param observed class names of the events that its callouts observe
 */
record DeployedExtension(String name, int revision, String sha256, Set<String> observed) {

  /** What stands for the callouts of an archive of which nothing is known: all mail meets it. */
  static final Set<String> ANY_MAIL = Set.of("io.postern.validation.SenderGiven");

  /** Of an archive that cannot be read. */
  static final String NO_SHA256 = "0".repeat(64);

  private static final Pattern NAME = Pattern.compile("[a-z](-?[a-z0-9]){0,40}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern EVENT = Pattern.compile("[\\w.$]{1,200}");

  /**
   * @throws IllegalArgumentException when a value cannot be one
   */
  DeployedExtension {
    if (!NAME.matcher(name).matches()
        || revision < 0
        || !SHA256.matcher(sha256).matches()
        || observed.isEmpty()
        || !observed.stream().allMatch(event -> EVENT.matcher(event).matches())) {
      throw new IllegalArgumentException("not an extension: " + name + " " + revision);
    }
    observed = Set.copyOf(observed);
  }

  /** One that the configuration names and that could not be deployed. */
  static DeployedExtension never(String name) {
    return new DeployedExtension(name, 0, NO_SHA256, ANY_MAIL);
  }

  /** The events' simple names, for people. */
  String stages() {
    return new TreeSet<>(observed)
        .stream()
            .map(event -> event.substring(event.lastIndexOf('.') + 1))
            .collect(Collectors.joining(", "));
  }
}
