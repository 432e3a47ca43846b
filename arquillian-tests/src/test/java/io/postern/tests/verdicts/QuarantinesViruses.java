package io.postern.tests.verdicts;

import io.postern.mail.HeaderField;
import io.postern.validation.MessageReceived;
import io.postern.validation.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Quarantines what says that it is a virus. */
@ApplicationScoped
public class QuarantinesViruses {

  void received(@Observes MessageReceived event) {
    if (event
        .message()
        .header()
        .first("Subject")
        .map(HeaderField::value)
        .orElse("")
        .contains("virus")) {
      event.answer(Verdict.quarantine("looks like a virus"));
    }
  }
}
