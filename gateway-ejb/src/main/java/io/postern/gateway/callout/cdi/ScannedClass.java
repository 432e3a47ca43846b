package io.postern.gateway.callout.cdi;

import java.lang.classfile.Annotation;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What matters of a class file, read without loading it.
 *
 * @param name with dots
 * @param parent name of the class it extends
 * @param concrete neither interface nor abstract
 * @param annotations descriptors of its annotations
 * @param observed names of the Postern events its methods observe
 */
record ScannedClass(
    String name,
    Optional<String> parent,
    boolean concrete,
    Set<String> annotations,
    Set<String> observed) {

  private static final int MAGIC = 0xCAFEBABE;
  private static final String OBSERVES = "Ljakarta/enterprise/event/Observes;";
  private static final Set<String> EVENT_PACKAGES =
      Set.of("io.postern.validation", "io.postern.manipulation", "io.postern.logging");

  /** Version of the class files this Java can load. */
  static int newestVersion() {
    return Runtime.version().feature() + 44;
  }

  /** The major version; 0 when these octets are no class file. */
  static int version(byte[] octets) {
    if (octets.length < 10
        || ((octets[0] & 0xff) << 24
                | (octets[1] & 0xff) << 16
                | (octets[2] & 0xff) << 8
                | (octets[3] & 0xff))
            != MAGIC) {
      return 0;
    }
    return (octets[6] & 0xff) << 8 | (octets[7] & 0xff);
  }

  /** Whether it needs {@code --enable-preview}, which the server does not give. */
  static boolean usesPreview(byte[] octets) {
    return (octets[4] & 0xff) == 0xff && (octets[5] & 0xff) == 0xff;
  }

  /**
   * @throws IllegalArgumentException when the class file is broken
   */
  static ScannedClass read(byte[] octets) {
    ClassModel model = ClassFile.of().parse(octets);
    Set<String> observed = new TreeSet<>();
    for (MethodModel method : model.methods()) {
      observed.addAll(observed(method));
    }
    return new ScannedClass(
        model.thisClass().asInternalName().replace('/', '.'),
        model.superclass().map(parent -> parent.asInternalName().replace('/', '.')),
        !model.flags().has(AccessFlag.INTERFACE) && !model.flags().has(AccessFlag.ABSTRACT),
        model
            .findAttribute(Attributes.runtimeVisibleAnnotations())
            .map(found -> descriptors(found.annotations()))
            .orElse(Set.of()),
        observed);
  }

  private static List<String> observed(MethodModel method) {
    List<String> events = new ArrayList<>();
    method
        .findAttribute(Attributes.runtimeVisibleParameterAnnotations())
        .ifPresent(
            found -> {
              var types = method.methodTypeSymbol().parameterList();
              var annotations = found.parameterAnnotations();
              for (int i = 0; i < Math.min(types.size(), annotations.size()); i++) {
                if (descriptors(annotations.get(i)).contains(OBSERVES)
                    && EVENT_PACKAGES.contains(types.get(i).packageName())) {
                  events.add(types.get(i).packageName() + "." + types.get(i).displayName());
                }
              }
            });
    return events;
  }

  private static Set<String> descriptors(List<Annotation> annotations) {
    return annotations.stream()
        .map(annotation -> annotation.className().stringValue())
        .collect(Collectors.toUnmodifiableSet());
  }
}
