package io.postern.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs of the machine that tests start. */
final class Programs {

  private Programs() {}

  /** Skips the test where it is missing, and says what brings it. */
  static void need(String program, String origin) {
    assumeTrue(present(program), program + " (" + origin + ") is not installed");
  }

  private static boolean present(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return Files.isExecutable(Path.of("/usr/sbin", program));
  }

  /** Runs it to its end, which must be a good one. */
  static void run(String... words) throws IOException, InterruptedException {
    run(List.of(words));
  }

  /** The same. Programs in Java run on the Java of these tests. */
  static void run(List<String> words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }
}
