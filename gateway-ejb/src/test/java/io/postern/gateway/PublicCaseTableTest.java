package io.postern.gateway;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page docs/public-cases.md names the tests and files that there are, and all of the files. */
class PublicCaseTableTest {

  private static final Path CHECKOUT = Path.of(System.getProperty("basedir", "")).resolve("..");
  private static final Path RESOURCES = CHECKOUT.resolve("gateway-ejb/src/test/resources");
  private static final Path DIALOGUES = RESOURCES.resolve("dialogues");
  private static final Path HOPS = RESOURCES.resolve("io/postern/gateway/delivery");
  private static final List<Path> GIVEN =
      List.of(
          DIALOGUES,
          HOPS.resolve("given"),
          CHECKOUT.resolve("arquillian-tests/src/test/public-cases"),
          CHECKOUT.resolve("gateway-web/src/test/resources/io/postern/gateway/web/api"));
  private static final List<Path> OWN = List.of(DIALOGUES.resolve("own"), HOPS.resolve("own"));

  /** Files of a case begin with its number. */
  private static final Pattern FILE = Pattern.compile("(\\d+).*\\.(smtp|eml|hop|war|json\\.txt)");

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  /** The cells of each row that begins with a number. */
  private static List<String[]> rows() throws IOException {
    return Files.readString(CHECKOUT.resolve("docs/public-cases.md"))
        .lines()
        .filter(line -> line.matches("\\| \\d.*"))
        .map(line -> line.substring(1).split("\\|"))
        .toList();
  }

  private static List<String[]> given() throws IOException {
    return rows().stream().filter(cells -> cells.length > 3).toList();
  }

  private static List<String[]> further() throws IOException {
    return rows().stream().filter(cells -> cells.length <= 3).toList();
  }

  private static List<String> quoted(String cell) {
    return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
  }

  private static String number(String text) {
    return text.strip().replaceFirst("\\D.*", "");
  }

  private static Map<String, SortedSet<String>> named(List<String[]> rows, int column) {
    Map<String, SortedSet<String>> named = new TreeMap<>();
    rows.forEach(cells -> named.put(number(cells[0]), new TreeSet<>(quoted(cells[column]))));
    return named;
  }

  private static Map<String, SortedSet<String>> files(List<Path> folders) throws IOException {
    Map<String, SortedSet<String>> files = new TreeMap<>();
    for (Path folder : folders) {
      try (Stream<Path> found = Files.list(folder)) {
        found
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> FILE.matcher(name).matches())
            .forEach(name -> files.computeIfAbsent(number(name), key -> new TreeSet<>()).add(name));
      }
    }
    return files;
  }

  @Test
  void everyFileOfACaseStandsInItsRow() throws IOException {
    assertEquals(files(GIVEN), named(given(), 2));
    assertEquals(files(OWN), named(further(), 1));
  }

  @Test
  void everyCaseStandsOnce() throws IOException {
    List<String> numbers = given().stream().map(cells -> number(cells[0])).toList();
    assertEquals(numbers.stream().distinct().toList(), numbers);
    assertEquals(69, numbers.size());
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> sources = testSources();
    List<String> missing = new ArrayList<>();
    for (String[] cells : given()) {
      List<String> tests = quoted(cells[3]);
      if (tests.isEmpty()) {
        missing.add(cells[0] + "has no test");
      }
      for (String test : tests) {
        String[] parts = test.split("\\.");
        String source = sources.getOrDefault(parts[0], "");
        if (!source.contains(parts.length == 1 ? "class " + parts[0] : " " + parts[1] + "(")) {
          missing.add(test);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  /** How many disclaimers each content gets is said of all, and of none that is not there. */
  @Test
  void everyContentHasItsNumberOfDisclaimers() throws IOException {
    for (Path folder : List.of(DIALOGUES, DIALOGUES.resolve("own"))) {
      assertEquals(
          names(folder, ".eml"),
          firstCells(folder.resolve("disclaimers.txt"), " \\|"),
          folder.toString());
    }
  }

  @Test
  void everyFurtherNextHopHasItsExpectation() throws IOException {
    Path own = HOPS.resolve("own");
    assertEquals(names(own, ".hop"), firstCells(own.resolve("expected.csv"), ","));
  }

  private static SortedSet<String> names(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(suffix))
          .map(name -> name.substring(0, name.length() - suffix.length()))
          .collect(toCollection(TreeSet::new));
    }
  }

  private static SortedSet<String> firstCells(Path table, String divider) throws IOException {
    return Files.readAllLines(table, StandardCharsets.US_ASCII).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(divider)[0])
        .collect(toCollection(TreeSet::new));
  }

  /** By the name of the class. */
  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module : List.of("gateway-ejb", "gateway-web", "arquillian-tests")) {
      try (Stream<Path> files = Files.walk(CHECKOUT.resolve(module).resolve("src/test/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> sources.put(className(file), read(file)));
      }
    }
    return sources;
  }

  private static String className(Path file) {
    return String.valueOf(file.getFileName()).replace(".java", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
