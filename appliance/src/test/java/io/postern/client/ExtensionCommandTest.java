package io.postern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two versions of one archive must be revisions of one extension, not two that run side by side.
 */
class ExtensionCommandTest {

  @ParameterizedTest
  @CsvSource({
    "acme-policy.war, acme-policy",
    "acme-policy-1.war, acme-policy",
    "acme-policy-2.war, acme-policy",
    "acme-policy-1.0.3.war, acme-policy",
    "acme-policy-v2.war, acme-policy",
    "acme-policy_1.4.jar, acme-policy",
    "acme-policy-1.0-SNAPSHOT.war, acme-policy",
    "acme-policy-1-rc1.war, acme-policy",
    "acme-policy-1.0-rc.1.war, acme-policy",
    "acme-policy-2rc3.war, acme-policy",
    "acme-policy-1.0.Final.war, acme-policy",
    "acme-policy-1.0-20261128.101112-3.war, acme-policy",
    "acme-policy-1.2+build.7.war, acme-policy",
    "Acme Policy-20261128.zip, acme-policy",
    "sha-256-check-1.war, sha-256-check",
    "filter-3proxy.war, filter-3proxy",
    "the-final.war, the-final",
    "x2.war, x2",
    "-1.war, extension",
    "---.war, extension",
    "a-name-that-is-longer-than-what-an-extension-may-have.war,"
        + " a-name-that-is-longer-than-what-an-extens",
  })
  void anExtensionIsNamedAsItsFileWithoutVersion(String file, String name) {
    assertEquals(name, ExtensionCommand.nameOf(Path.of(file)));
  }
}
