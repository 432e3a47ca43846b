package io.postern.tests.verdicts;

import io.postern.mail.HeaderField;
import io.postern.validation.MessageReceived;
import io.postern.validation.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Quarantines what says that it is a virus. */
@ApplicationScoped
public class QuarantinesViruses {

  @Inject System.Logger log;

  void received(@Observes MessageReceived event) {
    if (event
        .message()
        .header()
        .first("Subject")
        .map(HeaderField::value)
        .orElse("")
        .contains("virus")) {
      log.log(System.Logger.Level.WARNING, "the subject names a virus");
      event.answer(Verdict.quarantine("looks like a virus"));
    }
  }
}
