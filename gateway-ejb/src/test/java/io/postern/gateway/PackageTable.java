package io.postern.gateway;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The table of docs/packages.md: its only reading, so that the document is the rule.
 *
 * @param base package below which they are
 * @param rows by package, in the table's order
 */
record PackageTable(String base, Map<String, Row> rows) {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final String HEADING = "| package | may use | imports only here |";
  private static final String FILE_WRITING = "file writing";

  private static final Set<String> WRITING_TYPES =
      Set.of(
          "java.io.FileOutputStream",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.nio.channels.FileChannel",
          "java.nio.channels.AsynchronousFileChannel");
  private static final Pattern WRITING_METHODS =
      Pattern.compile(
          "java\\.nio\\.file\\.Files\\.(write|create|delete|move|copy|set|newOutput|newByte"
              + "|newBufferedWriter)\\w*"
              + "|java\\.io\\.File\\.(create|delete|mkdir|rename|set)\\w*");

  /**
   * One row.
   *
   * @param mayUse names of packages
   * @param everything whether all may be used
   * @param alone prefixes of packages that no other one imports
   * @param writesFiles whether it may
   */
  record Row(
      String name,
      List<String> mayUse,
      boolean everything,
      List<String> alone,
      boolean writesFiles) {}

  static PackageTable parse(String base, String markdown) {
    Map<String, Row> rows = new LinkedHashMap<>();
    List<String> lines = markdown.lines().toList();
    int heading = lines.indexOf(HEADING);
    if (heading < 0) {
      throw new IllegalArgumentException("no table with the heading " + HEADING);
    }
    for (String line : lines.subList(heading + 2, lines.size())) {
      if (!line.startsWith("|")) {
        break;
      }
      String[] cells = line.split("\\|", -1);
      Row row =
          new Row(
              codes(cells[1]).getFirst(),
              codes(cells[2]),
              cells[2].strip().equals("everything"),
              codes(cells[3]),
              cells[3].contains(FILE_WRITING));
      rows.put(row.name(), row);
    }
    return new PackageTable(base, rows);
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map((MatchResult m) -> m.group(1)).toList();
  }

  /** Everything that contradicts the table, in itself or in the classes; empty when all is well. */
  List<String> violations(JavaClasses classes) {
    List<String> violations = new ArrayList<>(cycles());
    Set<String> found = new TreeSet<>();
    for (JavaClass each : classes) {
      Optional<String> name = rowOf(each);
      if (name.isPresent()) {
        Row row = rows.get(name.get());
        if (row == null) {
          found.add(name.get() + " has no row");
        } else {
          found.addAll(violations(each, row));
        }
      }
    }
    violations.addAll(found);
    return violations;
  }

  /** Packages that may use themselves by way of others. */
  private List<String> cycles() {
    List<String> violations = new ArrayList<>();
    for (Row row : rows.values()) {
      if (reached(row).contains(row.name())) {
        violations.add(row.name() + " may use itself by way of others");
      }
    }
    return violations;
  }

  private Set<String> reached(Row from) {
    Set<String> reached = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(from.mayUse());
    while (!open.isEmpty()) {
      String next = open.pop();
      Row row = rows.get(next);
      if (reached.add(next) && row != null) {
        open.addAll(row.mayUse());
      }
    }
    return reached;
  }

  private List<String> violations(JavaClass each, Row row) {
    List<String> violations = new ArrayList<>();
    for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass().getBaseComponentType();
      Optional<String> used = rowOf(target).filter(name -> !name.equals(row.name()));
      if (used.isPresent() && !row.everything() && !row.mayUse().contains(used.get())) {
        violations.add(row.name() + " uses " + used.get() + " in " + each.getSimpleName());
      }
      ownerOf(target.getPackageName())
          .filter(owner -> !isOwner(row, target.getPackageName()))
          .ifPresent(
              owner ->
                  violations.add(
                      "%s imports %s in %s, as only %s may"
                          .formatted(
                              row.name(), target.getName(), each.getSimpleName(), owner.name())));
    }
    if (!row.writesFiles()) {
      for (JavaAccess<?> access : each.getAccessesFromSelf()) {
        String owner = access.getTargetOwner().getName();
        if (WRITING_TYPES.contains(owner)
            || WRITING_METHODS.matcher(owner + "." + access.getName()).matches()) {
          violations.add(
              "%s writes files in %s (%s.%s)"
                  .formatted(row.name(), each.getSimpleName(), owner, access.getName()));
        }
      }
    }
    return violations;
  }

  private Optional<Row> ownerOf(String packageName) {
    return rows.values().stream().filter(row -> isOwner(row, packageName)).findFirst();
  }

  private static boolean isOwner(Row row, String packageName) {
    return row.alone().stream()
        .anyMatch(p -> packageName.equals(p) || packageName.startsWith(p + "."));
  }

  private Optional<String> rowOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(base + ".")
        ? Optional.of(name.substring(base.length() + 1))
        : Optional.empty();
  }
}
