package io.postern.gateway.audit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The journal's files as readers may see them: only what is on disk. Published by the writer after
 * every sync. Thread-safe.
 */
final class FileCatalog {

  /**
   * @param files oldest first. A file ends where the next begins: lines of an earlier file whose
   *     numbers the next file has too do not count (see {@link JournalWriter})
   * @param last number of the last line, 0 when there is none
   */
  record Contents(List<JournalFile> files, long last) {

    Contents {
      files = List.copyOf(files);
    }

    /** Index of the file that holds the line, or of the oldest when the line is older; or -1. */
    int indexFor(long sequence) {
      int index = files.size() - 1;
      while (index > 0 && files.get(index).first() > sequence) {
        index--;
      }
      return index;
    }

    /** The first line after a file, as far as it is known. */
    long endOf(int index) {
      return index + 1 < files.size() ? files.get(index + 1).first() : last + 1;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private volatile Contents contents;
  private volatile boolean closed;

  FileCatalog(Contents first) {
    contents = first;
  }

  Contents contents() {
    return contents;
  }

  void publish(Contents next) {
    lock.lock();
    try {
      contents = next;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a line after this one; false when none came in time or the journal was closed. */
  boolean awaitBeyond(long sequence, Duration wait) throws InterruptedException {
    if (contents.last() > sequence) {
      return true;
    }
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (contents.last() <= sequence && !closed && left > 0) {
        left = news.awaitNanos(left);
      }
      return contents.last() > sequence;
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    return closed;
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
