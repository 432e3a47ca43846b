package io.postern.gateway.reception;

import io.postern.gateway.callout.Answer;
import io.postern.gateway.callout.CalloutSet;
import io.postern.gateway.callout.Ruling;
import io.postern.gateway.reception.james.SmtpReply;
import io.postern.gateway.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a session: our greeting and the client's (RFC 5321 sections 3.1 and 4.1.1.1).
 * Its callout set is given back at the first MAIL, so that a session that lives long does not keep
 * an old revision of an extension alive.
 */
final class Greeting implements AutoCloseable {

  private final Client client;
  private final SessionCallouts callouts;
  private final VerdictPolicy policy;
  private @Nullable CalloutSet set;
  private MessageAction action = MessageAction.delivery();
  private boolean refused;

  Greeting(Client client, SessionCallouts callouts, VerdictPolicy policy) {
    this.client = client;
    this.callouts = callouts;
    this.policy = policy;
  }

  /** The greeting, or what takes its place. */
  SmtpReply connected(Settings settings) {
    Answer<String> answer = set().clientConnected(client, "ESMTP Postern");
    client.history().add(answer);
    Optional<SmtpReply> refusal =
        policy.refusal(Stage.CLIENT_CONNECTED, answer, Subject.of(client));
    if (refusal.isPresent()) {
      // RFC 5321 section 3.1: after a 5xx greeting the client is to send QUIT; after 4xx we close.
      refused =
          answer.ruling() instanceof Ruling.Refuse no
              && no.reply().isPermanent()
              && !no.disconnects();
      return refused ? refusal.get() : refusal.get().thenClose();
    }
    action = action.and(VerdictPolicy.action(Stage.CLIENT_CONNECTED, answer));
    return SmtpReply.line("220 " + settings.hostName() + ' ' + answer.value())
        .delayed(answer.delay());
  }

  /**
   * HELO or EHLO with a name that is one.
   *
   * @param announced the extensions, in a set of the call's own
   */
  SmtpReply hello(
      String name, boolean extended, SequencedSet<String> announced, Settings settings) {
    Answer<SequencedSet<String>> answer = set().clientGreeted(client, name, extended, announced);
    client.history().add(answer);
    Optional<SmtpReply> refusal = policy.refusal(Stage.CLIENT_GREETED, answer, Subject.of(client));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    action = action.and(VerdictPolicy.action(Stage.CLIENT_GREETED, answer));
    client.greeted(name, extended);
    List<String> lines = new ArrayList<>();
    lines.add(settings.hostName());
    if (extended) {
      answer.value().stream().filter(Greeting::isKeyword).forEach(lines::add);
    }
    return SmtpReply.lines(250, lines).delayed(answer.delay());
  }

  /**
   * Whether it can be a name of a client: printable, without space, at most 255 octets. Many
   * clients give names that are no domains, so no more is asked (RFC 5321 section 4.1.4).
   */
  static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= 255 && name.indexOf(' ') < 0;
  }

  private static boolean isKeyword(String capability) {
    return !capability.isBlank()
        && capability.length() <= 450
        && capability.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Whether the client was refused at once, and only QUIT is left to it. */
  boolean isRefused() {
    return refused;
  }

  /** What was decided for all messages of the session. */
  MessageAction action() {
    return action;
  }

  private CalloutSet set() {
    CalloutSet open = set;
    if (open == null) {
      open = callouts.open();
      set = open;
    }
    return open;
  }

  @Override
  public void close() {
    CalloutSet open = set;
    set = null;
    if (open != null) {
      open.close();
    }
  }
}
