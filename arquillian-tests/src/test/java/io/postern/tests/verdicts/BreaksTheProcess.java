package io.postern.tests.verdicts;

import io.postern.mail.HeaderField;
import io.postern.validation.MessageReceived;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;

/** Does to the process what the subject says. */
@ApplicationScoped
public class BreaksTheProcess {

  void received(@Observes MessageReceived event) {
    switch (event.message().header().first("Subject").map(HeaderField::value).orElse("").strip()) {
      case "exit" -> System.exit(0);
      case "interrupt" -> Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);
      case "memory" -> {
        List<byte[]> kept = new ArrayList<>();
        while (!kept.contains(new byte[0])) {
          kept.add(new byte[8 << 20]);
        }
      }
      default -> {}
    }
  }
}
