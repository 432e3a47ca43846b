package io.postern.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which messages of the queue are meant. */
final class QueueOptions {

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "all, waiting, held, quarantined, or kept: held or quarantined (default: all for list, kept"
              + " for --all)")
  Optional<String> state = Optional.empty();

  @Option(
      names = "--sender",
      paramLabel = "MAILBOX",
      description = "the reverse-path: a mailbox, @domain, or <>")
  Optional<String> sender = Optional.empty();

  @Option(names = "--subject", paramLabel = "TEXT", description = "contained in the subject")
  Optional<String> subject = Optional.empty();

  boolean areEmpty() {
    return state.isEmpty() && sender.isEmpty() && subject.isEmpty();
  }

  /** As the REST interface names them. */
  Map<String, String> members(String otherwise, Optional<String> recipient) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("state", state.orElse(otherwise));
    sender.ifPresent(value -> members.put("sender", value));
    recipient.ifPresent(value -> members.put("recipient", value));
    subject.ifPresent(value -> members.put("subject", value));
    return members;
  }
}
