package io.postern.client;

import io.postern.command.CommandFailed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which messages are decided on, and what is said of it. */
final class QueueDecisionCommand {

  @Parameters(paramLabel = "ID", arity = "0..*", description = "of the messages")
  List<String> ids = List.of();

  @Option(
      names = "--all",
      description =
          "every message that meets the conditions and is in the queue now, and of each the"
              + " recipients that do; the gateway works on it in the background, and ends when all"
              + " are done also when this command is interrupted. queue stop ends it early. With"
              + " --state all or waiting: also mail that waits for delivery")
  boolean all;

  @Option(
      names = "--recipient",
      paramLabel = "MAILBOX",
      description =
          "with --all: a mailbox or @domain. With IDs: only these recipients, may be given more than"
              + " once")
  List<String> recipients = List.of();

  @Mixin QueueOptions conditions = new QueueOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "for the record; a bounce sends it to the sender")
  Optional<String> reason = Optional.empty();

  /**
   * @throws CommandFailed when its parts do not go together
   */
  void check(String verb) {
    if (all != ids.isEmpty()) {
      throw CommandFailed.usage("queue " + verb + ": expected IDs, or --all with conditions");
    }
    if (!all && !conditions.areEmpty()) {
      throw CommandFailed.usage("--state, --sender and --subject go with --all");
    }
    if (all && recipients.size() > 1) {
      throw CommandFailed.usage("option --recipient is given twice");
    }
  }

  /** The body of the request about one message. */
  Map<String, Object> ofMessage() {
    Map<String, Object> members = new LinkedHashMap<>();
    reason.ifPresent(text -> members.put("reason", text));
    if (!recipients.isEmpty()) {
      members.put("recipients", recipients);
    }
    return members;
  }

  /** The body of the request about all. */
  Map<String, Object> ofAll(String verb) {
    Map<String, Object> members = new LinkedHashMap<>();
    reason.ifPresent(text -> members.put("reason", text));
    members.put("action", verb);
    members.putAll(conditions.members("kept", recipients.stream().findFirst()));
    return members;
  }
}
