package io.postern.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A message's story as lines for a terminal. */
final class StoryText {

  private final GatewayAnswer story;
  private final List<String> lines = new ArrayList<>();

  private StoryText(GatewayAnswer story) {
    this.story = story;
  }

  /** From the connection to the last disposition of each recipient, and what follows. */
  static List<String> of(GatewayAnswer story) {
    StoryText text = new StoryText(story);
    text.write();
    return text.lines;
  }

  private void write() {
    lines.add("message " + story.text("id"));
    session(story.object("session"));
    envelope(story.object("envelope"));
    story.optional("refusal").ifPresent(reply -> fact("refused", reply));
    for (GatewayAnswer step : story.objects("extensions")) {
      fact("callout", step.text("at") + "  " + callout(step.object("step")));
    }
    omitted("callout", "extensionsOmitted");
    for (GatewayAnswer entry : story.objects("logged")) {
      fact("log", entry.text("at") + "  " + log(entry.object("line")));
    }
    omitted("log", "loggedOmitted");
    for (GatewayAnswer act : story.objects("acts")) {
      fact(
          "act",
          joined(
              Optional.of(act.text("at") + " "),
              Optional.of(act.text("action")),
              act.optional("actor").map(actor -> "by " + actor),
              act.optional("reason").map(reason -> "(" + reason + ")")));
    }
    story.objects("recipients").forEach(this::recipient);
    for (GatewayAnswer report : story.objects("reports")) {
      String to = report.text("sentTo");
      fact(
          "report",
          joined(
              Optional.of(report.text("id")),
              Optional.of("to " + (to.isEmpty() ? "the sender" : "<" + to + ">")),
              Optional.of("about " + String.join(", ", report.texts("recipients"))),
              report.optional("last").map(last -> "(" + last + ")")));
    }
    if (story.text("finished").equals("true")) {
      fact(
          "finished",
          joined(
              story.optional("finishedAt"),
              story.optional("spoolMillis").map(millis -> "after " + millis + " ms in the spool")));
    }
  }

  private void session(GatewayAnswer session) {
    if (session.text("id").isEmpty()) {
      return;
    }
    fact(
        "session",
        joined(
            session.optional("openedAt").map(at -> at + " "),
            session.optional("id"),
            session.optional("peer").map(peer -> "from " + peer),
            session.optional("helo").map(helo -> "helo " + helo),
            session.optional("listener").map(listener -> "at " + listener),
            session.optional("protocol"),
            session.optional("relayDecision").map(why -> "(" + why + ")")));
    session
        .optional("endedAt")
        .ifPresent(at -> fact("ended", joined(Optional.of(at + " "), session.optional("ended"))));
  }

  private void envelope(GatewayAnswer envelope) {
    if (envelope.text("at").isEmpty()) {
      return;
    }
    fact(
        "accepted",
        joined(
            Optional.of(envelope.text("at") + " "),
            Optional.of("<" + envelope.text("sender") + ">"),
            envelope.optional("size").map(size -> size + " octets")));
    for (String name : List.of("messageId", "from", "to", "subject", "quarantined")) {
      envelope
          .optional(name)
          .ifPresent(value -> fact(name.equals("messageId") ? "message-id" : name, value));
    }
  }

  private static String callout(GatewayAnswer step) {
    return joined(
        step.optional("stage"),
        step.optional("revision"),
        step.optional("verdict").map(verdict -> "verdict=" + verdict),
        Optional.of("applied=no").filter(no -> step.text("applied").equals("false")),
        Optional.of(step.texts("changed"))
            .filter(changed -> !changed.isEmpty())
            .map(changed -> "changed=" + String.join(",", changed)),
        step.optional("delayMillis").map(delay -> "delay-ms=" + delay),
        step.optional("error").map(error -> "error=" + error),
        step.optional("calls").filter(calls -> !calls.equals("1")).map(calls -> "calls=" + calls),
        step.optional("tookMillis").map(millis -> "ms=" + millis),
        step.optional("text").map(text -> "text=" + text));
  }

  private void omitted(String name, String count) {
    story
        .optional(count)
        .filter(number -> !number.equals("0"))
        .ifPresent(number -> fact(name, number + " more, not recorded"));
  }

  private static String log(GatewayAnswer line) {
    return joined(
        line.optional("stage"),
        line.optional("revision"),
        line.optional("level").map(level -> "level=" + level),
        line.optional("text").map(text -> "text=" + text));
  }

  private void recipient(GatewayAnswer recipient) {
    fact(
        "recipient",
        joined(
            recipient.optional("mailbox"),
            recipient.optional("state").map(state -> state.replace('_', ' ')),
            recipient.optional("by").map(by -> "by " + by),
            recipient.optional("since").map(at -> "at " + at)));
    for (GatewayAnswer attempt : recipient.objects("attempts")) {
      lines.add(
          "    "
              + joined(
                  attempt.optional("begunAt").or(() -> attempt.optional("endedAt")),
                  attempt.optional("number").map(number -> "attempt " + number),
                  attempt.optional("nextHop").map(hop -> "at " + hop),
                  attempt.optional("remote").map(remote -> "(" + remote + ")"),
                  attempt.optional("result"),
                  attempt.optional("reply"),
                  attempt.optional("tookMillis").map(millis -> millis + " ms")));
    }
    if (recipient.objects("attempts").isEmpty()) {
      recipient.optional("reply").ifPresent(reply -> lines.add("    " + reply));
    }
    recipient.optional("next").ifPresent(next -> lines.add("    " + next));
  }

  private void fact(String name, String value) {
    lines.add("%-10s  %s".formatted(name, value).stripTrailing());
  }

  @SafeVarargs
  private static String joined(Optional<String>... parts) {
    return Stream.of(parts)
        .flatMap(Optional::stream)
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining(" "));
  }
}
