package io.postern.gateway.search;

import io.postern.gateway.audit.AddressRange;
import io.postern.gateway.audit.JournalCondition;
import io.postern.gateway.audit.JournalCondition.Wanted;
import io.postern.gateway.audit.JournalLine;
import io.postern.gateway.audit.JournalQuery;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.InetAddressPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * A line as a document and a query as the index understands it: a field for each condition, with
 * the terms that the condition makes of the line. Nothing is stored but number and time.
 */
final class IndexFields {

  /** Of documents; an index with another one is made again. */
  static final int SCHEMA = 1;

  static final String SEQUENCE = "seq";
  private static final String TIME = "at";
  private static final String PORT = "port";

  private static final JournalCondition[] CONDITIONS = JournalCondition.values();

  private static final InetAddress LOWEST_IPV4 = InetAddress.ofLiteral("0.0.0.0");
  private static final InetAddress HIGHEST_IPV4 = InetAddress.ofLiteral("255.255.255.255");

  private IndexFields() {}

  static Document document(JournalLine line) {
    Document document = new Document();
    document.add(NumericDocValuesField.indexedField(SEQUENCE, line.sequence()));
    document.add(NumericDocValuesField.indexedField(TIME, line.at().toEpochMilli()));
    for (JournalCondition condition : CONDITIONS) {
      condition.terms(
          line, term -> document.add(new StringField(condition.parameter(), term, Store.NO)));
    }
    JournalCondition.addresses(
        line,
        endpoint -> {
          document.add(new InetAddressPoint(JournalCondition.PEER.parameter(), endpoint.address()));
          endpoint.port().ifPresent(port -> document.add(new StringField(PORT, port, Store.NO)));
        });
    return document;
  }

  /** Lines with smaller numbers. */
  static Query before(long sequence) {
    return NumericDocValuesField.newSlowRangeQuery(SEQUENCE, Long.MIN_VALUE, sequence - 1);
  }

  static Query of(JournalQuery query) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    query
        .conditions()
        .forEach(
            (condition, value) -> all.add(of(condition, value, query.subjects()), Occur.FILTER));
    if (query.from().isPresent() || query.until().isPresent()) {
      long from = query.from().map(IndexFields::milliseconds).orElse(Long.MIN_VALUE);
      long until = query.until().map(time -> milliseconds(time) - 1).orElse(Long.MAX_VALUE);
      all.add(NumericDocValuesField.newSlowRangeQuery(TIME, from, until), Occur.FILTER);
    }
    if (query.before() != Long.MAX_VALUE) {
      all.add(before(query.before()), Occur.FILTER);
    }
    BooleanQuery built = all.build();
    return built.clauses().isEmpty() ? new MatchAllDocsQuery() : built;
  }

  /** Lines have milliseconds; a time between two of them is the later one. */
  private static long milliseconds(Instant time) {
    Instant bounded =
        time.isBefore(Instant.ofEpochMilli(Long.MIN_VALUE / 2))
            ? Instant.ofEpochMilli(Long.MIN_VALUE / 2)
            : time.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE / 2))
                ? Instant.ofEpochMilli(Long.MAX_VALUE / 2)
                : time;
    long millis = bounded.toEpochMilli();
    return Instant.ofEpochMilli(millis).isBefore(bounded) ? millis + 1 : millis;
  }

  private static Query of(JournalCondition condition, String value, boolean subjects) {
    return switch (condition.kind()) {
      case TERM, WORDS -> terms(condition, condition.wanted(value));
      case ADDRESS -> addresses(AddressRange.parse(value));
      case ANYWHERE -> {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        JournalCondition.parts(value)
            .forEach(part -> all.add(anywhere(part, subjects), Occur.FILTER));
        yield all.build();
      }
    };
  }

  private static Query anywhere(String part, boolean subjects) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    JournalCondition.anywhere(part, subjects)
        .forEach(condition -> any.add(of(condition, part, subjects), Occur.SHOULD));
    return any.build();
  }

  private static Query terms(JournalCondition condition, List<Wanted> wanted) {
    if (wanted.size() == 1) {
      return term(condition, wanted.getFirst());
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    wanted.stream().distinct().forEach(each -> all.add(term(condition, each), Occur.FILTER));
    return all.build();
  }

  private static Query term(JournalCondition condition, Wanted wanted) {
    Term term = new Term(condition.parameter(), wanted.term());
    return wanted.isBeginning() ? new PrefixQuery(term) : new TermQuery(term);
  }

  private static Query addresses(AddressRange network) {
    Query range = ranges(network);
    Optional<String> port = network.port();
    return port.isEmpty()
        ? range
        : new BooleanQuery.Builder()
            .add(range, Occur.FILTER)
            .add(new TermQuery(new Term(PORT, port.get())), Occur.FILTER)
            .build();
  }

  /**
   * The index has IPv4 addresses among those of IPv6 (RFC 4291 section 2.5.5.2); here they are
   * none.
   */
  private static Query ranges(AddressRange network) {
    InetAddress lowest = network.lowest();
    InetAddress highest = network.highest();
    if (lowest instanceof Inet4Address
        || compare(lowest, LOWEST_IPV4) > 0
        || compare(highest, HIGHEST_IPV4) < 0) {
      return range(lowest, highest);
    }
    return new BooleanQuery.Builder()
        .add(range(lowest, InetAddressPoint.nextDown(LOWEST_IPV4)), Occur.SHOULD)
        .add(range(InetAddressPoint.nextUp(HIGHEST_IPV4), highest), Occur.SHOULD)
        .build();
  }

  private static int compare(InetAddress one, InetAddress other) {
    return Arrays.compareUnsigned(InetAddressPoint.encode(one), InetAddressPoint.encode(other));
  }

  private static Query range(InetAddress lowest, InetAddress highest) {
    return InetAddressPoint.newRangeQuery(JournalCondition.PEER.parameter(), lowest, highest);
  }
}
