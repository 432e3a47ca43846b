package io.postern.gateway.callout.cdi;

import io.postern.text.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Classes that CDI looks at together: {@code WEB-INF/classes}, or a jar. Answers which of them
 * would become beans, because an observer method of any other class is never called (Jakarta CDI
 * 4.0 section 2.9.1).
 */
final class BeanRoot {

  private static final Set<String> BEAN_DEFINING =
      Set.of(
          "Ljakarta/enterprise/context/ApplicationScoped;",
          "Ljakarta/enterprise/context/RequestScoped;",
          "Ljakarta/enterprise/context/SessionScoped;",
          "Ljakarta/enterprise/context/ConversationScoped;",
          "Ljakarta/enterprise/context/Dependent;",
          "Ljakarta/interceptor/Interceptor;",
          "Ljakarta/enterprise/inject/Model;",
          "Ljakarta/ejb/Stateless;",
          "Ljakarta/ejb/Stateful;",
          "Ljakarta/ejb/Singleton;");
  private static final Set<String> MAKE_DEFINING =
      Set.of("Ljakarta/enterprise/context/NormalScope;", "Ljakarta/enterprise/inject/Stereotype;");

  private final Map<String, ScannedClass> classes = new HashMap<>();
  private String mode = "annotated";

  void add(ScannedClass scanned) {
    classes.put(scanned.name(), scanned);
  }

  /**
   * Takes the archive's {@code beans.xml} into account.
   *
   * @throws ArchiveRefused when its discovery mode is none
   */
  void beansXml(String path, byte[] octets) {
    if (new String(octets, StandardCharsets.ISO_8859_1).isBlank()) {
      return;
    }
    Map<String, String> attributes = Descriptor.read(path, octets).attributes();
    String stated = attributes.get("bean-discovery-mode");
    if (stated == null) {
      mode = attributes.containsKey("version") ? "annotated" : "all";
    } else if (List.of("all", "annotated", "none").contains(stated)) {
      mode = stated;
    } else {
      throw new ArchiveRefused(
          path + " is a broken descriptor (bean-discovery-mode " + Shown.of(stated) + ")");
    }
  }

  /** Classes that have an observer method of a Postern event, bean or not. */
  List<ScannedClass> observers() {
    return classes.values().stream().filter(scanned -> !scanned.observed().isEmpty()).toList();
  }

  /** The events whose observer methods CDI would find. */
  Set<String> observedByBeans(Set<String> definingOfSite) {
    Set<String> observed = new HashSet<>();
    for (ScannedClass scanned : classes.values()) {
      if (isBean(scanned, definingOfSite)) {
        withParents(scanned).forEach(found -> observed.addAll(found.observed()));
      }
    }
    return observed;
  }

  /** Descriptors of scopes and stereotypes that the archive itself brings. */
  Set<String> definedHere() {
    Set<String> defined = new HashSet<>();
    for (ScannedClass scanned : classes.values()) {
      if (scanned.annotations().stream().anyMatch(MAKE_DEFINING::contains)) {
        defined.add("L" + scanned.name().replace('.', '/') + ";");
      }
    }
    return defined;
  }

  private boolean isBean(ScannedClass scanned, Set<String> definingOfSite) {
    return scanned.concrete()
        && switch (mode) {
          case "all" -> true;
          case "none" -> false;
          default ->
              scanned.annotations().stream()
                  .anyMatch(a -> BEAN_DEFINING.contains(a) || definingOfSite.contains(a));
        };
  }

  private List<ScannedClass> withParents(ScannedClass scanned) {
    List<ScannedClass> found = new ArrayList<>();
    Optional<ScannedClass> next = Optional.of(scanned);
    while (next.isPresent() && !found.contains(next.get())) {
      found.add(next.get());
      next = next.get().parent().map(classes::get);
    }
    return found;
  }
}
