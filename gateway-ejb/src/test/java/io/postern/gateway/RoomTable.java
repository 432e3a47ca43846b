package io.postern.gateway;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The table of docs/rooms.md: its only reading, so that the document is the rule.
 *
 * @param base package below which the rooms are
 * @param rooms by name, in the table's order
 */
record RoomTable(String base, Map<String, Room> rooms) {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final String HEADING = "| room | may use | imports only here |";
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
   * @param mayUse names of rooms
   * @param everything whether all rooms may be used
   * @param alone prefixes of packages that no other room imports
   * @param writesFiles whether the room may
   */
  record Room(
      String name,
      List<String> mayUse,
      boolean everything,
      List<String> alone,
      boolean writesFiles) {}

  static RoomTable parse(String base, String markdown) {
    Map<String, Room> rooms = new LinkedHashMap<>();
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
      Room room =
          new Room(
              codes(cells[1]).getFirst(),
              codes(cells[2]),
              cells[2].strip().equals("everything"),
              codes(cells[3]),
              cells[3].contains(FILE_WRITING));
      rooms.put(room.name(), room);
    }
    return new RoomTable(base, rooms);
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map((MatchResult m) -> m.group(1)).toList();
  }

  /** Everything that contradicts the table, in itself or in the classes; empty when all is well. */
  List<String> violations(JavaClasses classes) {
    List<String> violations = new ArrayList<>(upward());
    Set<String> found = new TreeSet<>();
    for (JavaClass each : classes) {
      Optional<String> name = roomOf(each);
      if (name.isPresent()) {
        Room room = rooms.get(name.get());
        if (room == null) {
          found.add(name.get() + " has no row");
        } else {
          found.addAll(violations(each, room));
        }
      }
    }
    violations.addAll(found);
    return violations;
  }

  /** Without it there is a cycle or a call upstream. */
  private List<String> upward() {
    List<String> order = List.copyOf(rooms.keySet());
    List<String> violations = new ArrayList<>();
    for (Room room : rooms.values()) {
      for (String used : room.mayUse()) {
        if (order.indexOf(used) <= order.indexOf(room.name())) {
          violations.add(room.name() + " may use " + used + ", which is not further down");
        }
      }
    }
    return violations;
  }

  private List<String> violations(JavaClass each, Room room) {
    List<String> violations = new ArrayList<>();
    for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass().getBaseComponentType();
      Optional<String> used = roomOf(target).filter(name -> !name.equals(room.name()));
      if (used.isPresent() && !room.everything() && !room.mayUse().contains(used.get())) {
        violations.add(room.name() + " uses " + used.get() + " in " + each.getSimpleName());
      }
      ownerOf(target.getPackageName())
          .filter(owner -> !owner.equals(room))
          .ifPresent(
              owner ->
                  violations.add(
                      "%s imports %s in %s, as only %s may"
                          .formatted(
                              room.name(), target.getName(), each.getSimpleName(), owner.name())));
    }
    if (!room.writesFiles()) {
      for (JavaAccess<?> access : each.getAccessesFromSelf()) {
        String owner = access.getTargetOwner().getName();
        if (WRITING_TYPES.contains(owner)
            || WRITING_METHODS.matcher(owner + "." + access.getName()).matches()) {
          violations.add(
              "%s writes files in %s (%s.%s)"
                  .formatted(room.name(), each.getSimpleName(), owner, access.getName()));
        }
      }
    }
    return violations;
  }

  private Optional<Room> ownerOf(String packageName) {
    return rooms.values().stream()
        .filter(
            room ->
                room.alone().stream()
                    .anyMatch(p -> packageName.equals(p) || packageName.startsWith(p + ".")))
        .findFirst();
  }

  private Optional<String> roomOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(base + ".")
        ? Optional.of(name.substring(base.length() + 1))
        : Optional.empty();
  }
}
