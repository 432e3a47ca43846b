package io.postern.tests;

import io.postern.tests.DataHarm.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What may happen to a data folder: one file of each kind and each folder, alone and every two of
 * them. As a start takes seconds, several pairs share one: a case of ten harms holds 45 pairs. Of
 * what knows the same, no third is harmed.
 *
 * <p>Something else in a file's place comes alone only, and every two files of what is known of
 * mail are harmed by StoresDamageTest of gateway-ejb, without the server.
 */
final class DamageCases {

  private static final int AT_ONCE = 10;

  /**
   * What is known of mail, and of extensions and users; from a pair the third tells what is lost.
   */
  private static final Pattern OF_MAIL = Pattern.compile("spool|journal|last-known");

  private static final List<Pattern> WITNESSES =
      List.of(OF_MAIL, Pattern.compile("db|deployed-extensions|extensions"));

  private final Path data;

  DamageCases(Path data) {
    this.data = data;
  }

  private record Pair(DataHarm first, DataHarm second) {}

  /** A few of which each costs mail, users or extensions. */
  List<List<DataHarm>> some() throws IOException {
    String oldest = all("spool/segments", ".seg").getFirst();
    String newest = all("spool/segments", ".seg").getLast();
    return List.of(
        List.of(
            new DataHarm(oldest, Kind.DELETED),
            new DataHarm("tls/admin.p12", Kind.EMPTIED),
            new DataHarm(all("db-copies", ".gz").getLast(), Kind.CUT)),
        List.of(new DataHarm("spool", Kind.DELETED), new DataHarm("db", Kind.DELETED)),
        // After the loss is accepted something else is in the way.
        List.of(new DataHarm("spool", Kind.DELETED), new DataHarm("journal", Kind.DANGLING)),
        List.of(
            new DataHarm(newest, Kind.DELETED),
            new DataHarm(all("journal", ".jsonl").getLast(), Kind.CUT),
            new DataHarm("deployed-extensions", Kind.CHANGED)),
        List.of(
            new DataHarm(all("spool/content", "").getLast(), Kind.CHANGED),
            new DataHarm("journal", Kind.DELETED),
            new DataHarm("extensions", Kind.DELETED)));
  }

  /** Each alone. */
  List<DataHarm> single() throws IOException {
    List<DataHarm> harms = new ArrayList<>();
    for (String file : files()) {
      for (Kind kind : Kind.values()) {
        harms.add(new DataHarm(file, kind));
      }
    }
    for (String folder : folders()) {
      for (Kind kind : EnumSet.of(Kind.DELETED, Kind.REPLACED, Kind.DANGLING)) {
        harms.add(new DataHarm(folder, kind));
      }
    }
    return harms;
  }

  /** Every two of those in at least one case. */
  List<List<DataHarm>> pairs() throws IOException {
    List<DataHarm> harms =
        single().stream()
            .filter(harm -> harm.kind() != Kind.REPLACED && harm.kind() != Kind.DANGLING)
            .toList();
    Set<String> folders = Set.copyOf(folders());
    Set<Pair> open = new HashSet<>();
    for (int i = 0; i < harms.size(); i++) {
      for (int k = i + 1; k < harms.size(); k++) {
        boolean isElsewhere =
            Stream.of(harms.get(i).file(), harms.get(k).file())
                .allMatch(file -> OF_MAIL.matcher(file).lookingAt() && !folders.contains(file));
        if (areApart(harms.get(i), harms.get(k)) && !isElsewhere) {
          open.add(new Pair(harms.get(i), harms.get(k)));
        }
      }
    }
    List<List<DataHarm>> cases = new ArrayList<>();
    while (!open.isEmpty()) {
      cases.add(next(harms, open));
    }
    return cases;
  }

  /** Takes the harm that closes most pairs with those taken, again and again. */
  private static List<DataHarm> next(List<DataHarm> harms, Set<Pair> open) {
    List<DataHarm> taken = new ArrayList<>();
    while (taken.size() < AT_ONCE) {
      DataHarm best = null;
      long most = 0;
      for (DataHarm harm : harms) {
        if (taken.stream().allMatch(other -> areApart(harm, other)) && isNoThird(harm, taken)) {
          long closed = closed(harm, taken, harms, open);
          if (closed > most) {
            most = closed;
            best = harm;
          }
        }
      }
      if (best == null) {
        break;
      }
      taken.add(best);
    }
    open.removeIf(pair -> taken.contains(pair.first()) && taken.contains(pair.second()));
    return taken;
  }

  private static long closed(
      DataHarm harm, List<DataHarm> taken, List<DataHarm> harms, Set<Pair> open) {
    return (taken.isEmpty() ? harms : taken)
        .stream()
            .filter(
                other ->
                    open.contains(new Pair(harm, other)) || open.contains(new Pair(other, harm)))
            .count();
  }

  private static boolean areApart(DataHarm harm, DataHarm other) {
    return !harm.isWithin(other) && !other.isWithin(harm);
  }

  /** Whether no more than two of what knows the same of mail or of extensions are harmed. */
  private static boolean isNoThird(DataHarm harm, List<DataHarm> taken) {
    return WITNESSES.stream()
        .filter(same -> same.matcher(harm.file()).lookingAt())
        .allMatch(
            same ->
                taken.stream().filter(other -> same.matcher(other.file()).lookingAt()).count() < 2);
  }

  /** One of each kind; of the segments the oldest and the newest. */
  private List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    files.add(all("spool/segments", ".seg").getFirst());
    files.add(all("spool/segments", ".seg").getLast());
    files.add(all("spool/content", "").getLast());
    files.add(all("journal", ".jsonl").getLast());
    files.add(all("journal", ".unfinished").getLast());
    files.add(all("journal/positions", "").getLast());
    files.add(all("db", ".mv.db").getLast());
    files.add(all("db-copies", ".gz").getLast());
    files.add(all("extensions", ".war").getLast());
    files.add(all("broker", "destination").getFirst());
    try (Stream<Path> rest = Files.list(data)) {
      rest.filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("postern.yaml") && !name.equals("told.txt"))
          .sorted()
          .forEach(files::add);
    }
    files.add("tls/admin.p12");
    files.add("log/server.log");
    return files;
  }

  private List<String> folders() throws IOException {
    try (Stream<Path> all = Files.list(data)) {
      return Stream.concat(
              all.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()),
              Stream.of("spool/segments", "spool/content", "journal/positions"))
          .sorted()
          .toList();
    }
  }

  private List<String> all(String folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> data.relativize(file).toString())
          .filter(name -> name.endsWith(end) && !name.contains("spare-"))
          .sorted()
          .toList();
    }
  }
}
