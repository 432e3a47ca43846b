package io.postern.tests.starts;

import io.postern.validation.SenderGiven;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/**
 * Does at its start what stands in a file, whose path is its resource {@code bad-start.txt}: {@code
 * wait} or {@code loop} for ever, {@code halt} the process, {@code interrupt} every thread, or
 * nothing.
 */
@ApplicationScoped
public class BadStart {

  void sender(@Observes SenderGiven event) {
    event.session().notes().put("bad-start", "asked");
  }

  @SuppressWarnings({"InfiniteLoop", "ThreadJoinLoop"}) // that is its purpose
  void start(@Observes @Initialized(ApplicationScoped.class) Object started)
      throws IOException, InterruptedException {
    switch (what()) {
      case "wait" -> {
        while (true) {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            // It waits all the same.
          }
        }
      }
      case "sleep" -> new CountDownLatch(1).await();
      case "loop" -> {
        for (long i = 0; ; i++) {
          Thread.onSpinWait();
        }
      }
      case "halt" -> Runtime.getRuntime().halt(3);
      case "interrupt" -> Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);
      default -> {}
    }
  }

  private static String what() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(BadStart.class.getResourceAsStream("/bad-start.txt"))) {
      Path file = Path.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return Files.readString(file).strip();
    }
  }
}
