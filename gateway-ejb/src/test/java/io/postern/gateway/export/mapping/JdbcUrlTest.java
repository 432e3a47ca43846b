package io.postern.gateway.export.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JdbcUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:postgresql://db.example.com/audit POSTGRESQL jdbc:postgresql://db.example.com/audit",
        "jdbc:postgresql://a:5432,[::1]:5433/audit POSTGRESQL jdbc:postgresql://a:5432,[::1]:5433/audit",
        "jdbc:mariadb://127.0.0.1:3307/audit MARIADB jdbc:mariadb://127.0.0.1:3307/audit",
        "jdbc:mysql://db/audit MYSQL jdbc:mariadb://db/audit",
        "jdbc:sqlserver://db\\sales:1433 SQLSERVER jdbc:sqlserver://db\\sales:1433",
        "jdbc:oracle:thin:@//db:1521/XEPDB1 ORACLE jdbc:oracle:thin:@//db:1521/XEPDB1",
        "jdbc:h2:mem:audit H2 jdbc:h2:mem:audit",
        "jdbc:h2:tcp://localhost:9092/audit H2 jdbc:h2:tcp://localhost:9092/audit"
      })
  void urlsOfEachVendor_areTaken(String url, Vendor vendor, String base) {
    assertEquals(new JdbcUrl(vendor, base, Map.of()), JdbcUrl.parse(url));
  }

  @Test
  void harmlessParameters_areTaken() {
    assertEquals(
        Map.of("sslmode", "verify-full", "sslrootcert", "/etc/ssl/db.pem"),
        JdbcUrl.parse("jdbc:postgresql://db/audit?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem")
            .parameters());
    assertEquals(
        Map.of("databaseName", "audit", "encrypt", "strict"),
        JdbcUrl.parse("jdbc:sqlserver://db:1433;databaseName=audit;encrypt=strict;").parameters());
  }

  /** Each is a published way to run code, to read or to write files by a URL. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "jdbc:h2:mem:a;INIT=RUNSCRIPT INIT",
        "jdbc:h2:mem:a;TRACE_LEVEL_SYSTEM_OUT=3 TRACE_LEVEL_SYSTEM_OUT",
        "jdbc:h2:mem:a;MODE=MySQL;init=x init",
        "jdbc:postgresql://db/a?socketFactory=org.x.C socketFactory",
        "jdbc:postgresql://db/a?sslfactory=org.x.C sslfactory",
        "jdbc:postgresql://db/a?loggerFile=/tmp/x loggerFile",
        "jdbc:postgresql://db/a?authenticationPluginClassName=x authenticationPluginClassName",
        "jdbc:postgresql://db/a?sslmode=require&socketFactoryArg=x socketFactoryArg",
        "jdbc:mysql://db/a?allowLoadLocalInfile=true allowLoadLocalInfile",
        "jdbc:mysql://db/a?autoDeserialize=true autoDeserialize",
        "jdbc:mysql://db/a?queryInterceptors=x queryInterceptors",
        "jdbc:mariadb://db/a?allowLocalInfile=true allowLocalInfile",
        "jdbc:mariadb://db/a?socketFactory=x socketFactory",
        "jdbc:mariadb://db/a?credentialType=x credentialType",
        "jdbc:sqlserver://db;socketFactoryClass=x socketFactoryClass",
        "jdbc:sqlserver://db;trustManagerClass=x trustManagerClass",
        "jdbc:oracle:thin:@//db/x?TNS_ADMIN=/tmp TNS_ADMIN",
        "jdbc:postgresql://db/a?password=x password"
      })
  void parameterThatMayDoHarm_isNamed(String url, String parameter) {
    MappingRefused refused = assertThrows(MappingRefused.class, () -> JdbcUrl.parse(url));
    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith("parameter " + parameter + " is not allowed"),
        refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:zip:~/a.zip!/a",
        "jdbc:h2:nio:/tmp/a",
        "jdbc:h2:mem:a\\;INIT=x",
        "jdbc:postgresql:audit?loggerFile=x",
        "jdbc:postgresql://user:pw@db/a",
        "jdbc:postgresql://db/a%3Fx",
        "jdbc:mysql://address=(host=db)(autoDeserialize=true)/a",
        "jdbc:mysql://(host=db,autoDeserialize=true)/a",
        "jdbc:mariadb:replication://db/a",
        "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=db)))",
        "jdbc:oracle:oci:@db",
        "jdbc:derby:memory:a;create=true",
        "jdbc:sqlserver://db;databaseName={a;socketFactoryClass=x}",
        "jdbc:postgresql://db/a?sslmode=a\nb",
        "ldap://db/a",
        ""
      })
  void anythingElse_isRefused(String url) {
    MappingRefused refused = assertThrows(MappingRefused.class, () -> JdbcUrl.parse(url));
    assertFalse(String.valueOf(refused.getMessage()).contains("pw"), "no password is shown");
  }
}
