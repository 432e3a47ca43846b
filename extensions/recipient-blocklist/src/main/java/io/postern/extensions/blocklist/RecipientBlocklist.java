package io.postern.extensions.blocklist;

import io.postern.mail.Mailbox;
import io.postern.validation.RecipientGiven;
import io.postern.validation.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.InputStream;
import java.util.Locale;
import java.util.Scanner;
import java.util.Set;

/** Refuses recipients whose address, or {@code @domain}, stands in the list. */
@ApplicationScoped
public class RecipientBlocklist {

  private final Set<String> blocked =
      read(RecipientBlocklist.class.getResourceAsStream("/blocked-recipients.txt"));

  void recipientGiven(@Observes RecipientGiven event) {
    if (isBlocked(event.recipient().mailbox(), blocked)) {
      event.answer(Verdict.reject("This recipient does not take mail"));
    }
  }

  static boolean isBlocked(Mailbox recipient, Set<String> blocked) {
    return blocked.contains(recipient.toString().toLowerCase(Locale.ROOT))
        || blocked.contains('@' + recipient.domainKey());
  }

  static Set<String> read(InputStream list) {
    try (Scanner words = new Scanner(list).useDelimiter("(?m)(^#.*|\\s#.*|\\s)+")) {
      return Set.copyOf(words.tokens().map(word -> word.toLowerCase(Locale.ROOT)).toList());
    }
  }
}
