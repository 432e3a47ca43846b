package io.postern.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No class name stands twice in what ships: a stack trace, a search or a sentence then needs no
 * package to be understood.
 */
final class ClassNamesTest {

  private static final List<String> MODULES =
      List.of(
          "extension-api", "extension-runtime", "gateway-ejb", "gateway-web", "appliance", "sbom");

  @Test
  void noClassNameStandsTwice() throws IOException {
    Map<String, List<String>> byName = new TreeMap<>();
    for (String module : MODULES) {
      Path sources = Path.of("..", module, "src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        byName.putAll(merged(byName, files));
      }
    }
    assertTrue(byName.size() > 700, "only " + byName.size() + " classes found");
    assertEquals(
        List.of(),
        byName.entrySet().stream().filter(entry -> entry.getValue().size() > 1).toList());
  }

  private static Map<String, List<String>> merged(
      Map<String, List<String>> known, Stream<Path> files) {
    return files
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> !file.endsWith("package-info.java"))
        .collect(
            Collectors.toMap(
                file -> String.valueOf(file.getFileName()),
                file ->
                    Stream.concat(
                            known
                                .getOrDefault(String.valueOf(file.getFileName()), List.of())
                                .stream(),
                            Stream.of(file.toString()))
                        .toList(),
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList()));
  }
}
