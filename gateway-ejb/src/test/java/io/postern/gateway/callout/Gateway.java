package io.postern.gateway.callout;

import io.postern.fixtures.TestSession;
import io.postern.gateway.callout.cdi.CdiExtensions;
import io.postern.gateway.notice.Notices;
import io.postern.gateway.settings.Settings.FailurePolicy;
import io.postern.gateway.settings.Settings.OnUnparsable;
import io.postern.gateway.spool.HeapContents;
import io.postern.mail.Envelope;
import io.postern.mail.Mailbox;
import io.postern.mail.ReversePath;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The room with its neighbours, as small as they can be. */
final class Gateway implements AutoCloseable {

  static final Mailbox BOB = Mailbox.parse("bob@example.com");
  static final Mailbox CAROL = Mailbox.parse("carol@example.com");
  static final ReversePath ALICE = ReversePath.parse("alice@example.org");
  static final Envelope ENVELOPE = Envelope.of(ALICE, List.of(BOB));

  static final String MAIL =
      "Received: from client.example\r\nFrom: alice@example.org\r\nSubject: Hello\r\n\r\nBody\r\n";

  final Map<String, ExtensionPolicy> terms = new ConcurrentHashMap<>();
  final HeapContents contents = new HeapContents();
  final List<CalloutFailure> failures = new CopyOnWriteArrayList<>();
  final Notices notices = new Notices(Clock.systemUTC(), change -> {});
  final ExecutorService manipulation = Executors.newCachedThreadPool();
  final TestSession session = new TestSession();
  final CalloutRegistry registry =
      new CalloutRegistry(
          name -> terms.getOrDefault(name, ExtensionPolicy.DEFAULT),
          contents::open,
          failures::add,
          notices,
          manipulation,
          4);
  private final CdiExtensions archives = new CdiExtensions(registry, Deployment.ARCHIVES);

  /** A set for the first transaction of the session. */
  CalloutSet open() {
    return open(registry);
  }

  static CalloutSet open(CalloutRegistry registry) {
    return registry.open("S1", 1, new HashMap<>());
  }

  static ExtensionPolicy terms(int order, FailurePolicy policy, Duration time) {
    return new ExtensionPolicy(order, policy, OnUnparsable.PASS, Standing.DECIDES, time, time);
  }

  /** A message that differs from all others. */
  MailObject mailNumber(int number) {
    return new MailObject(
        ENVELOPE, contents.of("Message-ID: <" + number + "@example.org>\r\n" + MAIL));
  }

  MailObject mail() {
    return new MailObject(ENVELOPE, contents.of(MAIL));
  }

  Answer<MailObject> received(MailObject mail) {
    try (CalloutSet set = open()) {
      return set.messageReceived(session, mail);
    }
  }

  @Override
  public void close() {
    archives.close();
    registry.close();
    manipulation.shutdownNow();
  }
}
