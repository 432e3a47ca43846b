package io.postern.gateway.spool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Messages that are not finished, each with how many of its recipients are not: an open-addressed
 * table of 12 octets per slot, because there may be millions. Not thread-safe.
 */
public final class UnfinishedCounts {

  /** Is shown a message and how many of its recipients are not finished. */
  public interface Visitor {
    void visit(SpoolId id, int recipients);
  }

  private static final int SMALLEST = 64;

  /** 0 is a free slot; ids are positive. */
  private long[] ids = new long[SMALLEST];

  private int[] counts = new int[SMALLEST];
  private int size;

  /** How many messages. */
  public int size() {
    return size;
  }

  /** Notes a message; replaces what was noted under its id. */
  public void put(long id, int recipients) {
    if (2 * (size + 1) > ids.length) {
      grow();
    }
    int slot = slot(id);
    if (ids[slot] == 0) {
      ids[slot] = id;
      size++;
    }
    counts[slot] = recipients;
  }

  /** One recipient is finished; a message is forgotten with its last. Unknown ids are ignored. */
  public void finishOne(long id) {
    int slot = slot(id);
    if (ids[slot] != 0 && --counts[slot] <= 0) {
      free(slot);
    }
  }

  public void remove(long id) {
    int slot = slot(id);
    if (ids[slot] != 0) {
      free(slot);
    }
  }

  public boolean contains(long id) {
    return ids[slot(id)] != 0;
  }

  public UnfinishedCounts copy() {
    UnfinishedCounts copy = new UnfinishedCounts();
    copy.ids = ids.clone();
    copy.counts = counts.clone();
    copy.size = size;
    return copy;
  }

  /** The messages, oldest first. */
  public List<SpoolId> ids() {
    List<SpoolId> all = new ArrayList<>(size);
    forEach((id, recipients) -> all.add(id));
    Collections.sort(all);
    return all;
  }

  /** Shows every message, in no order. */
  public void forEach(Visitor visitor) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != 0) {
        visitor.visit(new SpoolId(ids[i]), counts[i]);
      }
    }
  }

  /** Where the id is, or would be put. */
  private int slot(long id) {
    int slot = home(id);
    while (ids[slot] != 0 && ids[slot] != id) {
      slot = slot + 1 & ids.length - 1;
    }
    return slot;
  }

  private int home(long id) {
    return (int) (id * 0x9E3779B97F4A7C15L >>> 32) & ids.length - 1;
  }

  /** Those behind the slot move up, so that none is cut off from its home. */
  private void free(int slot) {
    int gap = slot;
    int at = slot;
    while (true) {
      at = at + 1 & ids.length - 1;
      if (ids[at] == 0) {
        break;
      }
      int distance = at - home(ids[at]) & ids.length - 1;
      if (distance >= (at - gap & ids.length - 1)) {
        ids[gap] = ids[at];
        counts[gap] = counts[at];
        gap = at;
      }
    }
    ids[gap] = 0;
    size--;
  }

  private void grow() {
    long[] oldIds = ids;
    int[] oldCounts = counts;
    ids = new long[oldIds.length * 2];
    counts = new int[ids.length];
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != 0) {
        int slot = slot(oldIds[i]);
        ids[slot] = oldIds[i];
        counts[slot] = oldCounts[i];
      }
    }
  }
}
