package io.postern.sbom;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * What an archive says it is: the Maven descriptor in it, else its manifest together with the list
 * of those that carry no descriptor ({@code coordinates.properties}), else no more than its name.
 *
 * @param name the artifact's, the bundle's or the file's
 * @param version empty where it states none
 * @param coordinates where known
 * @param licence as the manifest states it
 * @param merged artifacts whose classes were put into this archive
 */
record Identity(
    String name,
    Optional<String> version,
    Optional<Coordinates> coordinates,
    Optional<String> licence,
    List<Coordinates> merged) {

  private static final Properties WITHOUT_DESCRIPTOR = withoutDescriptor();

  static Identity of(Archive archive) {
    Attributes manifest = manifest(archive);
    Optional<String> bundle =
        attribute(manifest, "Bundle-SymbolicName").map(name -> name.split(";", 2)[0].strip());
    Optional<String> version =
        attribute(manifest, "Implementation-Version")
            .map(text -> text.split(" ", 2)[0])
            .filter(text -> text.matches("\\d+(\\..*)?"))
            .or(() -> attribute(manifest, "Bundle-Version"))
            .or(() -> serverVersion(archive));
    List<Coordinates> described = described(archive);
    Optional<Coordinates> own =
        described.size() == 1
            ? Optional.of(described.getFirst())
            : described.stream().filter(c -> isNameOf(c, archive, bundle)).findFirst();
    List<Coordinates> merged = new ArrayList<>(described);
    own.ifPresent(merged::remove);
    Optional<Coordinates> coordinates =
        own.or(
            () ->
                listed(archive.path())
                    .or(() -> bundle.flatMap(Identity::listed))
                    .or(() -> attribute(manifest, "Implementation-Title").flatMap(Identity::listed))
                    .flatMap(
                        ga ->
                            version.map(
                                v -> new Coordinates(ga.split(":")[0], ga.split(":")[1], v))));
    return new Identity(
        coordinates.map(Coordinates::artifact).or(() -> bundle).orElse(archive.baseName()),
        coordinates.map(Coordinates::version).or(() -> version),
        coordinates,
        attribute(manifest, "Bundle-License"),
        merged);
  }

  private static boolean isNameOf(Coordinates c, Archive archive, Optional<String> bundle) {
    return c.artifact().equals(archive.baseName())
        || bundle.filter(name -> name.equals(c.group() + "." + c.artifact())).isPresent();
  }

  private static List<Coordinates> described(Archive archive) {
    List<Coordinates> described = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : archive.metadata().entrySet()) {
      if (entry.getKey().endsWith("/pom.properties")) {
        Properties p = properties(new ByteArrayInputStream(entry.getValue()));
        described.add(
            new Coordinates(
                p.getProperty("groupId"), p.getProperty("artifactId"), p.getProperty("version")));
      }
    }
    return described;
  }

  /** Payara's boot jar states its version in the file that brands the server. */
  private static Optional<String> serverVersion(Archive archive) {
    return archive.metadata().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("glassfish-version.properties"))
        .map(entry -> properties(new ByteArrayInputStream(entry.getValue())))
        .map(
            p ->
                String.join(
                    ".",
                    p.getProperty("major_version"),
                    p.getProperty("minor_version"),
                    p.getProperty("update_version")))
        .findFirst();
  }

  private static Attributes manifest(Archive archive) {
    byte[] octets = archive.metadata().get("META-INF/MANIFEST.MF");
    if (octets == null) {
      return new Attributes();
    }
    try {
      return new Manifest(new ByteArrayInputStream(octets)).getMainAttributes();
    } catch (IOException e) {
      throw new UncheckedIOException("manifest of " + archive.path(), e);
    }
  }

  private static Optional<String> attribute(Attributes manifest, String name) {
    return Optional.ofNullable(manifest.getValue(name)).map(String::strip);
  }

  private static Optional<String> listed(String key) {
    return Optional.ofNullable(WITHOUT_DESCRIPTOR.getProperty(key));
  }

  private static Properties withoutDescriptor() {
    InputStream list = Identity.class.getResourceAsStream("coordinates.properties");
    if (list == null) {
      throw new IllegalStateException("coordinates.properties is not beside the classes");
    }
    return properties(list);
  }

  private static Properties properties(InputStream text) {
    try (text) {
      Properties properties = new Properties();
      properties.load(text);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
