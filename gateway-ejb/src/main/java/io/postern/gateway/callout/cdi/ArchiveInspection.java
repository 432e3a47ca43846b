package io.postern.gateway.callout.cdi;

import io.postern.text.Shown;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Looks into an archive before anything of it is deployed or loaded, and refuses what would not
 * work or would harm the gateway. One inspection per object.
 */
final class ArchiveInspection {

  /** The level of the extension API this gateway has; manifests may name the one they need. */
  static final int API_LEVEL = 1;

  private static final String API_ATTRIBUTE = "Postern-Api";
  private static final Set<String> API_FOLDERS =
      Set.of("mail", "session", "validation", "manipulation", "logging", "spi", "gateway");

  private final String name;
  private final Path scratch;
  private final Budget budget;
  private final RefusalReasons reasons = new RefusalReasons();
  private final List<BeanRoot> roots = new ArrayList<>();

  /**
   * @param name of the extension
   * @param scratch folder for bundled jars while they are looked into
   */
  ArchiveInspection(String name, Path scratch, ArchiveLimits limits) {
    this.name = name;
    this.scratch = scratch;
    this.budget = new Budget(limits);
  }

  /**
   * @throws ArchiveRefused with every reason found
   */
  InspectedArchive inspect(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<ZipEntry> files = EntryNames.files(zip, budget);
      boolean war = files.stream().anyMatch(file -> file.getName().startsWith("WEB-INF/"));
      requireExtension(files);
      BeanRoot root = newRoot();
      for (ZipEntry file : files) {
        look(zip, file, war, root);
      }
      requireObservers();
      if (!reasons.isEmpty()) {
        throw new ArchiveRefused(reasons.sentences());
      }
      return new InspectedArchive(war, new TreeSet<>(observed()));
    } catch (ZipException e) {
      throw new ArchiveRefused(
          "is not a readable archive (" + Shown.of(String.valueOf(e.getMessage()), 200) + ")");
    }
  }

  private static void requireExtension(List<ZipEntry> files) {
    for (ZipEntry file : files) {
      switch (file.getName()) {
        case "META-INF/application.xml" ->
            throw new ArchiveRefused("is an EAR; an extension is a WAR or a jar");
        case "META-INF/ra.xml" ->
            throw new ArchiveRefused("is a resource adapter; an extension is a WAR or a jar");
        default -> {}
      }
    }
  }

  private void look(ZipFile zip, ZipEntry file, boolean war, BeanRoot root) throws IOException {
    String path = file.getName();
    if (war && path.startsWith("WEB-INF/lib/") && path.endsWith(".jar")) {
      lookIntoJar(zip, file);
      return;
    }
    byte[] octets = budget.read(zip, file);
    String inRoot =
        !war ? path : path.startsWith("WEB-INF/classes/") ? path.substring(16) : "(not loaded)";
    if (war && path.equals("WEB-INF/beans.xml")) {
      attempt(() -> root.beansXml(path, octets));
    } else if (war && path.startsWith("WEB-INF/") && isDescriptorIn("WEB-INF/", path)) {
      attempt(() -> requireOwnContextRoot(path, Descriptor.read(path, octets)));
    } else {
      lookAtRootFile(path, inRoot, octets, root);
    }
    if (path.equals("META-INF/MANIFEST.MF")) {
      attempt(() -> requireApiLevel(octets));
    }
  }

  private void lookIntoJar(ZipFile zip, ZipEntry file) throws IOException {
    Path copy = Files.createTempFile(scratch, "bundled", ".jar");
    try {
      try (OutputStream out = Files.newOutputStream(copy)) {
        budget.copy(zip, file, out);
      }
      try (ZipFile jar = new ZipFile(copy.toFile())) {
        BeanRoot root = newRoot();
        for (ZipEntry entry : EntryNames.files(jar, budget)) {
          lookAtRootFile(
              file.getName() + "!/" + entry.getName(),
              entry.getName(),
              budget.read(jar, entry),
              root);
        }
      } catch (ZipException e) {
        reasons.add(Shown.of(file.getName(), 200) + " is not a readable jar");
      }
    } finally {
      Files.delete(copy);
    }
  }

  /**
   * @param path for reasons
   * @param inRoot where the class loader sees it
   */
  private void lookAtRootFile(String path, String inRoot, byte[] octets, BeanRoot root) {
    if (inRoot.equals("META-INF/beans.xml")) {
      attempt(() -> root.beansXml(path, octets));
    } else if (isDescriptorIn("META-INF/", inRoot)) {
      attempt(() -> Descriptor.read(path, octets));
    } else if (inRoot.endsWith(".class") && !inRoot.startsWith("META-INF/")) {
      attempt(() -> lookAtClass(path, inRoot, octets, root));
    }
  }

  private void lookAtClass(String path, String inRoot, byte[] octets, BeanRoot root) {
    String shown = Shown.of(path, 200);
    if (inRoot.startsWith("jakarta/")) {
      throw new ArchiveRefused(
          "bundles Jakarta classes, which the server has (" + bundle(path, inRoot) + ")");
    }
    if (inRoot.startsWith("io/postern/") && API_FOLDERS.contains(inRoot.split("/")[2])) {
      throw new ArchiveRefused(
          "bundles the extension API, which the server has (" + bundle(path, inRoot) + ")");
    }
    int version = ScannedClass.version(octets);
    if (version == 0) {
      reasons.addClass(shown, " is a broken class file");
      return;
    }
    if (version > ScannedClass.newestVersion()) {
      reasons.addClass(
          shown,
          " is compiled for Java "
              + (version - 44)
              + "; this server runs Java "
              + Runtime.version().feature());
      return;
    }
    if (ScannedClass.usesPreview(octets)) {
      reasons.addClass(shown, " uses preview features of Java, which are not enabled");
      return;
    }
    if (inRoot.endsWith("module-info.class")) {
      return;
    }
    try {
      root.add(ScannedClass.read(octets));
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      reasons.addClass(shown, " is a broken class file");
    }
  }

  /** The jar, or the folder of classes: one reason each is enough. */
  private static String bundle(String path, String inRoot) {
    int jar = path.indexOf("!/");
    String root = path.substring(0, jar > 0 ? jar : path.length() - inRoot.length());
    return root.isEmpty() ? "in the archive itself" : Shown.of(root.replaceFirst("/$", ""), 200);
  }

  private void requireOwnContextRoot(String path, Descriptor descriptor) {
    descriptor
        .contextRoot()
        .filter(root -> !root.replaceAll("^/+|/+$", "").equals("extensions/" + name))
        .ifPresent(
            root ->
                reasons.add(
                    path
                        + " names the context root "
                        + Shown.of(root)
                        + "; the gateway gives extensions theirs below /extensions, remove it"));
  }

  private void requireApiLevel(byte[] octets) {
    String level;
    try {
      level =
          new Manifest(new ByteArrayInputStream(octets))
              .getMainAttributes()
              .getValue(API_ATTRIBUTE);
    } catch (IOException e) {
      throw new ArchiveRefused("META-INF/MANIFEST.MF is a broken descriptor");
    }
    if (level == null) {
      return;
    }
    try {
      int needed = Integer.parseInt(level.strip());
      if (needed < 1 || needed > API_LEVEL) {
        reasons.add(
            "needs level " + needed + " of the extension API; this gateway has " + API_LEVEL);
      }
    } catch (NumberFormatException e) {
      reasons.add(
          "META-INF/MANIFEST.MF: " + API_ATTRIBUTE + " " + Shown.of(level) + " is no number");
    }
  }

  private void requireObservers() {
    List<ScannedClass> observers =
        roots.stream().flatMap(root -> root.observers().stream()).toList();
    for (ScannedClass observer : observers) {
      for (String event : observer.observed()) {
        if (!isKnown(event)) {
          reasons.addClass(
              Shown.of(observer.name(), 200),
              " observes "
                  + Shown.of(event, 200)
                  + ", which this gateway does not have; it was built for another version");
        }
      }
    }
    if (!reasons.isEmpty()) {
      return;
    }
    if (observers.isEmpty()) {
      reasons.add(
          "has no callout: no method with a parameter annotated @Observes"
              + " of a type in io.postern.validation, manipulation or logging");
    } else if (observed().isEmpty()) {
      reasons.add(
          Shown.of(observers.getFirst().name(), 200)
              + " has callouts but is no bean: annotate it with a scope such as @ApplicationScoped,"
              + " or add a beans.xml with bean-discovery-mode=\"all\"");
    }
  }

  private Set<String> observed() {
    Set<String> defining = new HashSet<>();
    roots.forEach(root -> defining.addAll(root.definedHere()));
    Set<String> observed = new HashSet<>();
    roots.forEach(root -> observed.addAll(root.observedByBeans(defining)));
    return observed;
  }

  private static boolean isKnown(String event) {
    try {
      Class.forName(event, false, ArchiveInspection.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static boolean isDescriptorIn(String folder, String path) {
    return path.startsWith(folder)
        && path.endsWith(".xml")
        && path.indexOf('/', folder.length()) < 0;
  }

  private BeanRoot newRoot() {
    BeanRoot root = new BeanRoot();
    roots.add(root);
    return root;
  }

  /** Keeps the reason and goes on, so that the developer gets all of them. */
  private void attempt(Runnable look) {
    try {
      look.run();
    } catch (ArchiveRefused e) {
      e.reasons().forEach(reasons::add);
    }
  }
}
