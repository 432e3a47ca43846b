package io.postern.tests.selftest;

import io.postern.mail.Reply;
import io.postern.manipulation.MessageBeforeSpool;
import io.postern.validation.MessageReceived;
import io.postern.validation.RecipientGiven;
import io.postern.validation.SenderGiven;
import io.postern.validation.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Knows nobody, wants nothing, and changes what it gets all the same. */
@ApplicationScoped
public class RefusesAll {

  void sender(@Observes SenderGiven event) {
    event.answer(Verdict.reject(Reply.of(550, "5.7.1", "no senders here")));
  }

  void recipient(@Observes RecipientGiven event) {
    event.answer(Verdict.reject(Reply.of(550, "5.1.1", "no such user")));
  }

  void received(@Observes MessageReceived event) {
    event.message().header().add("X-Seen", "yes");
    event.answer(Verdict.discard("not wanted"));
  }

  void beforeSpool(@Observes MessageBeforeSpool event) {
    event.message().header().add("X-Changed", "yes");
  }
}
