package io.postern.gateway.search;

import io.postern.gateway.audit.Journal;
import io.postern.gateway.audit.JournalLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * The files of an index, open for adding. Lines are added by one thread in their order; searchers
 * may be taken by any.
 */
final class LineIndex implements AutoCloseable {

  /** Documents of a segment that is merged no more. */
  private static final int MERGED = 1_000_000;

  private static final int SMALL = 5_000;

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private IndexPosition position;
  private IndexPosition committed;
  private long removedBefore = 1;

  private LineIndex(
      Directory directory, IndexWriter writer, SearcherManager searchers, IndexPosition position) {
    this.directory = directory;
    this.writer = writer;
    this.searchers = searchers;
    this.position = position;
    committed = position;
  }

  /**
   * Opens what is there, after reading all of it to see that it is whole.
   *
   * @throws IndexDamaged when it is not, or there is none
   * @throws IOException when another process has it open
   */
  static LineIndex open(
      Path folder, IndexOptions options, ProcessorShare processors, Journal journal)
      throws IOException {
    Directory directory = FSDirectory.open(folder);
    try {
      IndexPosition position = verified(directory, journal);
      return open(directory, options, processors, OpenMode.APPEND, position);
    } catch (LockObtainFailedException | IndexDamaged e) {
      directory.close();
      throw e;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw new IndexDamaged(e.toString(), e);
    }
  }

  /** Removes what is there and begins an empty one. */
  static LineIndex create(Path folder, IndexOptions options, ProcessorShare processors)
      throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Directory directory = FSDirectory.open(folder);
    try {
      LineIndex index = open(directory, options, processors, OpenMode.CREATE, IndexPosition.none());
      index.commit();
      return index;
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Whether there is anything to open. */
  static boolean isThere(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  private static IndexPosition verified(Directory directory, Journal journal) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexPosition position = IndexPosition.of(reader.getIndexCommit().getUserData());
      position.requireOf(journal);
      for (LeafReaderContext segment : reader.leaves()) {
        segment.reader().checkIntegrity();
      }
      return position;
    }
  }

  private static LineIndex open(
      Directory directory,
      IndexOptions options,
      ProcessorShare processors,
      OpenMode mode,
      IndexPosition position)
      throws IOException {
    LogDocMergePolicy merges = new LogDocMergePolicy();
    merges.setMinMergeDocs(SMALL);
    merges.setMaxMergeDocs(MERGED);
    BackgroundMerges background = new BackgroundMerges(options.mergeRate(), processors);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(mode)
            .setMergePolicy(merges)
            .setMergeScheduler(background)
            .setMaxFullFlushMergeWaitMillis(0)
            .setCommitOnClose(false);
    config.setRAMBufferSizeMB(options.memory() / (double) (1 << 20));
    IndexWriter writer;
    try {
      writer = new IndexWriter(directory, config);
    } catch (IOException | RuntimeException e) {
      background.close();
      throw e;
    }
    try {
      SearcherFactory factory =
          new SearcherFactory() {
            @Override
            public IndexSearcher newSearcher(IndexReader reader, IndexReader previous)
                throws IOException {
              return new LineSearcher(reader);
            }
          };
      return new LineIndex(
          directory, writer, new SearcherManager(writer, true, false, factory), position);
    } catch (IOException | RuntimeException e) {
      writer.rollback();
      throw e;
    }
  }

  /** Number of the last line that was added. */
  long last() {
    return position.sequence();
  }

  void add(List<JournalLine> lines) throws IOException {
    for (JournalLine line : lines) {
      writer.addDocument(IndexFields.document(line));
    }
    position = IndexPosition.at(lines.getLast());
  }

  /** From now on searchers see what was added. */
  void refresh() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /**
   * Takes out lines with smaller numbers, which are not in the journal any more.
   *
   * @return whether there may have been some
   */
  boolean removeBefore(long sequence) throws IOException {
    if (sequence <= removedBefore) {
      return false;
    }
    writer.deleteDocuments(IndexFields.before(sequence));
    removedBefore = sequence;
    return true;
  }

  /** Makes what was added safe, with the position. */
  void commit() throws IOException {
    writer.setLiveCommitData(position.userData().entrySet());
    writer.commit();
    committed = position;
  }

  boolean isCommitted() {
    return committed.equals(position);
  }

  /** To be given back. */
  LineSearcher acquire() throws IOException {
    return (LineSearcher) searchers.acquire();
  }

  void release(LineSearcher searcher) throws IOException {
    searchers.release(searcher);
  }

  /** What was not committed is gone. */
  @Override
  public void close() throws IOException {
    try {
      searchers.close();
    } finally {
      try {
        writer.rollback();
      } finally {
        directory.close();
      }
    }
  }
}
