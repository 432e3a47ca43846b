package io.postern.baseline;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.model.JApiChangeStatus;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiCompatibilityChangeType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What breaks users of an API that were built with an older one. */
final class ApiComparison {

  /** Only the gateway implements the API's interfaces. */
  private static final Set<JApiCompatibilityChangeType> ALLOWED =
      Set.of(
          JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE,
          JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_IN_IMPLEMENTED_INTERFACE);

  private ApiComparison() {}

  /** The changes that are not compatible, each as class, member and kind; sorted. */
  static List<String> incompatibilities(Path older, Path newer) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    // Annotations' own classes are not needed to compare.
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    List<String> found = new ArrayList<>();
    for (JApiClass type :
        new JarArchiveComparator(options)
            .compare(
                new JApiCmpArchive(older.toFile(), "older"),
                new JApiCmpArchive(newer.toFile(), "newer"))) {
      String name = type.getFullyQualifiedName();
      add(type, name, found);
      if (type.getChangeStatus() == JApiChangeStatus.REMOVED) {
        continue;
      }
      add(type.getSuperclass(), name, found);
      type.getInterfaces().forEach(each -> add(each, name, found));
      type.getFields().forEach(each -> add(each, name + "." + each.getName(), found));
      type.getConstructors().forEach(each -> add(each, name + ".<init>", found));
      type.getMethods().forEach(each -> add(each, name + "." + each.getName(), found));
    }
    found.sort(null);
    return found;
  }

  private static void add(JApiCompatibility changed, String name, List<String> to) {
    for (JApiCompatibilityChange change : changed.getCompatibilityChanges()) {
      if (!(change.isBinaryCompatible() && change.isSourceCompatible())
          && !ALLOWED.contains(change.getType())) {
        to.add(name + ": " + change.getType());
      }
    }
  }
}
