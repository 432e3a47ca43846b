package io.postern.gateway.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.DocValuesSkipper;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;

/**
 * The index at one moment. Lines are added in their order and only neighbouring segments are
 * merged, so in each segment numbers grow with the documents, and segments do not overlap: the
 * newest matches are found from the end, without looking at the others.
 */
final class LineSearcher extends IndexSearcher {

  /** Documents that are looked at first, at a segment's end. */
  private static final int WINDOW = 1 << 14;

  private final List<LeafReaderContext> newestFirst;
  private final long indexedTo;

  LineSearcher(IndexReader reader) throws IOException {
    super(reader);
    setQueryCache(null);
    List<Segment> segments = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      segments.add(new Segment(leaf, last(leaf.reader())));
    }
    segments.sort(Comparator.comparingLong(Segment::last).reversed());
    newestFirst = segments.stream().map(Segment::leaf).toList();
    indexedTo = segments.isEmpty() ? 0 : segments.getFirst().last();
  }

  private record Segment(LeafReaderContext leaf, long last) {}

  private static long last(LeafReader segment) throws IOException {
    DocValuesSkipper numbers = segment.getDocValuesSkipper(IndexFields.SEQUENCE);
    if (numbers == null) {
      throw new IOException("a segment without numbers");
    }
    return numbers.maxValue();
  }

  /** Number of the last line in it, 0 when it is empty. */
  long indexedTo() {
    return indexedTo;
  }

  /**
   * @param limit numbers wanted
   * @param countTo matches that are counted one by one at least, if there are as many
   */
  Hits find(Query query, int limit, int countTo) throws IOException {
    Weight weight = createWeight(rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    Run run = new Run(weight, limit, countTo);
    for (LeafReaderContext leaf : newestFirst) {
      run.leaf(leaf);
    }
    return new Hits(run.sequences, run.count, run.counted);
  }

  private static final class Run {

    private final Weight weight;
    private final int limit;
    private final int countTo;
    private final List<Long> sequences = new ArrayList<>();
    private long count;
    private boolean counted = true;

    Run(Weight weight, int limit, int countTo) {
      this.weight = weight;
      this.limit = limit;
      this.countTo = countTo;
    }

    private boolean isEnough() {
      return sequences.size() >= limit && count > countTo;
    }

    void leaf(LeafReaderContext leaf) throws IOException {
      if (isEnough()) {
        counted = false;
        return;
      }
      int known = weight.count(leaf);
      if (known == 0) {
        return;
      }
      if (known > 0 && sequences.size() >= limit) {
        count += known;
        return;
      }
      long before = count;
      int end = leaf.reader().maxDoc();
      for (int window = WINDOW; end > 0 && !isEnough(); window *= 4) {
        int begin = Math.max(0, end - window);
        if (!window(leaf, begin, end)) {
          return;
        }
        end = begin;
        if (known > 0 && sequences.size() >= limit) {
          count = before + known;
          return;
        }
        window = Math.min(window, 1 << 22);
      }
      counted &= end == 0;
    }

    /** False when nothing in the segment matches. */
    private boolean window(LeafReaderContext leaf, int begin, int end) throws IOException {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        return false;
      }
      DocIdSetIterator matches = scorer.iterator();
      Bits live = leaf.reader().getLiveDocs();
      int wanted = limit - sequences.size();
      int[] newest = new int[Math.max(0, wanted)];
      int found = 0;
      for (int doc = matches.advance(begin); doc < end; doc = matches.nextDoc()) {
        if (live == null || live.get(doc)) {
          if (wanted > 0) {
            newest[found % wanted] = doc;
          }
          found++;
        }
      }
      count += found;
      NumericDocValues numbers = leaf.reader().getNumericDocValues(IndexFields.SEQUENCE);
      int kept = Math.min(found, wanted);
      long[] ascending = new long[kept];
      for (int i = 0; i < kept; i++) {
        int doc = newest[(found - kept + i) % wanted];
        if (!numbers.advanceExact(doc)) {
          throw new IOException("a document without number");
        }
        ascending[i] = numbers.longValue();
      }
      for (int i = kept - 1; i >= 0; i--) {
        sequences.add(ascending[i]);
      }
      return true;
    }
  }
}
