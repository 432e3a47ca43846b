package io.postern.gateway.operation;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one surface of control. Who may call what is decided by the caller, who also says in whose
 * name: each change is recorded in the audit journal as done by {@code actor}. Thread-safe.
 *
 * <p>Every method but {@link #status}, {@link #adminNames}, {@link #acceptLoss}, and those about
 * operators raises {@link GatewayNotReady} while the gateway is not open.
 */
public interface GatewayControl {

  GatewayStatus status();

  /**
   * Agrees to go on without the mail that the status says is lost; the gateway opens a moment
   * later.
   *
   * @throws GatewayNotReady when the gateway does not wait for that
   */
  void acceptLoss(String actor);

  /**
   * The host names under which the administration answers beside localhost: the machine's, and,
   * while the gateway is open, those of the settings. In lower case.
   */
  Set<String> adminNames();

  /** The deployed extensions in the order they are asked. */
  List<ExtensionStatus> extensions();

  /** Threads that callouts of extensions did not give back, the oldest first. */
  List<LostThreadStatus> lostThreads();

  /**
   * Deploys an archive, or a new revision when there is an extension of that name. Returns when
   * transactions that begin from now on meet it.
   *
   * @param name 1 to 41 of {@code a-z 0-9} and single hyphens, a letter first
   * @param fileName as the actor calls the file; told, never opened
   * @param archive read to its end, not closed
   * @throws ArchiveRefused when it cannot be deployed; what ran before runs on
   * @throws IOException when the archive cannot be read or kept
   */
  ExtensionStatus deployExtension(String name, String fileName, InputStream archive, String actor)
      throws IOException;

  /**
   * Undeploys an extension. Returns when no transaction can meet it any more.
   *
   * @throws NoSuchExtension when there is none of that name
   */
  void undeployExtension(String name, String actor);

  /** Lines of the audit journal, newest first. */
  JournalLines searchJournal(JournalFilter filter);

  /** All lines about one message, in the order of what happened. */
  JournalLines messageStory(String spoolId);

  /** Looks on at the audit journal from now; to be closed. */
  JournalTail tailJournal();

  /** The lanes of all next hops there was work for, busiest first. */
  List<LaneStatus> lanes();

  /** How many messages are in the queue. */
  QueueTotals queueTotals();

  /**
   * Messages in the queue that meet all conditions.
   *
   * @throws NoSuchMessage when {@code after} is no id
   */
  QueuePage queuedMessages(QueueFilter filter);

  /** How many messages meet the conditions. */
  QueueCount countMessages(QueueConditions conditions);

  /**
   * Begins to release, bounce or delete, in the background, everything in the queue that meets the
   * conditions; what comes later is left alone. Of each message only the recipients that meet them
   * are decided about.
   *
   * @param decision kind and reason; names no recipients
   * @throws GatewayBusy while another is under way
   */
  BulkStatus decideInBulk(QueueConditions conditions, QueueDecision decision, String actor);

  /** The latest decisions in bulk since the start, newest first. */
  List<BulkStatus> bulkDecisions();

  /**
   * A decision in bulk.
   *
   * @throws NoSuchBulk when it is not known
   */
  BulkStatus bulkDecision(String id);

  /**
   * Ends a decision in bulk early: no further message is decided about.
   *
   * @throws NoSuchBulk when it is not known
   */
  BulkStatus stopBulkDecision(String id);

  /**
   * A message in the queue, with its header section.
   *
   * @throws NoSuchMessage when it is not there
   */
  QueueEntry queuedMessage(String id);

  /**
   * Releases what is held or quarantined of a message, or bounces or deletes what is unfinished; a
   * recipient in an attempt is left alone. Returns when that is on disk.
   *
   * @throws NoSuchMessage when it is not there
   * @throws MessageNotKept when no such recipient can leave that way, or all are in an attempt
   */
  QueueResult decideMessage(String id, QueueDecision decision, String actor);

  /**
   * Sends a message through the gateway and looks at every place it passes; see the package {@code
   * selftest}.
   *
   * @param limit for all of it
   * @throws GatewayBusy when a self-test is under way
   */
  SelfTestResult selfTest(Duration limit, String actor) throws InterruptedException;

  /** The configuration in force. */
  SettingsState settings();

  /**
   * Checks a configuration and changes nothing.
   *
   * @param source YAML
   * @throws SettingsWrong with every mistake
   */
  SettingsTrial checkSettings(String source);

  /**
   * Puts a configuration in force and keeps it as a revision; one equal to the newest adds none.
   *
   * @param source YAML
   * @param note why; may be empty
   * @param revision the one that the change began from; 0 when there was none
   * @throws SettingsWrong with every mistake
   * @throws SettingsChangedMeanwhile when another revision is the newest
   */
  SettingsState applySettings(String source, String note, long revision, String actor);

  /**
   * Puts an earlier revision in force again, as a new one.
   *
   * @param revision the one that the actor saw as the newest
   * @throws NoSuchRevision when there is none of that number
   * @throws SettingsWrong when what was right then is not now
   * @throws SettingsChangedMeanwhile when another revision is the newest
   */
  SettingsState rollBackSettings(long to, long revision, String actor);

  /** The latest revisions, newest first. */
  List<SettingsEntry> settingsRevisions(int most);

  /**
   * The lines of two revisions; see {@link SettingsTrial#difference}.
   *
   * @throws NoSuchRevision when there is none of one of the numbers
   */
  List<String> settingsDifference(long from, long to);

  /**
   * The image's slots, and what became of the last update.
   *
   * @throws NoSlots when this is not the appliance's image
   */
  UpdateState updateState();

  /**
   * Keeps an update for root, who verifies and applies it and restarts the machine. That it was
   * kept says nothing of what it is worth.
   *
   * @param archive read to its end, not closed
   * @param limit octets
   * @param again whether the version that runs may be written once more
   * @param downgrade whether an older one may be
   * @throws NoSlots when this is not the appliance's image
   * @throws GatewayBusy when another one is not done
   * @throws UpdateNotTaken when it was not kept
   */
  UpdateState requestUpdate(
      InputStream archive, long limit, boolean again, boolean downgrade, String actor);

  /**
   * Checks a password. Takes the same work, and so about the same time, when there is no such user;
   * records the refusal in the audit journal.
   *
   * @param address the client's, for the record
   * @return empty when user and password do not fit together
   */
  Optional<Operator> verifyLogin(String user, String password, String address);

  /** Records in the audit journal that a user logged in. */
  void loggedIn(Operator operator, String address);

  /**
   * A user as known now, for those who hold on to an {@link Operator} from a login: one that is no
   * longer equal was removed, has another role, or has another password.
   */
  Optional<Operator> operator(String user);

  /**
   * Changes one's own password; nothing more has to be changed after it.
   *
   * @throws PasswordRefused when the present one is wrong or the new one is not good enough
   */
  Operator changePassword(String user, String present, String wanted);
}
