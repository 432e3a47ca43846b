package io.postern.gateway.operation;

import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.audit.TailViewer;
import io.postern.gateway.callout.deployed.ExtensionNotDeployed;
import io.postern.gateway.delivery.KeptMail;
import io.postern.gateway.selftest.SelfTestReport;
import io.postern.gateway.selftest.SelfTestUnderWay;
import io.postern.gateway.spool.SpoolId;
import io.postern.gateway.update.NotAnImage;
import io.postern.gateway.update.UploadRefused;
import io.postern.mail.Mailbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** The one surface of control over the running gateway. */
@ApplicationScoped
public class Desk implements GatewayControl {

  private static final Logger LOG = System.getLogger(Desk.class.getPackageName());
  private static final int STORY = 5_000;

  @Inject private GatewayAccess access;
  @Inject private RequestOrigin origin;

  @Override
  public GatewayStatus status() {
    return access
        .ifOpen()
        .map(Status::of)
        .orElseGet(() -> Status.notOpen(access.ending(), access.waiting()));
  }

  @Override
  public void acceptLoss(String actor) {
    access.acceptLoss(actor);
  }

  @Override
  public Set<String> adminNames() {
    return AdminNames.of(access.ifOpen().map(gateway -> gateway.settings().now()));
  }

  @Override
  public List<ExtensionStatus> extensions() {
    return ExtensionView.all(gateway());
  }

  @Override
  public List<LostThreadStatus> lostThreads() {
    return ExtensionView.lostThreads(gateway());
  }

  @Override
  public ExtensionStatus deployExtension(
      String name, String fileName, InputStream archive, String actor) {
    OpenGateway gateway = gateway();
    try {
      var deployed = gateway.extensions().deploy(name, fileName, archive, actor);
      acted(
          gateway,
          actor,
          "extension deployed",
          Map.of(
              "extension", deployed.name(),
              "revision", String.valueOf(deployed.revision()),
              "sha256", deployed.sha256()));
      return ExtensionView.of(gateway, deployed);
    } catch (io.postern.gateway.callout.deployed.ArchiveRefused | ExtensionNotDeployed e) {
      acted(gateway, actor, "extension refused", Map.of("extension", name, "reason", said(e)));
      throw new ArchiveRefused(said(e));
    }
  }

  @Override
  public void undeployExtension(String name, String actor) {
    OpenGateway gateway = gateway();
    try {
      gateway.extensions().undeploy(name, actor);
      acted(gateway, actor, "extension undeployed", Map.of("extension", name));
    } catch (NoSuchElementException e) {
      throw new NoSuchExtension(said(e));
    }
  }

  @Override
  public JournalLines searchJournal(JournalFilter filter) {
    return lines(
        gateway()
            .journal()
            .search()
            .find(
                new JournalQuery(
                    filter.id(),
                    filter.peer(),
                    filter.recipient(),
                    filter.sender(),
                    filter.event(),
                    filter.from(),
                    filter.until(),
                    filter.before(),
                    filter.limit())));
  }

  @Override
  public JournalLines messageStory(String spoolId) {
    return lines(gateway().journal().search().story(spoolId, STORY));
  }

  private static JournalLines lines(JournalPage page) {
    return new JournalLines(page.lines().stream().map(JournalLine::json).toList(), page.next());
  }

  @Override
  public JournalTail tailJournal() {
    return new Tail(gateway().journal().tail().view());
  }

  @Override
  public List<LaneStatus> lanes() {
    return gateway().delivery().lanes().stream()
        .map(LaneView::of)
        .sorted(Comparator.comparingLong(LaneStatus::recipients).reversed())
        .toList();
  }

  @Override
  public QueueTotals queueTotals() {
    return Status.queue(gateway().spool().counts());
  }

  @Override
  public QueuePage queuedMessages(QueueFilter filter) {
    return queueDesk(gateway()).page(filter);
  }

  @Override
  public QueueCount countMessages(QueueConditions conditions) {
    return queueDesk(gateway()).count(conditions);
  }

  @Override
  public BulkStatus decideInBulk(QueueConditions conditions, QueueDecision decision, String actor) {
    return gateway().bulk().start(decision, conditions, actor);
  }

  @Override
  public List<BulkStatus> bulkDecisions() {
    return gateway().bulk().all();
  }

  @Override
  public BulkStatus bulkDecision(String id) {
    return gateway().bulk().one(id);
  }

  @Override
  public BulkStatus stopBulkDecision(String id) {
    return gateway().bulk().stop(id);
  }

  @Override
  public QueueEntry queuedMessage(String id) {
    return queueDesk(gateway()).message(id);
  }

  @Override
  public QueueResult decideMessage(String id, QueueDecision decision, String actor) {
    OpenGateway gateway = gateway();
    SpoolId spoolId = QueueDesk.id(id);
    KeptMail.Decided decided = queueDesk(gateway).decide(spoolId, decision, actor);
    new QueueLines(gateway.journal(), Clock.systemUTC()).decided(decision, spoolId, decided, actor);
    return new QueueResult(
        decided.recipients().stream().map(Mailbox::toString).toList(),
        decided.busy().stream().map(Mailbox::toString).toList(),
        decided.report().map(SpoolId::toString));
  }

  private static QueueDesk queueDesk(OpenGateway gateway) {
    return new QueueDesk(gateway.spool(), gateway.delivery().kept());
  }

  @Override
  public SelfTestResult selfTest(Duration limit, String actor) throws InterruptedException {
    OpenGateway gateway = gateway();
    SelfTestReport report;
    try {
      report = gateway.selfTest().run(limit);
    } catch (SelfTestUnderWay e) {
      throw new GatewayBusy(said(e));
    }
    acted(gateway, actor, "self-test", Map.of("result", report.passed() ? "passed" : "failed"));
    return new SelfTestResult(
        report.passed(),
        report.took(),
        report.parts().stream()
            .map(part -> new SelfTestResult.Part(part.name(), part.passed(), part.detail()))
            .toList());
  }

  @Override
  public SettingsState settings() {
    return settingsDesk(gateway()).state();
  }

  @Override
  public SettingsTrial checkSettings(String source) {
    return settingsDesk(gateway()).check(source);
  }

  @Override
  public SettingsState applySettings(String source, String note, long revision, String actor) {
    OpenGateway gateway = gateway();
    SettingsState state = settingsDesk(gateway).apply(source, note, revision, actor);
    changed(gateway, actor, "settings changed", state, Map.of());
    return state;
  }

  @Override
  public SettingsState rollBackSettings(long to, long revision, String actor) {
    OpenGateway gateway = gateway();
    SettingsState state = settingsDesk(gateway).rollBack(to, revision, actor);
    changed(gateway, actor, "settings rolled back", state, Map.of("to", String.valueOf(to)));
    return state;
  }

  /** Never the text: the journal is read by more people than the settings. */
  private void changed(
      OpenGateway gateway,
      String actor,
      String action,
      SettingsState state,
      Map<String, String> more) {
    Map<String, String> facts = new HashMap<>(more);
    state.newest().ifPresent(e -> facts.put("revision", String.valueOf(e.revision())));
    acted(gateway, actor, action, facts);
  }

  @Override
  public List<SettingsEntry> settingsRevisions(int most) {
    return settingsDesk(gateway()).latest(most);
  }

  @Override
  public List<String> settingsDifference(long from, long to) {
    return settingsDesk(gateway()).difference(from, to);
  }

  private static SettingsDesk settingsDesk(OpenGateway gateway) {
    return new SettingsDesk(gateway.history());
  }

  @Override
  public UpdateState updateState() {
    try {
      return UpdateView.of(gateway().updates().situation());
    } catch (NotAnImage e) {
      throw new NoSlots(said(e));
    }
  }

  @Override
  public UpdateState requestUpdate(
      InputStream archive, long limit, boolean again, boolean downgrade, String actor) {
    OpenGateway gateway = gateway();
    Map<String, String> wishes =
        Map.of(
            "by", actor,
            "again", String.valueOf(again),
            "downgrade", String.valueOf(downgrade));
    try {
      long size = gateway.updates().keep(archive, limit, wishes);
      acted(gateway, actor, "update requested", Map.of("size", String.valueOf(size)));
      return UpdateView.of(gateway.updates().situation());
    } catch (NotAnImage e) {
      throw new NoSlots(said(e));
    } catch (UploadRefused e) {
      acted(gateway, actor, "update refused", Map.of("reason", said(e)));
      throw switch (e.kind()) {
        case BUSY -> new GatewayBusy(said(e));
        case TOO_LARGE -> new UpdateNotTaken(said(e), true);
        case EMPTY, NOT_KEPT -> new UpdateNotTaken(said(e), false);
      };
    }
  }

  @Override
  public Optional<Operator> verifyLogin(String user, String password, String address) {
    return operatorDesk().verifyLogin(user, password, address);
  }

  @Override
  public void loggedIn(Operator operator, String address) {
    operatorDesk().loggedIn(operator, address);
  }

  @Override
  public Optional<Operator> operator(String user) {
    return operatorDesk().operator(user);
  }

  @Override
  public Operator changePassword(String user, String present, String wanted) {
    return operatorDesk().changePassword(user, present, wanted);
  }

  /** Also while the gateway waits for somebody who may accept a loss; there is no journal then. */
  private OperatorDesk operatorDesk() {
    List<String> hostNames = List.copyOf(adminNames());
    if (access.waiting().isEmpty()) {
      OpenGateway gateway = gateway();
      return new OperatorDesk(
          access.users(),
          hostNames,
          (actor, action, facts) -> acted(gateway, actor, action, facts));
    }
    return new OperatorDesk(
        access.users(),
        hostNames,
        (actor, action, facts) ->
            LOG.log(Level.INFO, "administration: {0}: {1} {2}", actor, action, facts));
  }

  private OpenGateway gateway() {
    return access.gateway();
  }

  /** Also says from where, and who runs the command, as far as that is known of the request. */
  private void acted(OpenGateway gateway, String actor, String action, Map<String, String> facts) {
    Map<String, String> all = new HashMap<>(RequestOrigin.of(origin));
    all.putAll(facts);
    AdminActs.record(gateway.journal(), Instant.now(), actor, action, all);
  }

  private static String said(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }

  private record Tail(TailViewer viewer) implements JournalTail {

    @Override
    public List<String> take(int limit, Duration wait) throws InterruptedException {
      return viewer.take(limit, wait);
    }

    @Override
    public long dropped() {
      return viewer.dropped();
    }

    @Override
    public void close() {
      viewer.close();
    }
  }
}
