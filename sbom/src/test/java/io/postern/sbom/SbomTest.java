package io.postern.sbom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cyclonedx.Version;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.License;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SbomTest {

  private static final Instant DATE = Instant.parse("2026-11-24T00:00:00Z");

  private static final JavaRuntime RUNTIME = new JavaRuntime("A Vendor", "25.0.3+9");

  private static final String PACKAGES =
      """
      {"manifest_version": 1,
       "config": {"name": "postern", "distribution": "debian", "release": "trixie"},
       "packages": [
         {"type": "deb", "name": "zlib1g", "version": "1:1.3.dfsg+really1.3.1-1+b1",
          "architecture": "amd64"},
         {"type": "deb", "name": "base-files", "version": "13.8", "architecture": "amd64"}]}
      """;

  @TempDir Path folder;

  @Test
  void realProduct_isListedWhole() throws Exception {
    Path document = Sbom.write(product(), folder, "1", DATE);
    assertEquals(List.of(), Missing.of(product(), document));
  }

  @Test
  void realProductWithPackages_isValid() throws Exception {
    Files.writeString(folder.resolve("postern_1.manifest"), PACKAGES);
    Path document = Sbom.write(product(), folder, "1", DATE);
    assertEquals(List.of(), problems(document));
  }

  @Test
  void realProduct_hasTheServerWithItsModules() throws Exception {
    Component server = component(bill(product()), "lib/payara/boot.jar");
    assertTrue(
        server.getPurl().startsWith("pkg:maven/fish.payara.extras/payara-micro@6."),
        server.getPurl());
    assertTrue(
        server.getComponents().stream()
            .anyMatch(
                module -> module.getBomRef().equals("lib/payara/deployment-javaee-full.jar")));
  }

  @Test
  void realProduct_hasTheVendoredFileWithVersionLicenceAndHash() throws Exception {
    Component lit = component(bill(product()), "lib/postern.ear!/gateway-web.war!/vendor/lit.js");
    assertEquals("pkg:npm/lit@" + lit.getVersion(), lit.getPurl());
    assertEquals("BSD-3-Clause", lit.getLicenses().getLicenses().getFirst().getId());
    assertEquals(64, lit.getHashes().getFirst().getValue().length());
  }

  /** Advisories are found by package URL; an archive without one has to be put into the list. */
  @Test
  void realProduct_hasPackageUrlsForAllThatIsPublished() throws Exception {
    List<String> without =
        Archive.in(product()).stream()
            .flatMap(Archive::all)
            .filter(archive -> Identity.of(archive).coordinates().isEmpty())
            .map(Archive::path)
            // Parts of Payara, OpenMQ and H2, which come with them and are published nowhere else.
            .filter(
                path ->
                    !path.matches(
                        "lib/payara/boot\\.jar!/__.*|lib/imqjmsra\\.rar!/.*|.*/h2\\.jar!/.*"))
            .toList();
    assertEquals(
        List.of(
            "lib/payara/dtds.jar",
            "lib/payara/jndi-properties.jar",
            "lib/payara/schemas.jar",
            "lib/payara/wrapper.jar"),
        without);
  }

  @Test
  void sameInputs_giveTheSameOctets() throws Exception {
    String first = Files.readString(Sbom.write(product(), folder, "1", DATE));
    String second = Files.readString(Sbom.write(product(), folder, "1", DATE));
    assertEquals(first, second);
  }

  @Test
  void otherDate_givesAnotherSerialNumber() {
    Bom first = parse(Bill.of("1", DATE, RUNTIME, List.of(), List.of()));
    Bom second = parse(Bill.of("1", DATE.plusSeconds(1), RUNTIME, List.of(), List.of()));
    assertTrue(!first.getSerialNumber().equals(second.getSerialNumber()));
  }

  @Test
  void jarInJar_addedAfterwards_isMissing() throws Exception {
    Path product = Files.createDirectory(folder.resolve("product"));
    Files.write(product.resolve("old.jar"), zip("a.txt", "a".getBytes(StandardCharsets.UTF_8)));
    Path document = Sbom.write(product, folder, "1", DATE);
    // Not called a jar: an archive is known by its octets.
    Files.write(product.resolve("new.bin"), zip("lib/inner.jar", zip("b.txt", new byte[1])));
    assertEquals(List.of("new.bin", "new.bin!/lib/inner.jar"), Missing.of(product, document));
  }

  /** Cut at its comma this was taken for Apache-1.0. */
  @Test
  void licenceWithACommaInItsName_isTakenWhole() throws Exception {
    Path product = Files.createDirectory(folder.resolve("product"));
    String manifest = "Manifest-Version: 1.0\nBundle-License: Apache License, Version 2.0\n";
    Files.write(
        product.resolve("a.jar"),
        zip("META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8)));
    Component jar = component(bill(product), "a.jar");
    assertEquals(
        List.of("Apache-2.0"),
        jar.getLicenses().getLicenses().stream().map(License::getId).toList());
  }

  @Test
  void packagesOfTheImage_becomeDebianComponents() throws Exception {
    Path product = Files.createDirectory(folder.resolve("product"));
    Files.writeString(folder.resolve("postern_1.manifest"), PACKAGES);
    Bom bill = parse(Files.readString(Sbom.write(product, folder, "1", DATE)));
    assertEquals(
        List.of(
            "pkg:deb/debian/base-files@13.8?arch=amd64&distro=trixie",
            "pkg:deb/debian/zlib1g@1:1.3.dfsg%2Breally1.3.1-1%2Bb1?arch=amd64&distro=trixie"),
        bill.getComponents().stream()
            .filter(component -> "debian".equals(component.getGroup()))
            .map(component -> component.getPurl().replace("%3A", ":"))
            .toList());
  }

  @Test
  void runtime_isListedWithWhatAdvisoriesAreFoundBy() {
    Component runtime =
        component(parse(Bill.of("1", DATE, RUNTIME, List.of(), List.of())), "runtime");
    assertEquals("A Vendor", runtime.getPublisher());
    assertEquals("pkg:generic/openjdk@25.0.3%2B9", runtime.getPurl());
    assertEquals("cpe:2.3:a:oracle:openjdk:25.0.3:*:*:*:*:*:*:*", runtime.getCpe());
  }

  @Test
  void runtimeOfAJdk_isThatOfItsReleaseFile() throws Exception {
    Files.writeString(
        folder.resolve("release"),
        "IMPLEMENTOR=\"A Vendor\"\nJAVA_RUNTIME_VERSION=\"25.0.3+9-LTS\"\n");
    assertEquals(RUNTIME, JavaRuntime.of(folder));
  }

  @Test
  void runtimeWithoutVersion_isRefused() throws Exception {
    Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"A Vendor\"\n");
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> JavaRuntime.of(folder));
    assertEquals(
        folder.resolve("release") + " does not state JAVA_RUNTIME_VERSION", refused.getMessage());
  }

  private static Path product() {
    Path product = Path.of(System.getProperty("postern.product"));
    assertTrue(Files.exists(product.resolve("lib/launcher.jar")), "./postern build comes first");
    return product;
  }

  private static Bom bill(Path product) {
    return parse(Bill.of("1", DATE, RUNTIME, Archive.in(product), List.of()));
  }

  private static Bom parse(String document) {
    try {
      return new JsonParser().parse(document.getBytes(StandardCharsets.UTF_8));
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> problems(Path document) throws IOException {
    return new JsonParser()
        .validate(document.toFile(), Version.VERSION_16).stream()
            .map(ParseException::getMessage)
            .toList();
  }

  private static Component component(Bom bill, String ref) {
    return find(bill.getComponents(), ref);
  }

  private static Component find(List<Component> components, String ref) {
    return components.stream()
        .filter(component -> ref.startsWith(component.getBomRef()))
        .map(
            component ->
                component.getBomRef().equals(ref)
                    ? component
                    : find(component.getComponents(), ref))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no component " + ref));
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(octets)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
    }
    return octets.toByteArray();
  }
}
