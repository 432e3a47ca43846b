package io.postern.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packages are as docs/packages.md says; and what is not would be seen. */
class PackageTableTest {

  private static final String BASE = "io.postern.gateway";
  private static final String FIXTURE = "io.postern.packagefixture";

  private static PackageTable table() throws IOException {
    Path module = Path.of(System.getProperty("basedir", ""));
    return PackageTable.parse(BASE, Files.readString(module.resolve("../docs/packages.md")));
  }

  private static JavaClasses packages() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(BASE);
  }

  @Test
  void packagesKeepToTheTable() throws IOException {
    JavaClasses classes = packages();
    assertFalse(classes.isEmpty());
    assertEquals(List.of(), table().violations(classes));
  }

  @Test
  void everyKindOfViolationIsSeen() {
    PackageTable table =
        PackageTable.parse(
            FIXTURE,
            """
            | package | may use | imports only here |
            | --- | --- | --- |
            | `front` | | `jakarta.jms` |
            | `back` | `middle` | |
            | `middle` | `back` | |
            """);
    JavaClasses classes = new ClassFileImporter().importPackages(FIXTURE);
    assertEquals(
        List.of(
            "back may use itself by way of others",
            "middle may use itself by way of others",
            "back imports jakarta.jms.Message in Archive, as only front may",
            "back writes files in Archive (java.io.FileOutputStream.<init>)",
            "back writes files in Archive (java.nio.file.Files.deleteIfExists)",
            "front uses back in Desk",
            "unlisted has no row"),
        table.violations(classes));
  }

  @Test
  void whatTheTableAllowsIsNoViolation() {
    PackageTable table =
        PackageTable.parse(
            FIXTURE,
            """
            | package | may use | imports only here |
            | --- | --- | --- |
            | `front` | `back` | |
            | `back` | | `jakarta.jms`, file writing |
            | `unlisted` | | |
            """);
    JavaClasses classes = new ClassFileImporter().importPackages(FIXTURE);
    assertEquals(List.of(), table.violations(classes));
  }
}
