package io.postern.gateway.spool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The list of the unfinished. Guarded by the intake's lock, but for what says otherwise. */
final class MessageIndex {

  /** A mark that was taken in. */
  record Change(Entry entry, int recipient, RecipientState before, RecipientState after) {}

  /** An entry that has its description, with the size of that. */
  private record Described(Entry entry, long characters) {}

  /** So many messages keep their description in memory: those of the last seconds. */
  private static final int DESCRIBED = 8192;

  /** Characters of all of them: a sender decides how long header fields are. */
  private static final long DESCRIBED_CHARACTERS = 32L << 20;

  /** By id: a page of the queue is a part of it, however many there are. */
  private final NavigableMap<Long, Entry> entries = new TreeMap<>();

  private final Domains domains = new Domains();
  private final Deque<Described> described = new ArrayDeque<>();
  private long describedCharacters;
  private final Queue<Long> obsoleteFiles = new ConcurrentLinkedQueue<>();
  private final NavigableSet<Long> held = new TreeSet<>();
  private final NavigableSet<Long> quarantined = new TreeSet<>();
  private int unfinished;
  private int waiting;

  /** Where the names of the entries' domains are. */
  Domains domains() {
    return domains;
  }

  /** The message, unless it is finished or was set aside. */
  Optional<Entry> find(long id) {
    return Optional.ofNullable(entries.get(id)).filter(Entry::isUnfinished);
  }

  boolean knows(long id) {
    return entries.containsKey(id);
  }

  int size() {
    return unfinished;
  }

  /** How many messages are not finished by what is on disk. */
  int recorded() {
    return entries.size();
  }

  /** Those whose record is in the segment, in its order. */
  List<Entry> in(Segment segment) {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.segment() == segment && entry.isUnfinished()) {
        found.add(entry);
      }
    }
    found.sort(Comparator.comparingInt(Entry::offset));
    return found;
  }

  void add(Entry entry) {
    Entry before = entries.put(entry.id(), entry);
    if (before != null) {
      before.giveBack(domains);
    }
    entry.segment().gained(entry.length());
    unfinished++;
    waiting += entry.isWaiting() ? 1 : 0;
    if (entry.isHeld() || entry.isQuarantined()) {
      index(entry);
    }
  }

  /** Lists the message among those that are kept, as far as it is. */
  private void index(Entry entry) {
    list(held, entry.id(), entry.isHeld());
    list(quarantined, entry.id(), entry.isQuarantined());
  }

  private static void list(NavigableSet<Long> among, Long id, boolean listed) {
    if (listed) {
      among.add(id);
    } else {
      among.remove(id);
    }
  }

  QueueCounts counts() {
    return new QueueCounts(unfinished, waiting, held.size(), quarantined.size());
  }

  /**
   * The ids of the next messages of a kind, in their order. Takes memory for these alone, however
   * many messages there are.
   *
   * @param after none up to this one
   */
  List<Long> page(QueueSelection selection, long after, int most) {
    return switch (selection) {
      case HELD -> held.tailSet(after, false).stream().limit(most).toList();
      case QUARANTINED -> quarantined.tailSet(after, false).stream().limit(most).toList();
      case KEPT ->
          Stream.concat(
                  held.tailSet(after, false).stream().limit(most),
                  quarantined.tailSet(after, false).stream().limit(most))
              .distinct()
              .sorted()
              .limit(most)
              .toList();
      case WAITING -> waiting == 0 ? List.of() : ids(next(after, most, Entry::isWaiting));
      case ALL -> ids(next(after, most, Entry::isUnfinished));
    };
  }

  private static List<Long> ids(List<Entry> found) {
    return found.stream().map(Entry::id).toList();
  }

  /** By an iterator: a stream of a part of the map counts that part first. */
  private List<Entry> next(long after, int most, Predicate<Entry> wanted) {
    List<Entry> found = new ArrayList<>(Math.min(most, entries.size()));
    Iterator<Entry> rest = entries.tailMap(after, false).values().iterator();
    while (rest.hasNext() && found.size() < most) {
      Entry entry = rest.next();
      if (wanted.test(entry)) {
        found.add(entry);
      }
    }
    return found;
  }

  /**
   * The recipients of the next unfinished messages, by group.
   *
   * @param after no message up to this one
   * @param most so many messages
   */
  List<RecipientGroup> groups(long after, int most) {
    List<RecipientGroup> groups = new ArrayList<>(most);
    for (Entry entry : next(after, most, Entry::isUnfinished)) {
      entry.groups(domains, groups);
    }
    return groups;
  }

  /** Keeps the description in memory, at the cost of the one kept longest. */
  void describe(Entry entry, Description description) {
    if (entry.description().isPresent()) {
      return; // It never changes.
    }
    entry.describe(description);
    Described last = new Described(entry, description.characters());
    described.add(last);
    describedCharacters += last.characters();
    while (described.size() > DESCRIBED || describedCharacters > DESCRIBED_CHARACTERS) {
      Described oldest = described.remove();
      describedCharacters -= oldest.characters();
      oldest.entry().forgetDescription();
    }
  }

  void move(Entry entry, Segment to, int offset, int length) {
    if (entries.get(entry.id()) == entry) {
      entry.segment().lost(entry.length());
      entry.moveTo(to, offset, length);
      to.gained(length);
    }
  }

  /** Takes a mark in; empty when it changes nothing, because its recipient is finished. */
  Optional<Change> apply(Mark mark) {
    Optional<Entry> found = find(mark.id().value());
    if (found.isEmpty() || isFinished(found.get().state(mark.recipient()))) {
      return Optional.empty();
    }
    Entry entry = found.get();
    Change change =
        new Change(entry, mark.recipient(), entry.state(mark.recipient()), mark.state());
    waiting -= entry.isWaiting() ? 1 : 0;
    entry.set(mark.recipient(), mark.state());
    waiting += entry.isWaiting() ? 1 : 0;
    if (!entry.isUnfinished()) {
      unfinished--;
    }
    if (isKept(change.before()) || isKept(change.after())) {
      index(entry);
    }
    return Optional.of(change);
  }

  /** The mark is on disk. */
  void settle(Change change) {
    if (isFinished(change.after()) && change.entry().finishedOnDisk()) {
      forget(change.entry());
    }
  }

  /** The mark will not be on disk; as if it had not come, unless a later one stands there. */
  void undo(Change change) {
    Entry entry = change.entry();
    if (!entry.state(change.recipient()).equals(change.after())) {
      return;
    }
    boolean was = entry.isUnfinished();
    waiting -= entry.isWaiting() ? 1 : 0;
    entry.set(change.recipient(), change.before());
    waiting += entry.isWaiting() ? 1 : 0;
    if (!was && entry.isUnfinished()) {
      unfinished++;
    }
    if (isKept(change.before()) || isKept(change.after())) {
      index(entry);
    }
  }

  /** From now on the message is not there; {@link #remove} follows when that is on disk. */
  boolean setAside(Entry entry) {
    if (!entry.isUnfinished()) {
      return false;
    }
    waiting -= entry.isWaiting() ? 1 : 0;
    entry.setAside();
    unfinished--;
    index(entry);
    return true;
  }

  /** The message is finished, on disk too; its body file has no use any more. */
  private void forget(Entry entry) {
    remove(entry);
    if (entry.inFile()) {
      obsoleteFiles.add(entry.id());
    }
  }

  void remove(Entry entry) {
    if (entries.remove(entry.id()) != null) {
      entry.giveBack(domains);
      entry.segment().lost(entry.length());
    }
  }

  /** Ids of forgotten messages whose body files are to be deleted. Thread-safe. */
  Queue<Long> obsoleteFiles() {
    return obsoleteFiles;
  }

  private static boolean isKept(RecipientState state) {
    return state instanceof RecipientState.Held || state instanceof RecipientState.Quarantined;
  }

  private static boolean isFinished(RecipientState state) {
    return state instanceof RecipientState.Finished;
  }
}
