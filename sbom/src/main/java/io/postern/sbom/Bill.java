package io.postern.sbom;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Evidence;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.component.evidence.Occurrence;
import org.cyclonedx.util.LicenseResolver;

/** The document: CycloneDX 1.6 in JSON. */
final class Bill {

  private static final String SERVER = "lib/payara/boot.jar";
  private static final String SERVER_MODULES = "lib/payara/";

  private Bill() {}

  /** The same arguments give the same text; the serial number is derived from it. */
  static String of(
      String version,
      Instant date,
      JavaRuntime runtime,
      List<Archive> archives,
      List<DebianPackage> packages) {
    Bom bom = new Bom();
    bom.setMetadata(metadata(version, date));
    bom.addComponent(component(runtime));
    for (Archive archive : archives) {
      if (!isServerModule(archive)) {
        Component component = component(archive);
        if (archive.path().equals(SERVER)) {
          archives.stream()
              .filter(Bill::isServerModule)
              .map(Bill::component)
              .forEach(component::addComponent);
        }
        bom.addComponent(component);
      }
    }
    packages.stream().map(Bill::component).forEach(bom::addComponent);
    bom.setSerialNumber(
        "urn:uuid:" + UUID.nameUUIDFromBytes(text(bom).getBytes(StandardCharsets.UTF_8)));
    return text(bom);
  }

  private static String text(Bom bom) {
    try {
      return BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString() + "\n";
    } catch (GeneratorException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Metadata metadata(String version, Instant date) {
    Component product = new Component();
    product.setType(Component.Type.APPLICATION);
    product.setBomRef("postern");
    product.setName("postern");
    product.setVersion(version);
    Metadata metadata = new Metadata();
    metadata.setTimestamp(Date.from(date));
    metadata.setComponent(product);
    return metadata;
  }

  /**
   * Payara Micro ships taken apart: its modules lie beside its boot jar and are listed below it.
   */
  private static boolean isServerModule(Archive archive) {
    return archive.path().startsWith(SERVER_MODULES) && !archive.path().equals(SERVER);
  }

  private static Component component(Archive archive) {
    Identity identity = Identity.of(archive);
    Component component = shipped(archive.path(), archive.sha256());
    component.setType(
        archive.path().equals(SERVER) ? Component.Type.PLATFORM : Component.Type.LIBRARY);
    component.setName(identity.name());
    identity.version().ifPresent(component::setVersion);
    identity
        .coordinates()
        .ifPresent(
            coordinates -> {
              component.setGroup(coordinates.group());
              component.setPurl(coordinates.purl());
            });
    identity.licence().ifPresent(text -> component.setLicenses(licences(text)));
    identity.merged().stream()
        .map(coordinates -> merged(archive.path(), coordinates))
        .forEach(component::addComponent);
    Vendored.in(archive).stream().map(Bill::component).forEach(component::addComponent);
    archive.inner().stream().map(Bill::component).forEach(component::addComponent);
    return component;
  }

  /** Without hash: its classes are in the archive, it is not. */
  private static Component merged(String path, Coordinates coordinates) {
    Component component = new Component();
    component.setType(Component.Type.LIBRARY);
    component.setBomRef(path + "#" + coordinates.group() + ":" + coordinates.artifact());
    component.setGroup(coordinates.group());
    component.setName(coordinates.artifact());
    component.setVersion(coordinates.version());
    component.setPurl(coordinates.purl());
    return component;
  }

  private static Component component(Vendored file) {
    Component component = shipped(file.path(), file.sha256());
    component.setType(Component.Type.LIBRARY);
    component.setName(file.name());
    component.setVersion(file.version());
    component.setPurl(file.purl());
    component.setLicenses(licences(file.licence()));
    return component;
  }

  private static Component component(JavaRuntime runtime) {
    Component component = new Component();
    component.setType(Component.Type.PLATFORM);
    component.setBomRef("runtime");
    component.setPublisher(runtime.vendor());
    component.setName("openjdk");
    component.setVersion(runtime.version());
    component.setPurl(runtime.purl());
    component.setCpe(runtime.cpe());
    return component;
  }

  private static Component component(DebianPackage file) {
    Component component = new Component();
    component.setType(Component.Type.LIBRARY);
    component.setBomRef(file.purl().canonicalize());
    component.setGroup("debian");
    component.setName(file.name());
    component.setVersion(file.version());
    component.setPurl(file.purl());
    return component;
  }

  private static Component shipped(String path, String sha256) {
    Component component = new Component();
    component.setBomRef(path);
    component.addHash(new Hash(Hash.Algorithm.SHA_256, sha256));
    Occurrence occurrence = new Occurrence();
    occurrence.setLocation(path);
    Evidence evidence = new Evidence();
    evidence.addOccurrence(occurrence);
    component.setEvidence(evidence);
    return component;
  }

  /**
   * As a manifest lists them: addresses parted by commas, or one name, with parameters after a
   * semicolon. A name without a version is kept as it is, because the resolver would guess one.
   */
  private static LicenseChoice licences(String text) {
    LicenseChoice choice = new LicenseChoice();
    for (String part : text.split(",(?=\\s*\"?https?:)")) {
      String name = part.split(";", 2)[0].replace("\"", "").strip();
      LicenseChoice known =
          name.matches(".*\\d.*")
              ? LicenseResolver.resolve(name.replaceFirst("(?<=\\d)\\.(txt|html)$", ""), false)
              : null;
      if (known != null && known.getLicenses() != null) {
        known.getLicenses().forEach(choice::addLicense);
      } else if (!name.isEmpty()) {
        License other = new License();
        other.setName(name);
        choice.addLicense(other);
      }
    }
    return choice;
  }
}
