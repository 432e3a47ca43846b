package io.postern.gateway.search;

import io.postern.gateway.audit.EventType;
import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalCondition;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalPage;
import io.postern.gateway.audit.JournalQuery;
import io.postern.gateway.notice.Notices;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.apache.lucene.store.AlreadyClosedException;

/** Searches the journal by its index, and what is not indexed yet by reading it. Thread-safe. */
public final class JournalIndex implements AutoCloseable {

  private static final Logger LOG = System.getLogger(JournalIndex.class.getPackageName());

  /** Lines of a story at most. */
  private static final int STORY = 5_000;

  /** Sessions of one id and client, one for each start of the gateway, that are looked at. */
  private static final int SESSIONS = 100;

  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final Journal journal;
  private final IndexFollower follower;

  private JournalIndex(Journal journal, IndexFollower follower) {
    this.journal = journal;
    this.follower = follower;
  }

  /**
   * Begins to index on a thread of its own. Never fails: what prevents it is a notice, and searches
   * read the journal.
   *
   * @param folder owned by the index alone; whatever is in it may be removed
   */
  public static JournalIndex open(
      Path folder, IndexOptions options, Journal journal, Notices notices) {
    IndexFollower follower = new IndexFollower(folder, options, journal, notices);
    follower.start();
    return new JournalIndex(journal, follower);
  }

  /** Number of the last line that was added, 0 when there is no index. */
  public long indexedTo() {
    return follower.index().map(LineIndex::last).orElse(0L);
  }

  /**
   * Newest first.
   *
   * @throws io.postern.gateway.audit.JournalUnavailable when a file of the journal cannot be read
   */
  public SearchPage find(JournalQuery query) {
    Optional<LineIndex> index = follower.index();
    if (index.isPresent()) {
      try {
        return find(query, index.get());
      } catch (AlreadyClosedException e) {
        LOG.log(Level.DEBUG, "search: the index was closed meanwhile; reading the journal", e);
      } catch (IOException | IndexDamaged e) {
        follower.suspect(index.get(), e);
      }
    }
    JournalPage page = journal.search().find(query);
    boolean all = page.next().isEmpty();
    return new SearchPage(page.lines(), page.next(), page.lines().size(), all, all, 0);
  }

  private SearchPage find(JournalQuery query, LineIndex index) throws IOException {
    LineSearcher searcher = index.acquire();
    try {
      long to = searcher.indexedTo();
      JournalPage young =
          query.before() > to + 1
              ? journal.search().find(query, to)
              : new JournalPage(List.of(), OptionalLong.empty());
      int left = young.next().isPresent() ? 0 : query.limit() - young.lines().size();
      JournalQuery older = query.before(Math.min(query.before(), to + 1));
      Hits hits = hits(searcher, older, left);
      List<JournalLine> lines = new ArrayList<>(young.lines());
      for (JournalLine line : journal.search().lines(hits.sequences())) {
        if (older.matches(line)) {
          lines.add(line);
        }
      }
      return new SearchPage(
          lines,
          young.next().isPresent() ? young.next() : next(hits, left, to),
          hits.count() + young.lines().size(),
          hits.counted() && young.next().isEmpty(),
          young.next().isEmpty() || young.lines().size() == query.limit(),
          to);
    } finally {
      index.release(searcher);
    }
  }

  /** A damaged index may fail in any way. */
  private static Hits hits(LineSearcher searcher, JournalQuery query, int limit)
      throws IOException {
    try {
      return searcher.find(IndexFields.of(query), limit, SearchPage.MOST_COUNTED);
    } catch (AlreadyClosedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IndexDamaged("a search of it failed: " + e, e);
    }
  }

  private static OptionalLong next(Hits hits, int limit, long to) {
    if (limit == 0) {
      return hits.count() > 0 ? OptionalLong.of(to + 1) : OptionalLong.empty();
    }
    return hits.count() > hits.sequences().size()
        ? OptionalLong.of(hits.sequences().getLast())
        : OptionalLong.empty();
  }

  /**
   * All that happened to one message, in the order it happened.
   *
   * @throws io.postern.gateway.audit.JournalUnavailable when a file of the journal cannot be read
   */
  public JournalPage lines(String id) {
    if (id.endsWith("*")) {
      return new JournalPage(List.of(), OptionalLong.empty());
    }
    if (follower.index().isPresent()) {
      SearchPage page = find(JournalQuery.newest(STORY).with(JournalCondition.ID, id));
      if (page.complete() && page.indexedTo() > 0) {
        List<JournalLine> lines = new ArrayList<>(page.lines());
        Collections.reverse(lines);
        return new JournalPage(lines, page.next());
      }
    }
    return journal.search().story(id, STORY);
  }

  /**
   * The story of one message; empty when the journal has nothing of it.
   *
   * @param seen what the reader may see of a line
   * @throws io.postern.gateway.audit.JournalUnavailable when a file of the journal cannot be read
   */
  public Optional<MessageStory> story(String id, UnaryOperator<JournalLine> seen) {
    List<JournalLine> lines = lines(id).lines().stream().map(seen).toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(new StoryBuilder(id, lines, session(lines), this::lastEvent).story());
  }

  /** What happened to the session of a message, as far as it is recorded and indexed. */
  private List<JournalLine> session(List<JournalLine> ofMessage) {
    JournalLine first = ofMessage.getFirst();
    Optional<String> session = first.fact("session");
    if (session.isEmpty() || indexedTo() < first.sequence()) {
      return List.of();
    }
    List<JournalLine> found = new ArrayList<>();
    for (EventType type : List.of(EventType.SESSION_OPENED, EventType.SESSION_ENDED)) {
      // Ids of sessions come again after a start; client and time say which one it was.
      JournalQuery query =
          JournalQuery.newest(SESSIONS)
              .with(JournalCondition.SESSION, session.get())
              .with(JournalCondition.EVENT, type.eventName())
              .with(JournalCondition.PEER, first.fact("peer").orElse("0.0.0.0"));
      find(query).lines().stream()
          .min(Comparator.comparing(line -> Math.abs(line.sequence() - first.sequence())))
          .ifPresent(found::add);
    }
    return found;
  }

  /** The last that happened to a message, such as a report. */
  private Optional<JournalLine> lastEvent(String id) {
    List<JournalLine> lines = find(JournalQuery.newest(1).with(JournalCondition.ID, id)).lines();
    return lines.stream().findFirst();
  }

  /** Commits what was added, as far as that takes no longer than 10 seconds. */
  @Override
  public void close() throws InterruptedException {
    follower.close(CLOSING);
  }
}
